package dev.backlot.surface.firefly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.Receiver;
import dev.backlot.fixture.StaticSite;
import dev.backlot.model.BatchId;
import dev.backlot.surface.SurfaceClient;
import dev.backlot.surface.SurfaceClient.Answer;
import dev.backlot.surface.SurfaceContract;
import dev.backlot.surface.SurfaceServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What every dialect promises, in Firefly's words; and what only this one does. */
class FireflyContractTest extends SurfaceContract {
  @Override
  protected SurfaceServer open(Path where) throws IOException {
    return new SurfaceServer(
        where,
        parts ->
            new Routes(
                parts.runs(),
                parts.registry(),
                _ -> Optional.empty(),
                parts.links(),
                parts.webhooks(),
                parts.scratch(),
                "/firefly"));
  }

  @Override
  protected SurfaceClient client(SurfaceServer of) {
    return new SurfaceClient(of.url(), SurfaceServer.KEY, "firefly", "/firefly");
  }

  private static String body(List<String> words, String config) {
    var inputs =
        words.stream()
            .map(word -> "[{\"node_id\":\"word\",\"content\":\"" + word + "\"}]")
            .collect(Collectors.joining(","));
    return "{\"workflow\":{\"workflowId\":\"words\",\"inputs\":[" + inputs + "]}" + config + "}";
  }

  @Override
  protected Answer start(SurfaceClient by, List<String> words, String... headers) {
    var config = ",\"batchConfig\":{\"concurrencyLimit\":1}";
    return by.json("POST", creatingPath(), body(words, config), headers);
  }

  @Override
  protected String started(Answer answer) {
    return answer.expect(202).field("batchId");
  }

  @Override
  protected Answer look(SurfaceClient by, String id) {
    return by.get("/batch/" + id + "/status");
  }

  @Override
  protected Stand stand(Answer look) {
    return switch (look.field("status")) {
      case "pending", "running" -> Stand.OPEN;
      case "completed" -> Stand.SUCCEEDED;
      case "failed" -> Stand.FAILED;
      case "cancelled" -> Stand.CANCELLED;
      default -> throw new AssertionError(look.text());
    };
  }

  @Override
  protected List<Integer> ended(Answer look) {
    var assets = look.json().path("assets");
    assertThat(
            assets.path("pending").asInt()
                + assets.path("processing").asInt()
                + assets.path("completed").asInt()
                + assets.path("failed").asInt())
        .isEqualTo(assets.path("total").asInt());
    return List.of(assets.path("completed").asInt(), assets.path("failed").asInt());
  }

  @Override
  protected Answer cancel(SurfaceClient by, String id) {
    return by.post("/batch/" + id + "/cancel");
  }

  @Override
  protected Set<Integer> cancelledTooLate() {
    return Set.of(400);
  }

  @Override
  protected List<String> pages(SurfaceClient by, int pageSize, Runnable between) {
    var found = new ArrayList<String>();
    boolean more = true;
    while (more) {
      var path = "/batches?limit=" + pageSize + "&offset=" + found.size();
      var page = by.get(path).expect(200).json();
      page.path("batches").forEach(batch -> found.add(batch.path("batchId").asString()));
      assertThat(page.path("pagination").path("count").asInt())
          .isEqualTo(page.path("batches").size());
      more = page.path("pagination").path("hasMore").asBoolean();
      between.run();
    }
    return found;
  }

  @Override
  protected String error(Answer answer) {
    assertThat(answer.json().propertyNames())
        .containsExactlyInAnyOrder("error", "message", "status");
    assertThat(answer.field("status")).isEqualTo("failed");
    return answer.field("message");
  }

  @Override
  protected boolean tellsFailure(SurfaceClient by, String id) {
    var status = look(by, id).json().path("executions");
    var failed = status.path("failedExecutionIds");
    assertThat(failed).hasSize(1);
    var page = by.get("/batch/" + id + "/executions?status=failed").expect(200).json();
    var execution = page.path("executions").path(0);
    assertThat(execution.path("executionId")).isEqualTo(failed.path(0));
    return execution.path("error").asString("").contains("the value is bad");
  }

  @Override
  protected String creatingPath() {
    return "/batch/execute";
  }

  @Override
  protected BatchId own(String id) {
    return Ids.parse(id).orElseThrow();
  }

