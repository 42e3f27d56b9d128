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
  void a_file_is_tried_on_one_input_before_it_is_saved() {
    var source =
        "name: tried\\n"
            + "inputs: {word: text}\\n"
            + "steps: {a: {uses: test.pass, with: {value: '${{ inputs.word }}'}}}";
    var ask = "{\"source\":\"" + source + "\",\"inputs\":{\"word\":\"hello\"}}";

    var batch = client.json("/v1/workflows/try", ask).expect(201);
    client.follow(batch.field("id"));
    var again = client.json("/v1/workflows/try", ask).expect(201);

    assertThat(client.get("/v1/batches/" + batch.field("id")).expect(200).field("status"))
        .isEqualTo("succeeded");
    assertThat(again.json().path("version").intValue()).as("the same file").isEqualTo(1);
    assertThat(client.get("/v1/workflows?limit=500").text()).doesNotContain("tried");
    client.get("/v1/workflows/tried").expect(404);
    assertThat(
            client
                .json("/v1/workflows/try", "{\"source\":\"" + source + "\"}")
                .expect(422)
                .mistakes())
        .containsExactly("items[0].inputs.word");
    assertThat(client.json("/v1/workflows/try", "{}").expect(400).mistakes())
        .containsExactly("source");
    var verdict = client.json("/v1/workflows/validate", "{\"source\":\"" + source + "\"}");
    assertThat(verdict.expect(200).json().at("/inputs/properties/word/type").stringValue())
        .isEqualTo("string");
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
