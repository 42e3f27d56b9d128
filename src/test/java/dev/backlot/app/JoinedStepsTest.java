package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import dev.backlot.media.Photos;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Steps on the same picture are done at once where nobody looks at what lies between. */
@Timeout(120)
class JoinedStepsTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final String STEPS =
      """
      inputs: {photo: image, left: {type: integer, default: 0}}
      steps:
        small: {uses: image.resize, with: {image: "${{ inputs.photo }}", width: 300}}
        part:
          uses: image.crop
          with: {image: "${{ steps.small.image }}", left: "${{ inputs.left }}", width: 200}
        crisp: {uses: image.sharpen, with: {image: "${{ steps.part.image }}"}}
        web: {uses: image.convert, with: {image: "${{ steps.crisp.image }}", format: webp}}
      outputs:
        image: ${{ steps.web.image }}
        bytes: ${{ steps.web.bytes }}
      """;

  @TempDir static Path folder;
  private static @Nullable WholeServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new WholeServer(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  private static JsonNode ask(String method, String path, BodyPublisher body)
      throws IOException, InterruptedException {
    var running = Objects.requireNonNull(server);
    var type =
        path.startsWith("/v1/workflows") && !path.endsWith("/try")
            ? "application/yaml"
            : path.startsWith("/v1/assets") ? "image/jpeg" : "application/json";
    var request =
        HttpRequest.newBuilder(URI.create(running.url() + path))
            .header("Authorization", "Bearer " + running.adminKey())
            .header("Content-Type", type)
            .method(method, body)
            .build();
    return Json.MAPPER.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
  }

  private static JsonNode get(String path) throws IOException, InterruptedException {
    return ask("GET", path, BodyPublishers.noBody());
  }

  private static String publish(String name, String source)
      throws IOException, InterruptedException {
    var text = "name: " + name + "\n" + source;
    ask("POST", "/v1/workflows", BodyPublishers.ofString(text));
    ask("POST", "/v1/workflows/" + name + "/versions/1/publish", BodyPublishers.noBody());
    return name;
  }

  /** One photo through a workflow: the run as it ended. */
  private static JsonNode run(String workflow, String more)
      throws IOException, InterruptedException {
    return ended(start(workflow, more));
  }

  /** One photo on its way through a workflow: the batch. */
  private static String start(String workflow, String more)
      throws IOException, InterruptedException {
    var photo =
        ask(
                "POST",
                "/v1/assets?name=coffee-cup.jpg",
                BodyPublishers.ofFile(Photos.of("coffee-cup.jpg")))
            .path("asset")
            .stringValue();
    var order =
        "{\"workflow\": \"%s\", \"items\": [{\"inputs\": {\"photo\": \"%s\"%s}}]}"
            .formatted(workflow, photo, more);
    return ask("POST", "/v1/batches", BodyPublishers.ofString(order)).path("id").stringValue();
  }

  private static JsonNode ended(String batch) throws IOException, InterruptedException {
    var now = get("/v1/batches/" + batch);
    while (now.path("ended_at").isMissingNode()) {
      now = get("/v1/batches/" + batch);
    }
    return get("/v1/runs/" + runOf(batch));
  }

  private static String runOf(String batch) throws IOException, InterruptedException {
    return get("/v1/batches/" + batch + "/items").at("/items/0/id").stringValue();
  }

  @Test
  void a_chain_makes_what_one_step_with_its_operations_makes() throws Exception {
    var chain = run(publish("chain", STEPS), "");
    var once =
        run(
            publish(
                "once",
                """
                inputs: {photo: image}
                steps:
                  all:
                    uses: image.edit
                    with:
                      image: ${{ inputs.photo }}
                      operations:
                        - resize: {width: 300}
                        - crop: {width: 200}
                        - sharpen
                        - convert: {format: webp}
                outputs: {image: "${{ steps.all.image }}"}
                """),
            "");

    assertThat(chain.path("outputs").path("image").path("asset"))
        .isEqualTo(once.path("outputs").path("image").path("asset"));
    assertThat(chain.path("outputs").path("bytes"))
        .isEqualTo(chain.path("outputs").path("image").path("bytes"));
    assertThat(step(chain, "small").path("outputs").toString())
        .isEqualTo("{\"joined_into\":\"part\"}");
    assertThat(step(chain, "crisp").path("outputs").toString())
        .isEqualTo("{\"joined_into\":\"web\"}");
    assertThat(why(chain, "small"))
        .startsWith("step 'part' did its work along with its own, without a file in between");

    var given =
        get("/v1/runs/" + chain.path("id").stringValue() + "/steps/web/inputs").path("inputs");
    assertThat(given.path("operations").size()).isEqualTo(4);
    assertThat(given.at("/image/asset")).isEqualTo(chain.at("/inputs/photo/asset"));

    var again = run("chain", "");
    assertThat(step(again, "web").path("reused").booleanValue()).isTrue();
    var other = run("chain", ", \"left\": 9");
    assertThat(step(other, "web").path("reused").booleanValue()).isFalse();
    assertThat(why(other, "web"))
        .contains("differ from the nearest earlier result: with.operations");
  }

  @Test
  void a_fault_is_told_of_the_step_that_asked_for_it() throws Exception {
    var run = run(publish("fault", STEPS), ", \"left\": 200");

    assertThat(run.path("status").stringValue()).isEqualTo("failed");
    var failure = step(run, "web").path("failure");
    assertThat(failure.path("field").stringValue()).isEqualTo("steps.part.width");
    assertThat(failure.path("message").stringValue())
        .startsWith("expected a box within the picture of 300 x ")
        .endsWith(" (this step does the work of 'part' as well)");
  }

  @Test
  void whoever_keeps_intermediates_or_tries_a_workflow_sees_every_picture() throws Exception {
    var kept = run(publish("kept", "intermediates: keep\n" + STEPS), "");
    var wanted = Json.object();
    wanted.put("source", "name: tried\n" + STEPS);
    wanted
        .putObject("inputs")
        .put("photo", kept.path("inputs").path("photo").path("asset").stringValue());
    var tried =
        ended(
            ask("POST", "/v1/workflows/try", BodyPublishers.ofString(wanted.toString()))
                .path("id")
                .stringValue());

    for (var run : List.of(kept, tried)) {
      for (var id : List.of("small", "part", "crisp", "web")) {
        assertThat(step(run, id).at("/outputs/image/width").intValue()).as(id).isPositive();
      }
    }
  }

  @Test
  void a_limit_on_a_step_type_counts_the_work_where_it_is_done() throws Exception {
    var limited = publish("limited", STEPS);
    var limit = "/v1/limits/resources/step:image.crop";
    ask("PUT", limit, BodyPublishers.ofString("{\"rate\": {\"starts\": 1, \"per_ms\": 86400000}}"));

    assertThat(run(limited, ", \"left\": 1").path("status").stringValue()).isEqualTo("succeeded");

    var batch = start(limited, ", \"left\": 2");
    while (get(limit).path("waiting").intValue() == 0) {
      Thread.onSpinWait();
    }
    var waiting = get("/v1/runs/" + runOf(batch));
    assertThat(step(waiting, "part").path("outputs").toString())
        .isEqualTo("{\"joined_into\":\"crisp\"}");
    assertThat(step(waiting, "web").path("status").stringValue()).isNotEqualTo("succeeded");

    ask("DELETE", limit, BodyPublishers.noBody());
    assertThat(ended(batch).path("status").stringValue()).isEqualTo("succeeded");
  }

  private static JsonNode step(JsonNode run, String id) {
    return run.path("steps")
        .valueStream()
        .filter(step -> step.path("step").stringValue().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static String why(JsonNode run, String step) throws IOException, InterruptedException {
    var id = run.path("id").stringValue();
    return get("/v1/runs/" + id + "/steps/" + step + "/why").path("reason").stringValue();
  }
}