  @Test
  void an_accepted_batch_says_where_to_go_on() throws InterruptedException {
    var accepted = start(client, List.of("a")).expect(202);
    var id = accepted.field("batchId");

    assertThat(id).matches("batch-run-workflow_words-\\d{8}-[0-9a-f]{16}");
    assertThat(accepted.field("workflowId")).isEqualTo("run-workflow_words");
    assertThat(accepted.json().path("config").path("concurrencyLimit").asInt()).isEqualTo(1);
    assertThat(accepted.json().path("config").path("priority").asString()).isEqualTo("NORMAL");
    var links = accepted.json().path("links");
    assertThat(links.path("result").path("href").asString())
        .isEqualTo(server.url() + "/firefly/batch/" + id + "/status?format=preview");
    client.get("/batch/" + id + "/status?format=preview").expect(200);
    end(id);
  }

  @Test
  void executions_page_and_filter_in_the_order_of_their_assets() throws InterruptedException {
    var id = started(start(client, List.of("a", "bad", "c", "bad", "e")));
    end(id);

    assertThat(indexes(id, "?limit=2")).containsExactly(0, 1);
    assertThat(indexes(id, "?limit=2&offset=2")).containsExactly(2, 3);
    assertThat(indexes(id, "?limit=2&offset=4")).containsExactly(4);
    assertThat(indexes(id, "?offset=99")).isEmpty();
    assertThat(indexes(id, "?status=failed")).containsExactly(1, 3);
    assertThat(indexes(id, "?status=success&limit=2&offset=1")).containsExactly(2, 4);
    assertThat(indexes(id, "?status=pending")).isEmpty();
    var page = client.get("/batch/" + id + "/executions?limit=1").expect(200).json();
    assertThat(page.path("total").asInt()).isEqualTo(5);
    assertThat(page.path("pagination").path("hasMore").asBoolean()).isTrue();
    var first = page.path("executions").path(0);
    assertThat(first.path("executionId").asString()).isEqualTo(id + "_exec-0");
    assertThat(first.path("inputAsset").path("inputs").path(0).path("content").asString())
        .isEqualTo("a");
    assertThat(first.path("outputs").path(0).path("node_id").asString()).isEqualTo("said");
    assertThat(first.path("outputs").path(0).path("content").asString()).isEqualTo("a");
    assertThat(first.path("durationMs").asLong()).isGreaterThanOrEqualTo(0);
  }

  private List<Integer> indexes(String id, String query) {
    var page = client.get("/batch/" + id + "/executions" + query).expect(200).json();
    return page.path("executions")
        .valueStream()
        .map(one -> one.path("assetIndex").asInt())
        .toList();
  }

  @Test
  void a_cancelled_batch_counts_what_never_started_as_pending() throws InterruptedException {
    var id = started(start(client, List.of("a", "hold", "c", "d")));
    server.gates.awaitEntered("hold");
    var cancelled = cancel(client, id).expect(200);
    assertThat(cancelled.field("previousStatus")).isEqualTo("running");
    server.gates.open("hold");
    until(() -> server.runtime.views.batch(own(id)).orElseThrow().state().status().isFinal());

    var assets = look(client, id).json().path("assets");
    assertThat(assets.path("pending").asInt()).isEqualTo(2);
    assertThat(indexes(id, "?status=pending")).containsExactly(2, 3);
    assertThat(cancel(client, id).expect(400).field("message"))
        .isEqualTo("Batch is already cancelled");
  }

  @Test
  void one_failure_ends_a_batch_that_is_not_to_go_on() throws InterruptedException {
    var config = ",\"batchConfig\":{\"concurrencyLimit\":1,\"continueOnError\":false}";
    var body = body(List.of("a", "bad", "c"), config);
    var id = started(client.json("POST", "/batch/execute", body));

    var end = end(id);
    assertThat(end.field("status")).isEqualTo("failed");
    assertThat(ended(end)).containsExactly(1, 1);
    assertThat(indexes(id, "?status=pending")).containsExactly(2);
  }

