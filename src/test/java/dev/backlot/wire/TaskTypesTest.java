package dev.backlot.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.app.WholeServer;
import dev.backlot.fixture.StaticSite;
import dev.backlot.surface.SurfaceClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every task type of Sartiq is done by something real, or says what to configure. */
@Timeout(120)
class TaskTypesTest {
  private static final String PATH = "/api/v1/workflows/";

  @TempDir Path folder;

  private static Map<String, String> tasks(String photo) {
    var image = "{\"base_image_url\":\"" + photo + "\",\"prompt\":\"better\"}";
    var tasks = new LinkedHashMap<String, String>();
    tasks.put("GENERATION", "{\"prompt\":\"a shoe\",\"seed\":7,\"style_lora_weight\":0.5}");
    tasks.put("EXPERIMENTAL_FAL", "{\"prompt\":\"a shoe\"}");
    tasks.put("EDITING", image);
    tasks.put("BACKGROUND_FIX", image);
    tasks.put("REFINE", image);
    tasks.put("FACE_ENHANCER", image);
    tasks.put("DETAIL_ENHANCER", image);
    tasks.put("VIDEO_GENERATION", "{\"prompt\":\"a turning shoe\"}");
    tasks.put("LLM_INTERACTION", "{\"prompt\":\"a line about shoes\"}");
    tasks.put("BACKGROUND_REMOVE", "{\"image_url\":\"" + photo + "\"}");
    tasks.put("IMAGE_ADJUSTER", "{\"image_url\":\"" + photo + "\",\"brightness\":0.1}");
    return tasks;
  }

  private static String body(String type, String config) {
    return "{\"name\":\"one\",\"origin_instance\":\"api\",\"steps\":[{\"id\":\"a\",\"task_type\":\""
        + type
        + "\",\"config\":"
        + config
        + "}]}";
  }

  @Test
  void every_task_type_is_done() throws Exception {
    try (var server = new WholeServer(folder);
        var site = new StaticSite(Files.readAllBytes(GoldenTest.PHOTO));
        var pulse = new Pulse(server.url(), server.adminKey())) {
      var client = new SurfaceClient(server.url(), server.adminKey(), "sartiq", "/sartiq");
      var started = new LinkedHashMap<String, String>();
      tasks(site.url("/cup.jpg"))
          .forEach(
              (type, config) ->
                  started.put(
                      type, client.json("POST", PATH, body(type, config)).expect(201).field("id")));
      for (var one : started.entrySet()) {
        pulse.until(
            () -> !client.get(PATH + one.getValue()).field("status").equals("RUNNING"),
            () -> one.getKey() + " goes on");
        var end = client.get(PATH + one.getValue()).expect(200);
        assertThat(end.field("status")).as(one.getKey() + end.text()).isEqualTo("COMPLETED");
        assertThat(end.json().path("final_step_result").isEmpty()).as(end.text()).isFalse();
      }
    }
  }

  @Test
  void a_fallback_takes_over_where_the_provider_cannot() throws Exception {
    var body =
        """
        {"name": "careful", "origin_instance": "api", "steps": [
          {"id": "draw", "task_type": "GENERATION", "config": {"prompt": "a shoe"}, "max_retries": 1,
           "provider_config": {"provider_type": "FAL", "fal_app_id": "fal-ai/flux"},
           "fallback_provider_type": "FAKE", "fallback_provider_config": {"model": "backlot/plain"}}]}
        """;
    var unreachable =
        "{name: fal, kind: fal, url: \"http://127.0.0.1:9\", secret: FAKE_TOKEN,"
            + " prices: {\"*\": {call: 0.05}}}";
    try (var server = WholeServer.with(folder, unreachable);
        var pulse = new Pulse(server.url(), server.adminKey())) {
      var client = new SurfaceClient(server.url(), server.adminKey(), "sartiq", "/sartiq");
      var id = client.json("POST", PATH, body).expect(201).field("id");
      pulse.until(
          () -> !client.get(PATH + id).field("status").equals("RUNNING"), () -> "it goes on");
      var end = client.get(PATH + id).expect(200).json();
      assertThat(end.path("status").asString()).as(end.toString()).isEqualTo("COMPLETED");
      var step = end.path("steps").path(0);
      assertThat(step.at("/result/provider_used").asString()).isEqualTo("fallback");
      assertThat(step.path("fallback_provider_type").asString()).isEqualTo("FAKE");
      assertThat(step.at("/fallback_provider_config/model").asString()).isEqualTo("backlot/plain");
    }
  }

  @Test
  void who_has_no_provider_hears_what_to_configure() throws Exception {
    try (var server = WholeServer.withoutProviders(folder)) {
      var client = new SurfaceClient(server.url(), server.adminKey(), "sartiq", "/sartiq");
      for (var task : tasks("http://127.0.0.1:1/cup.jpg").entrySet()) {
        var answer = client.json("POST", PATH, body(task.getKey(), task.getValue()));
        boolean isLocal = task.getKey().matches("BACKGROUND_REMOVE|IMAGE_ADJUSTER");
        assertThat(answer.status()).as(answer.text()).isEqualTo(isLocal ? 201 : 422);
        if (!isLocal) {
          assertThat(answer.text()).contains("nobody is named who does " + task.getKey());
          assertThat(answer.text()).contains("providers file (backlot serve --providers)");
        }
      }
    }
  }
}
