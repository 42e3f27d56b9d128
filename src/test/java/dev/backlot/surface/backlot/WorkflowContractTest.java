package dev.backlot.surface.backlot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class WorkflowContractTest {
  private static final String SOURCE =
      "name: NAME\ninputs: {word: text}\nsteps:\n  a: {uses: test.pass}\n";

  @TempDir static Path folder;
  private static V1Server server;
  private static V1Client client;

  @BeforeAll
  static void start() throws Exception {
    server = new V1Server(folder);
    client = server.client();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void a_draft_changes_and_a_published_version_does_not() {
    assertThat(save("changing").json().path("version").intValue()).isEqualTo(1);
    assertThat(save("changing").json().path("version").intValue()).isEqualTo(1);
    client.post("/v1/workflows/changing/versions/1/publish").expect(200);
    assertThat(client.post("/v1/workflows/changing/versions/1/publish").expect(200).field("status"))
        .isEqualTo("published");

    assertThat(save("changing").json().path("version").intValue()).isEqualTo(2);
    assertThat(client.get("/v1/workflows/changing").expect(200).field("status")).isEqualTo("draft");
    assertThat(client.get("/v1/workflows/changing?version=1").expect(200).field("status"))
        .isEqualTo("published");
    client.get("/v1/workflows/changing?version=3").expect(404);
    client.post("/v1/workflows/changing/versions/3/publish").expect(404);
    client.post("/v1/workflows/changing/versions/x/publish").expect(404);
    server.foreigner().get("/v1/workflows/changing").expect(404);
  }

  @Test
  void a_workflow_is_yaml_or_json_or_text_within_json() {
    var source =
        client
            .json("/v1/workflows", "{\"source\":\"name: texted\\nsteps: {a: {uses: test.pass}}\"}")
            .expect(201);
    assertThat(source.field("source")).startsWith("name: texted\n");
    var itself =
        client
            .json(
                "/v1/workflows", "{\"name\":\"itself\",\"steps\":{\"a\":{\"uses\":\"test.pass\"}}}")
            .expect(201);
    assertThat(itself.field("name")).isEqualTo("itself");
    client.post("/v1/workflows", "image/png", "x").expect(415);
    assertThat(client.json("/v1/workflows", "{\"source\":\"x\",\"nam\":1}").expect(400).mistakes())
        .containsExactly("nam");
  }

  @Test
  void mistakes_are_told_with_their_places() {
    var broken = "name: broken\nsteps:\n  a: {uses: test.pas}\n";
    var verdict = client.post("/v1/workflows/validate", "text/plain", broken).expect(200).json();
    assertThat(verdict.path("valid").booleanValue()).isFalse();
    assertThat(verdict.path("problems").path(0).path("line").intValue()).isEqualTo(3);
    assertThat(verdict.path("problems").path(0).path("message").stringValue())
        .contains("did you mean 'test.pass'?");

    var refused = client.post("/v1/workflows", "text/plain", broken).expect(422);
    assertThat(refused.mistakes()).containsExactly("steps.a.uses");
    assertThat(refused.text()).contains("line 3");
    client.get("/v1/workflows/broken").expect(404);
    var good =
        client
            .post("/v1/workflows/validate", "text/plain", SOURCE.replace("NAME", "good"))
            .expect(200)
            .json();
    assertThat(good.path("valid").booleanValue()).isTrue();
  }

  @Test
  void the_list_is_gone_through_by_name() {
    for (var name : new String[] {"list-c", "list-a", "list-b"}) {
      save(name);
    }
    var names =
        client.all("/v1/workflows?limit=1").stream()
            .map(workflow -> workflow.path("name").stringValue())
            .toList();
    assertThat(names).isSorted().contains("list-a", "list-b", "list-c");
  }

  private static V1Client.Answer save(String name) {
    return client
        .post("/v1/workflows", "application/yaml", SOURCE.replace("NAME", name))
        .expect(201);
  }
}