  @Test
  void batches_are_found_by_status_workflow_and_time() throws InterruptedException {
    var good = started(start(client, List.of("a")));
    var bad = started(start(client, List.of("bad")));
    end(good);
    end(bad);

    assertThat(ids("?status=completed")).containsExactly(good);
    assertThat(ids("?status=failed")).containsExactly(bad);
    assertThat(ids("?status=running")).isEmpty();
    assertThat(ids("?workflowId=words")).containsExactly(bad, good);
    assertThat(ids("?workflowId=run-workflow_words")).containsExactly(bad, good);
    assertThat(ids("?workflowId=other")).isEmpty();
    assertThat(ids("?createdAfter=2020-01-01")).containsExactly(bad, good);
    assertThat(ids("?createdBefore=2020-01-01T00:00:00.000Z")).isEmpty();
    var filters = client.get("/batches?status=failed&limit=5").json().path("filters");
    assertThat(filters.propertyNames()).containsExactly("status");
    for (var wrong :
        List.of(
            "?limit=0",
            "?limit=101",
            "?offset=-1",
            "?status=done",
            "?createdAfter=today",
            "?x=1")) {
      assertThat(error(client.get("/batches" + wrong).expect(400))).isNotEmpty();
    }
  }

  private List<String> ids(String query) {
    var page = client.get("/batches" + query).expect(200).json();
    return page.path("batches").valueStream().map(one -> one.path("batchId").asString()).toList();
  }

  @Test
  void a_user_sees_no_batches_of_others_even_of_the_same_tenant() throws InterruptedException {
    var id = started(start(client, List.of("a")));
    end(id);
    var colleague = client.with(SurfaceServer.COLLEAGUE_KEY);

    assertThat(list(colleague, 10)).isEmpty();
    look(colleague, id).expect(404);
    cancel(colleague, id).expect(404);
    colleague.get("/batch/" + id + "/executions").expect(404);
  }

  @Test
  void the_contract_is_agreed_on_by_a_header() {
    var agreed = client.get("/batches", "api-version", "1.0").expect(200);
    assertThat(agreed.header("api-version")).isEqualTo("1.0");
    assertThat(client.get("/batches").header("api-version")).isEqualTo("1.0");
    assertThat(client.get("/batch/x/status").expect(404).header("api-version")).isEqualTo("1.0");

    var refused = client.get("/batches", "api-version", "2.0").expect(400);
    assertThat(refused.field("status")).isEqualTo("error");
    assertThat(refused.field("error")).contains("Supported version: 1.0");
    assertThat(refused.field("message")).contains("Supported version: 1.0");
    assertThat(refused.header("api-version")).isEqualTo("1.0");
  }

  @Test
  void mistakes_name_their_place_and_nothing_is_started() {
    assertThat(mistake("{}")).contains("workflow");
    assertThat(mistake("{\"workflow\":{\"inputs\":[]}}")).contains("workflow.workflowId");
    assertThat(mistake("{\"workflow\":{\"workflowId\":\"words\",\"inputs\":[]}}"))
        .contains("workflow.inputs");
    assertThat(mistake("{\"workflow\":{\"workflowId\":\"words\",\"inputs\":{}}}"))
        .contains("workflow.inputs: expected a list");
    assertThat(mistake("{\"workflow\":{\"workflowId\":\"words\",\"inputs\":[\"a\"]}}"))
        .contains("workflow.inputs[0]: expected a list");
    assertThat(input("{\"content\":\"a\"}")).contains("workflow.inputs[0][0].node_id");
    assertThat(input("{\"node_id\":\"wrd\",\"content\":\"a\"}"))
        .contains("workflow.inputs[0][0].node_id: the workflow has no input 'wrd'; it has word");
    assertThat(input("{\"node_id\":\"word\"}")).contains("either content or template");
    assertThat(input("{\"node_id\":\"word\",\"content\":7}")).contains("[0][0].content");
    assertThat(input("{\"node_id\":\"word\",\"content\":[{\"presignedUrl\":\"file:///etc\"}]}"))
        .contains("[0][0].content[0].presignedUrl");
    assertThat(input("{\"node_id\":\"word\",\"content\":[{\"presignedUrl\":\"http://a/b.png\"}]}"))
        .contains("workflow.inputs[0].word: expected text");
    assertThat(mistake(body(List.of("a"), ",\"batchConfig\":{\"concurrencyLimit\":101}")))
        .contains("batchConfig.concurrencyLimit");
    assertThat(mistake(body(List.of("a"), ",\"batchConfig\":{\"priority\":\"high\"}")))
        .contains("batchConfig.priority");
    assertThat(mistake(body(List.of("a"), ",\"surprise\":1"))).contains("surprise");
    assertThat(list(client, 10)).isEmpty();
    var unknown = body(List.of("a"), "").replace("words", "nowhere");
    assertThat(error(client.json("POST", "/batch/execute", unknown).expect(404)))
        .isEqualTo("Workflow or batch not found");
  }

