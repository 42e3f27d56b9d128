package dev.backlot.surface.backlot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.BatchId;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@SuppressWarnings("NullAway.Init")
class BatchContractTest {
  private static final String PICKY =
      """
      name: picky
      inputs: {word: text}
      steps:
        a: {uses: test.picky, with: {value: "${{ inputs.word }}"}}
      """;
  private static final String HOLD =
      """
      name: hold
      inputs: {gate: text}
      steps:
        a: {uses: test.hold, with: {value: "${{ inputs.gate }}"}}
        b: {uses: test.pass, with: {value: "${{ steps.a.value }}"}}
      """;
  private static final String FILED =
      """
      name: filed
      inputs: {f: file}
      steps:
        a: {uses: test.pass, with: {value: "${{ inputs.f }}"}}
      outputs: {f: "${{ steps.a.value }}"}
      """;

  @TempDir static Path folder;
  private static V1Server server;
  private static V1Client client;

  @BeforeAll
  static void start() throws Exception {
    server = new V1Server(folder);
    client = server.client();
    client.publish(PICKY);
    client.publish(HOLD);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void a_batch_tells_what_failed_and_where() {
    var id =
        client.start(
            batch(
                "picky",
                "{\"name\":\"one\",\"inputs\":{\"word\":\"good\"}},{\"inputs\":{\"word\":\"bad\"}}"));
    client.follow(id);

    var batch = client.get("/v1/batches/" + id).expect(200).json();
    assertThat(batch.path("status").stringValue()).isEqualTo("failed");
    assertThat(batch.path("counts").path("succeeded").intValue()).isEqualTo(1);
    assertThat(batch.path("counts").path("failed").intValue()).isEqualTo(1);
    var failed =
        client
            .get("/v1/batches/" + id + "/items?status=failed&step=a")
            .expect(200)
            .json()
            .path("items");
    assertThat(failed).hasSize(1);
    assertThat(failed.path(0).path("failure").path("message").stringValue())
        .isEqualTo("the value is bad");
    assertThat(client.get("/v1/batches/" + id + "/items?step=b").json().path("items")).isEmpty();
  }

  @Test
  void somebody_says_that_nothing_more_is_to_be_done_about_failures() {
    var id =
        client.start(
            batch("picky", "{\"inputs\":{\"word\":\"good\"}},{\"inputs\":{\"word\":\"bad\"}}"));
    client.follow(id);
    var path = "/v1/batches/" + id + "/acknowledgement";

    var said = put(path, "{\"note\":\"no better word\"}").expect(200).json();
    assertThat(said.path("status").stringValue()).isEqualTo("failed");
    assertThat(said.path("acknowledged").path("note").stringValue()).isEqualTo("no better word");
    assertThat(said.path("acknowledged").path("failed").intValue()).isEqualTo(1);
    assertThat(client.get("/v1/batches/" + id).json().path("acknowledged"))
        .isEqualTo(said.path("acknowledged"));
    var again = client.send(client.request(path).DELETE()).expect(200).json();
    assertThat(again.has("acknowledged")).isFalse();
  }

  @Test
  void nothing_is_said_of_failures_where_there_are_none_or_in_too_many_words() {
    var id = client.start(batch("hold", "{\"inputs\":{\"gate\":\"none\"}}"));
    var path = "/v1/batches/" + id + "/acknowledgement";

    assertThat(put(path, "{}").expect(409).field("detail")).contains("nothing has failed");
    assertThat(put(path, "{\"note\":\"" + "x".repeat(4_001) + "\"}").expect(400).mistakes())
        .containsExactly("note");
    assertThat(put(path, "{\"why\":\"\"}").expect(400).mistakes()).containsExactly("why");
    put("/v1/batches/" + new BatchId(7) + "/acknowledgement", "{}").expect(404);
    server.gates.open("none");
    client.follow(id);
  }

  private V1Client.Answer put(String path, String body) {
    return client.send(
        client
            .request(path)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void a_run_tells_every_attempt() {
    client.publish(
        "name: flaky\nsteps:\n  a: {uses: test.flaky, retry: {attempts: 3, delay: 10ms}}\n");
    var id = client.start(batch("flaky", "{}"));
    client.follow(id);

    var run = onlyRun(id);
    var step = client.get("/v1/runs/" + run).expect(200).json().path("steps").path(0);
    assertThat(step.path("attempt").intValue()).isEqualTo(2);
    assertThat(step.path("attempts").findValuesAsString("status"))
        .containsExactly("failed", "succeeded");
    assertThat(step.path("attempts").path(0).path("failure").path("kind").stringValue())
        .isEqualTo("transient");
    assertThat(step.path("attempts").path(1).has("duration_ms")).isTrue();
  }

  @Test
  void a_batch_is_paused_resumed_and_then_not_cancelled_any_more() {
    var id = client.start(batch("hold", "{\"inputs\":{\"gate\":\"pausing\"}}"));
    var path = "/v1/batches/" + id;

    assertThat(client.post(path + "/pause").expect(200).field("status")).isEqualTo("paused");
    assertThat(client.post(path + "/pause").expect(409).field("detail")).contains("paused");
    assertThat(client.post(path + "/resume").expect(200).field("status")).isEqualTo("running");
    server.gates.open("pausing");
    client.follow(id);
    assertThat(client.post(path + "/cancel").expect(409).field("detail")).contains("already ended");
  }

  @Test
  void a_batch_is_cancelled() {
    var items =
        IntStream.range(0, 30)
            .mapToObj(_ -> "{\"inputs\":{\"gate\":\"cancelling\"}}")
            .collect(Collectors.joining(","));
    var id = client.start(batch("hold", items));

    client.post("/v1/batches/" + id + "/cancel").expect(200);
    server.gates.open("cancelling");
    client.follow(id);
    var counts = client.get("/v1/batches/" + id).json().path("counts");
    assertThat(client.get("/v1/batches/" + id).field("status")).isEqualTo("cancelled");
    assertThat(counts.path("cancelled").intValue()).isEqualTo(30);
  }

  @Test
  void a_run_is_paused_resumed_and_cancelled() {
    var id = client.start(batch("hold", "{\"inputs\":{\"gate\":\"run\"}}"));
    client.follow("/v1/events?batch=" + id, 4);
    var run = "/v1/runs/" + onlyRun(id);

    assertThat(client.post(run + "/pause").expect(200).field("status")).isEqualTo("paused");
    client.post(run + "/pause").expect(409);
    assertThat(client.post(run + "/resume").expect(200).field("status")).isEqualTo("running");
    client.post(run + "/cancel").expect(200);
    server.gates.open("run");
    client.follow(id);
    assertThat(client.get(run).field("status")).isEqualTo("cancelled");
  }

  @Test
  void pages_lead_to_the_end_while_items_change() {
    var lines =
        IntStream.rangeClosed(1, 1_203)
            .mapToObj(_ -> "{\"inputs\":{\"word\":\"good\"}}\n")
            .collect(Collectors.joining());
    var id =
        client
            .post(
                "/v1/batches?workflow=picky&concurrency=8&name=lines",
                "application/x-ndjson",
                lines)
            .expect(201)
            .field("id");

    var numbers =
        client.all("/v1/batches/" + id + "/items?limit=100").stream()
            .map(item -> item.path("item").intValue())
            .toList();
    assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, 1_203).boxed().toList());
    client.follow(id);
    assertThat(client.all("/v1/batches/" + id + "/items?status=succeeded&limit=500"))
        .hasSize(1_203);
    assertThat(
            client.all("/v1/batches?limit=1").stream().map(batch -> batch.path("id").stringValue()))
        .contains(id);
    assertThat(
            client.all("/v1/batches?limit=1&status=failed").stream()
                .map(batch -> batch.path("id").stringValue()))
        .doesNotContain(id);
  }

  @Test
  void every_wrong_line_is_told_and_nothing_is_created() {
    int before = client.all("/v1/batches?limit=500").size();
    var lines =
        "{\"inputs\":{\"word\":\"good\"}}\nnope\n\n{\"input\":{}}\n{\"inputs\":{\"word\":1e999}}\n";

    var answer =
        client.post("/v1/batches?workflow=picky", "application/x-ndjson", lines).expect(400);
    assertThat(answer.mistakes())
        .containsExactly("items[1]", "items[2].input", "items[3].inputs.word");
    assertThat(answer.text()).contains("did you mean 'inputs'?");
    var misfit =
        client
            .json("/v1/batches", batch("picky", "{\"inputs\":{\"word\":7}},{\"inputs\":{}}"))
            .expect(422);
    assertThat(misfit.mistakes()).containsExactly("items[0].inputs.word", "items[1].inputs.word");
    assertThat(client.all("/v1/batches?limit=500")).hasSize(before);
  }

  @Test
  void files_of_the_server_are_out_of_reach() {
    client.publish(FILED);
    for (var source :
        new String[] {"{\"file\":\"/etc/passwd\"}", "{\"file\":\"file:/etc/passwd\"}"}) {
      client.json("/v1/batches", batch("filed", "{\"inputs\":{\"f\":" + source + "}}")).expect(422);
    }
  }

  @Test
  void an_address_is_an_input_whose_failure_is_told() {
    client.publish(FILED);
    for (var source : new String[] {"{\"url\":\"http://a/b\"}", "\"http://a/b\""}) {
      var id = client.start(batch("filed", "{\"inputs\":{\"f\":" + source + "}}"));
      client.follow(id);
      var failed = client.all("/v1/batches/" + id + "/items?limit=1").getFirst().path("failure");
      assertThat(failed.path("message").asString("")).contains("http://a/b");
    }
  }

  @Test
  void an_asset_is_an_input_by_its_id_and_only_for_its_owner() {
    client.publish(FILED);
    var mine =
        client.post("/v1/assets?name=a.txt", "text/plain", "mine").expect(201).field("asset");
    var theirs =
        server.foreigner().post("/v1/assets", "text/plain", "theirs").expect(201).field("asset");

    var forged = "{\"asset\":\"" + mine + "\",\"type\":\"image/png\",\"bytes\":1}";
    var id =
        client.start(
            batch(
                "filed",
                "{\"inputs\":{\"f\":\"" + mine + "\"}},{\"inputs\":{\"f\":" + forged + "}}"));
    client.follow(id);
    client
        .all("/v1/batches/" + id + "/items?limit=10")
        .forEach(
            item -> {
              assertThat(item.path("outputs").path("f").path("bytes").intValue()).isEqualTo(4);
              assertThat(item.path("outputs").path("f").path("name").stringValue())
                  .isEqualTo("a.txt");
            });
    var refused =
        client
            .json("/v1/batches", batch("filed", "{\"inputs\":{\"f\":\"" + theirs + "\"}}"))
            .expect(400);
    assertThat(refused.mistakes()).containsExactly("items[0].inputs.f");
  }

  @Test
  void foreign_and_unknown_ids_look_the_same() {
    var id = client.start(batch("picky", "{\"inputs\":{\"word\":\"good\"}}"));
    var run = onlyRun(id);
    var stranger = server.foreigner();
    var unknown = "019aaaaa-0000-7000-8000-000000000000";

    for (var path :
        new String[] {"/v1/batches/ID", "/v1/batches/ID/items", "/v1/events?batch=ID"}) {
      assertSame(
          stranger.get(path.replace("ID", id)),
          id,
          stranger.get(path.replace("ID", unknown)),
          unknown);
    }
    assertSame(stranger.get("/v1/runs/" + run), run, stranger.get("/v1/runs/" + unknown), unknown);
    assertSame(
        stranger.post("/v1/batches/" + id + "/cancel"),
        id,
        stranger.post("/v1/batches/nope/cancel"),
        "nope");
    assertSame(
        stranger.post("/v1/runs/" + run + "/cancel"),
        run,
        stranger.post("/v1/runs/nope/cancel"),
        "nope");
    assertThat(stranger.get("/v1/batches").json().path("items")).isEmpty();
    assertThat(stranger.json("/v1/batches", batch("picky", "{}")).expect(422).mistakes())
        .containsExactly("workflow");
  }

  private static void assertSame(
      V1Client.Answer foreign, String id, V1Client.Answer unknown, String other) {
    assertThat(foreign.status()).isEqualTo(404).isEqualTo(unknown.status());
    assertThat(foreign.field("detail").replace(id, ""))
        .isEqualTo(unknown.field("detail").replace(other, ""));
  }

  private static String onlyRun(String batch) {
    JsonNode items = client.get("/v1/batches/" + batch + "/items").expect(200).json().path("items");
    return items.path(0).path("id").stringValue();
  }

  private static String batch(String workflow, String items) {
    return "{\"workflow\":\"" + workflow + "\",\"items\":[" + items + "]}";
  }
}
