package dev.backlot.surface.backlot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes over the wire, word for word; change it on purpose with {@code -Dgolden.update=true}.
 */
class GoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/v1");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern BULK_ID = Pattern.compile("bulk_[0-9a-f]+");
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
  private static final Pattern MEASURED =
      Pattern.compile("(\"(?:elapsed_ms|items_per_second|duration_ms|remaining_ms)\" : )[0-9.E-]+");
  private static final String WORKFLOW =
      """
      name: greet
      description: Says hello
      inputs:
        word: {type: text, max: 10}
      steps:
        say: {uses: test.picky, with: {value: "${{ inputs.word }}"}}
      outputs: {said: "${{ steps.say.value }}"}
      """;

  @TempDir Path folder;
  private final Map<String, String> ids = new HashMap<>();

  @Test
  void a_story_from_workflow_to_result() throws Exception {
    try (var server = new V1Server(folder)) {
      var client = server.client();
      golden(
          "save-workflow",
          "POST /v1/workflows\n\n" + WORKFLOW,
          client.post("/v1/workflows", "application/yaml", WORKFLOW));
      post(client, "publish-workflow", "/v1/workflows/greet/versions/1/publish");
      var misspelt = WORKFLOW.replace("test.picky", "test.piky");
      golden(
          "save-broken-workflow",
          "POST /v1/workflows\n\n" + misspelt,
          client.post("/v1/workflows", "application/yaml", misspelt));
      golden(
          "upload-asset",
          "POST /v1/assets?name=note.txt\n\nhello",
          client.post("/v1/assets?name=note.txt", "text/plain", "hello"));
      var batch =
          client.start(
              "{\"workflow\":\"greet\",\"name\":\"two words\",\"concurrency\":1,\"items\":["
                  + "{\"name\":\"first\",\"inputs\":{\"word\":\"hello\"}},{\"inputs\":{\"word\":\"bad\"}}]}");
      client.follow(batch);
      get(client, "get-batch", "/v1/batches/" + batch);
      get(client, "list-items", "/v1/batches/" + batch + "/items?limit=1");
      get(client, "list-failed-items", "/v1/batches/" + batch + "/items?status=failed");
      var run =
          client
              .get("/v1/batches/" + batch + "/items")
              .json()
              .path("items")
              .path(0)
              .path("id")
              .stringValue();
      get(client, "get-run", "/v1/runs/" + run);
      var bulk = "{\"action\":\"cancel\",\"batch\":\"" + batch + "\",\"statuses\":[\"waiting\"]}";
      golden(
          "bulk-dry-run",
          "POST /v1/bulk-actions/dry-run\n\n" + bulk,
          client.json("/v1/bulk-actions/dry-run", bulk));
      var misfit = bulk.replace("waiting", "failed");
      golden(
          "bulk-misfit",
          "POST /v1/bulk-actions\n\n" + misfit,
          client.json("/v1/bulk-actions", misfit));
      golden(
          "bulk-action", "POST /v1/bulk-actions\n\n" + bulk, client.json("/v1/bulk-actions", bulk));
      post(client, "cancel-ended-batch", "/v1/batches/" + batch + "/cancel");
      get(client, "unknown-batch", "/v1/batches/019aaaaa-0000-7000-8000-000000000000");
      get(client, "misspelt-parameter", "/v1/batches?limt=5");
      var wrong = "{\"workflow\":\"greet\",\"itms\":[]}";
      golden("misspelt-field", "POST /v1/batches\n\n" + wrong, client.json("/v1/batches", wrong));
      var unfit = "{\"workflow\":\"greet\",\"items\":[{\"inputs\":{\"word\":\"much too long\"}}]}";
      golden("unfit-item", "POST /v1/batches\n\n" + unfit, client.json("/v1/batches", unfit));
    }
  }

  private void get(V1Client client, String name, String path) throws IOException {
    golden(name, "GET " + path, client.get(path));
  }

  private void post(V1Client client, String name, String path) throws IOException {
    golden(name, "POST " + path, client.post(path));
  }

  private void golden(String name, String request, V1Client.Answer answer) throws IOException {
    var actual =
        normal(
            request.strip()
                + "\n\n---\n\n"
                + answer.status()
                + " "
                + answer.header("Content-Type")
                + "\n\n"
                + Json.pretty(answer.json())
                + "\n");
    var file = GOLDEN.resolve(name + ".txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, actual);
    }
    assertThat(actual).as(name).isEqualTo(Files.readString(file));
  }

  /** Ids, times and measurements differ from run to run. */
  private String normal(String text) {
    var named =
        UUID.matcher(text)
            .replaceAll(found -> ids.computeIfAbsent(found.group(), _ -> "ID-" + (ids.size() + 1)));
    var bulk = BULK_ID.matcher(named).replaceAll("BULK-ID");
    var timeless = TIME.matcher(bulk).replaceAll("TIME");
    return MEASURED.matcher(timeless).replaceAll("$10");
  }
}