  private String input(String node) {
    return mistake("{\"workflow\":{\"workflowId\":\"words\",\"inputs\":[[" + node + "]]}}");
  }

  private String mistake(String body) {
    return error(client.json("POST", "/batch/execute", body).expect(400));
  }

  @Test
  void what_the_vendor_leaves_open_is_as_the_guide_says() throws InterruptedException {
    // the configuration by the name that answers have for it
    var named = body(List.of("a"), ",\"config\":{\"concurrencyLimit\":3,\"priority\":\"LOW\"}");
    var accepted = client.json("POST", "/batch/execute", named).expect(202);
    assertThat(accepted.json().path("config").path("concurrencyLimit").asInt()).isEqualTo(3);
    assertThat(accepted.json().path("config").path("priority").asString()).isEqualTo("LOW");
    var id = started(accepted);
    end(id);
    var both = ",\"config\":{},\"batchConfig\":{}";
    assertThat(mistake(body(List.of("a"), both))).contains("either batchConfig or config");
    // with the prefix that answers have, too
    var prefixed = named.replace("\"words\"", "\"run-workflow_words\"");
    end(started(client.json("POST", "/batch/execute", prefixed)));
    assertThat(mistake(body(Collections.nCopies(1_001, "a"), "")))
        .contains("workflow.inputs: expected 1 to 1000 assets, but 1001");
    // a workflow that is not published is as one that is not there
    var draft = "{\"source\":\"name: draft\\nsteps: {s: {uses: list, with: {items: [1]}}}\\n\"}";
    ours().json("POST", "/v1/workflows", draft).expect(201);
    var unpublished = body(List.of("a"), "").replace("words", "draft");
    assertThat(error(client.json("POST", "/batch/execute", unpublished).expect(404)))
        .isEqualTo("Workflow or batch not found");
    for (var wrong : List.of("?limit=501", "?limit=0", "?offset=-1", "?status=completed")) {
      assertThat(error(client.get("/batch/" + id + "/executions" + wrong).expect(400)))
          .isNotEmpty();
    }
  }

  @Test
  void batches_of_our_own_api_are_seen_here_too() throws InterruptedException {
    var own = new SurfaceClient(server.url(), SurfaceServer.KEY, "backlot", "");
    var made =
        own.json(
                "POST",
                "/v1/batches",
                "{\"workflow\":\"words\",\"items\":[{\"inputs\":{\"word\":\"a\"}}]}")
            .expect(201);
    var id = list(client, 10).getFirst();
    assertThat(own(id).toString()).isEqualTo(made.field("id"));
    assertThat(stand(end(id))).isEqualTo(Stand.SUCCEEDED);

    var here = started(start(client, List.of("b")));
    end(here);
    own.get("/v1/batches/" + own(here)).expect(200);
  }

  @Test
  void who_is_to_be_told_of_the_end_is_told_once() throws Exception {
    try (var receiver = new Receiver()) {
      var config = ",\"batchConfig\":{\"webhookUrl\":\"" + receiver.url() + "\"}";
      var accepted = client.json("POST", "/batch/execute", body(List.of("a", "bad"), config));
      assertThat(accepted.json().path("config").path("webhookUrl").asString())
          .isEqualTo(receiver.url());
      var id = started(accepted);

      var told = receiver.await(1).getFirst().json();
      assertThat(told.path("type").asString()).isEqualTo("batch_finished");
      assertThat(told.path("data").path("reference").asString()).isEqualTo(id);
      end(id);
      until(() -> server.runtime.views.webhooks().isEmpty());
    }
    assertThat(mistake(body(List.of("a"), ",\"batchConfig\":{\"webhookUrl\":\"ftp://a\"}")))
        .contains("batchConfig.webhookUrl");
  }

  @Test
  void who_is_to_be_told_is_told_after_a_restart_too() throws Exception {
    try (var receiver = new Receiver()) {
      receiver.answer(_ -> 503);
      var config = ",\"batchConfig\":{\"webhookUrl\":\"" + receiver.url() + "\"}";
      var id = started(client.json("POST", "/batch/execute", body(List.of("a"), config)));
      receiver.await(1);
      server.close();
      assertThat(id).isNotEmpty();
      server = open(folder);
      client = client(server);
      assertThat(server.runtime.views.webhooks()).hasSize(1);
    }
  }

  @Test
  void files_come_from_addresses_and_go_to_addresses() throws Exception {
    server.runtime.publish(
        """
        name: pictures
        inputs: {photo: image, more: {type: [image], required: false}}
        steps:
          a: {uses: test.pass, with: {value: "${{ inputs.photo }}"}}
          b: {uses: test.pass, with: {value: "${{ inputs.more }}"}}
        outputs: {photo: "${{ steps.a.value }}", more: "${{ steps.b.value }}"}
        """);
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3};
    try (var web = new StaticSite(png)) {
      var reference =
          "{\"presignedUrl\":\"" + web.url("/shoe.png?sig=1") + "\",\"storageType\":\"AWS\"}";
      var body =
          "{\"workflow\":{\"workflowId\":\"pictures\",\"inputs\":[[{\"node_id\":\"photo\",\"content\":["
              + reference
              + "]},{\"node_id\":\"more\",\"content\":["
              + reference
              + ","
              + reference
              + "]}]]}}";
      var id = started(client.json("POST", "/batch/execute", body));
      end(id);
      var execution =
          client.get("/batch/" + id + "/executions").expect(200).json().path("executions").path(0);
      assertThat(execution.path("error").asString("")).isEmpty();
      var outputs = execution.path("outputs");
      assertThat(outputs).hasSize(3);
      assertThat(outputs.path(0).path("type").asString()).isEqualTo("image");
      assertThat(outputs.path(0).path("mimeType").asString()).isEqualTo("image/png");
      assertThat(outputs.path(0).path("fileName").asString()).isEqualTo("shoe.png");
      assertThat(SurfaceClient.download(outputs.path(0).path("presignedUrl").asString()))
          .isEqualTo(png);

      var twice =
          body.replace(
              "\"photo\",\"content\":[" + reference,
              "\"photo\",\"content\":[" + reference + "," + reference);
      assertThat(mistake(twice))
          .contains("workflow.inputs[0][0].content: expected one file, but 2");
    }
  }

  @Test
  void a_graph_of_actions_is_a_workflow_of_its_own() throws Exception {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3};
    try (var web = new StaticSite(png)) {
      var body =
          """
          {"workflowId": "my-label",
           "workflow": {
            "metadata": {"name": "Pictures"},
            "actions": [
              {"id": "in-1", "type": "input-images", "parameters": {"images": ["URL/a.png", {"presignedUrl": "URL/b.png"}]}},
              {"id": "First Step", "type": "test.picture"},
              {"id": "2", "type": "test.picture", "parameters": {"note": "hi"}}],
            "connections": [{"from": "in-1", "to": "First Step"}, {"source": "First Step", "target": "2"}]},
           "batchConfig": {"concurrencyLimit": 2}}
          """
              .replace("URL", web.url(""));
      var accepted = client.json("POST", "/batch/execute", body).expect(202);
      assertThat(accepted.field("workflowId")).isEqualTo("my-label");
      var id = accepted.field("batchId");
      assertThat(ended(end(id))).containsExactly(2, 0);
      var page = client.get("/batch/" + id + "/executions").json().path("executions");
      assertThat(page.path(0).path("outputs").path(0).path("node_id").asString()).isEqualTo("a_2");
      assertThat(ids("?workflowId=my-label")).containsExactly(id);

      var again = started(client.json("POST", "/batch/execute", body));
      end(again);
      assertThat(server.runtime.views.workflows(server.tenant(), "", 10)).hasSize(2);

      assertThat(mistake(body.replace("\"test.picture\"}", "\"sparkle\"}")))
          .contains("workflow.actions[1].type: there is no action 'sparkle' here");
      assertThat(mistake(body.replace("\"to\": \"First Step\"", "\"to\": \"nowhere\"")))
          .contains("workflow.connections[0]");
      assertThat(mistake(body.replace("\"input-images\"", "\"test.picture\"")))
          .contains("input-images");
      assertThat(mistake(body.replace("\"hi\"", "\"${{ 1 }}\""))).contains("parameters.note");
      assertThat(mistake(body.replace("\"note\"", "\"nope\""))).contains("nope");
    }
  }
}
