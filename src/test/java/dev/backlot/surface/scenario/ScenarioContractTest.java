package dev.backlot.surface.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.BatchId;
import dev.backlot.surface.SurfaceClient;
import dev.backlot.surface.SurfaceClient.Answer;
import dev.backlot.surface.SurfaceContract;
import dev.backlot.surface.SurfaceServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What every dialect promises, in Scenario's words; and what only this one does. */
class ScenarioContractTest extends SurfaceContract {
  private static final String WORKFLOWS = "/v1/workflows";
  private static final String STRING_INPUT = "{\"name\":\"%s\",\"type\":\"string\"}";

  private final Map<List<String>, String> workflows = new HashMap<>();

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
                parts.scratch(),
                "/scenario"));
  }

  @Override
  protected SurfaceClient client(SurfaceServer of) {
    return new SurfaceClient(of.url(), SurfaceServer.KEY, "scenario", "/scenario");
  }

  private String draft() {
    return client
        .json("POST", WORKFLOWS, "{\"name\":\"Words\",\"description\":\"For tests\"}")
        .expect(200)
        .json()
        .path("workflow")
        .path("id")
        .stringValue();
  }

  private Answer put(String id, String inputs, String flow) {
    return client.json(
        "PUT",
        WORKFLOWS + "/" + id,
        "{\"status\":\"ready\",\"inputs\":[" + inputs + "],\"flow\":[" + flow + "]}");
  }

  private String ready(String inputs, String flow) {
    var id = draft();
    put(id, inputs, flow).expect(200);
    return id;
  }

  private JsonNode run(String workflow, String body) {
    return client
        .json("PUT", WORKFLOWS + "/" + workflow + "/run", body)
        .expect(200)
        .json()
        .path("job");
  }

  private static String node(String id, String model, String value, String after) {
    return "{\"id\":\"%s\",\"type\":\"custom-model\",\"modelId\":\"%s\",\"dependsOn\":[%s],\"inputs\":[{\"name\":\"value\",\"type\":\"string\",%s}]}"
        .formatted(id, model, after, value);
  }

  /** Each word is a node that follows the one before. */
  private static String flow(List<String> words) {
    var nodes = new ArrayList<String>();
    for (var word : words) {
      var after = nodes.isEmpty() ? "" : "\"w" + (nodes.size() - 1) + "\"";
      nodes.add(
          node(
              "w" + nodes.size(),
              word.equals("hold") ? "test.hold" : "test.picky",
              "\"value\":\"" + word + "\"",
              after));
    }
    return String.join(",", nodes);
  }

  @Override
  protected Answer start(SurfaceClient by, List<String> words, String... headers) {
    var workflow =
        workflows.computeIfAbsent(words, all -> ready(STRING_INPUT.formatted("note"), flow(all)));
    return by.json(
        "PUT",
        WORKFLOWS + "/" + workflow + "/run",
        "{\"note\":\"" + String.join(" ", words) + "\"}",
        headers);
  }

  @Override
  protected String started(Answer answer) {
    return answer.expect(200).json().path("job").path("jobId").stringValue();
  }

  @Override
  protected Answer look(SurfaceClient by, String id) {
    return by.get("/v1/jobs/" + id);
  }

  @Override
  protected Stand stand(Answer look) {
    return switch (look.json().path("job").path("status").asString()) {
      case "queued", "in-progress" -> Stand.OPEN;
      case "success" -> Stand.SUCCEEDED;
      case "failure" -> Stand.FAILED;
      case "canceled" -> Stand.CANCELLED;
      default -> throw new AssertionError(look.text());
    };
  }

  private static JsonNode nodes(JsonNode job) {
    return job.path("metadata").path("flow");
  }

  private static JsonNode node(JsonNode job, String id) {
    return nodes(job)
        .valueStream()
        .filter(one -> one.path("id").asString().equals(id))
        .filter(one -> one.has("loopNodeId") == id.contains("#"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(id + " is not in " + nodes(job)));
  }

  private static int count(Answer look, String status) {
    return (int)
        nodes(look.json().path("job"))
            .valueStream()
            .filter(one -> one.path("status").asString().equals(status))
            .count();
  }

  @Override
  protected List<Integer> ended(Answer look) {
    return List.of(count(look, "success"), count(look, "failure"));
  }

  @Override
  protected Answer cancel(SurfaceClient by, String id) {
    return by.json("POST", "/v1/jobs/" + id + "/action", "{\"action\":\"cancel\"}");
  }

  @Override
  protected Set<Integer> cancelledTooLate() {
    return Set.of(200);
  }

  @Override
  protected List<String> pages(SurfaceClient by, int pageSize, Runnable between) {
    return pages(by, "type=workflow&pageSize=" + pageSize, between);
  }

  private static List<String> pages(SurfaceClient by, String query, Runnable between) {
    var found = new ArrayList<String>();
    Optional<String> token = Optional.of("");
    while (token.isPresent()) {
      var next = token.get().isEmpty() ? "" : "&paginationToken=" + token.get();
      var page = by.get("/v1/jobs?" + query + next).expect(200).json();
      page.path("jobs").forEach(one -> found.add(one.path("jobId").asString()));
      token = page.path("nextPaginationToken").asStringOpt();
      between.run();
    }
    return found;
  }

  @Override
  protected String error(Answer answer) {
    assertThat(answer.json().propertyNames())
        .containsExactlyInAnyOrder("statusCode", "error", "message");
    assertThat(answer.json().path("statusCode").asInt()).isEqualTo(answer.status());
    return answer.field("message");
  }

  @Override
  protected boolean tellsFailure(SurfaceClient by, String id) {
    return look(by, id)
        .json()
        .path("job")
        .path("metadata")
        .path("error")
        .asString("")
        .contains("the value is bad");
  }

  @Test
  @Override
  protected void one_bad_item_does_not_stop_the_others_and_is_told() throws InterruptedException {
    // a job is one item: the nodes before the bad one have succeeded, those behind it are skipped
    var id = started(start(client, List.of("a", "bad", "c")));
    var end = end(id);

    assertThat(ended(end)).containsExactly(1, 1);
    assertThat(count(end, "skipped")).isEqualTo(1);
    assertThat(tellsFailure(client, id)).isTrue();
  }

  @Override
  protected String creatingPath() {
    return WORKFLOWS;
  }

  @Override
  protected BatchId own(String id) {
    return server
        .runtime
        .views
        .document(server.tenant(), Definition.JOB, id)
        .orElseThrow()
        .batch()
        .orElseThrow();
  }

  private JsonNode ended(String job) throws InterruptedException {
    return end(job).json().path("job");
  }

  @Test
  void an_if_else_takes_one_branch_and_branches_join() throws InterruptedException {
    var workflow =
        ready(
            STRING_INPUT.formatted("style") + "," + STRING_INPUT.formatted("prompt"),
            """
            {"id":"branch","type":"logic","logicType":"if-else",
             "inputs":[{"name":"condition","type":"string","ref":{"node":"workflow","name":"style"}}],
             "logic":{"cases":[{"condition":"fast","value":"fast"}],"default":"quality"}},
            {"id":"quick","type":"custom-model","modelId":"test.pass","inputs":[
              {"name":"value","type":"string","ref":{"node":"workflow","name":"prompt"}},
              {"name":"_gate","type":"string","ref":{"node":"branch","equal":"fast"}}]},
            {"id":"slow","type":"custom-model","modelId":"test.pass","inputs":[
              {"name":"value","type":"string","ref":{"node":"workflow","name":"style"}},
              {"name":"_gate","type":"string","ref":{"node":"branch","equal":"quality"}}]},
            {"id":"join","type":"custom-model","modelId":"test.pass","inputs":[
              {"name":"value","type":"string","ref":{"conditional":["quick","slow"]}}]},
            {"id":"after","type":"transform","inputs":[{"name":"text","type":"string","ref":{"node":"join"}}],
              "logic":{"transform":"text.upperAscii() + ' ' + join_value"}}
            """);
    var fast =
        ended(
            run(workflow, "{\"style\":\"fast\",\"prompt\":\"a fox\"}").path("jobId").stringValue());

    assertThat(fast.path("status").stringValue()).isEqualTo("success");
    assertThat(node(fast, "branch").path("output").stringValue()).isEqualTo("fast");
    assertThat(node(fast, "quick").path("status").stringValue()).isEqualTo("success");
    assertThat(node(fast, "quick").path("inputs").path(0).path("value").stringValue())
        .isEqualTo("a fox");
    assertThat(node(fast, "slow").path("status").stringValue()).isEqualTo("skipped");
    assertThat(node(fast, "slow").has("jobId")).isFalse();
    assertThat(node(fast, "quick").at("/inputs/1/value").stringValue()).isEqualTo("fast");
    assertThat(node(fast, "join").at("/inputs/0/value").stringValue()).isEqualTo("a fox");
    assertThat(node(fast, "after").path("output").stringValue()).isEqualTo("A FOX a fox");
    assertThat(fast.path("progress").asDouble()).isEqualTo(1.0);
    assertThat(fast.path("statusHistory")).hasSize(3);

    var other =
        ended(
            run(workflow, "{\"style\":\"fine\",\"prompt\":\"a fox\"}").path("jobId").stringValue());
    assertThat(node(other, "branch").path("output").stringValue()).isEqualTo("quality");
    assertThat(node(other, "after").path("output").stringValue()).isEqualTo("FINE fine");

    var child = node(fast, "quick").path("jobId").stringValue();
    var job = client.get("/v1/jobs/" + child).expect(200).json().path("job");
    assertThat(job.path("jobType").stringValue()).isEqualTo("custom");
    assertThat(job.path("metadata").path("workflowJobId").stringValue())
        .isEqualTo(fast.path("jobId").stringValue());
    client.with(SurfaceServer.FOREIGN_KEY).get("/v1/jobs/" + child).expect(404);
  }

  @Test
  void a_join_is_skipped_only_with_all_of_its_branches() throws InterruptedException {
    var workflow =
        ready(
            STRING_INPUT.formatted("style"),
            """
            {"id":"branch","type":"logic","logicType":"if-else",
             "inputs":[{"name":"condition","type":"string","ref":{"node":"workflow","name":"style"}}],
             "logic":{"cases":[{"condition":"a","value":"one"},{"condition":"b","value":"two"}],"default":"none"}},
            {"id":"first","type":"transform","inputs":[{"name":"_gate","type":"string","ref":{"node":"branch","equal":"one"}}],
             "logic":{"transform":"'1'"}},
            {"id":"second","type":"transform","inputs":[{"name":"_gate","type":"string","ref":{"node":"branch","equal":"two"}}],
             "logic":{"transform":"'2'"}},
            {"id":"join","type":"transform","inputs":[{"name":"text","type":"string","ref":{"conditional":["first","second"]}}],
             "logic":{"transform":"text"}}
            """);
    var two = ended(run(workflow, "{\"style\":\"b\"}").path("jobId").stringValue());
    assertThat(node(two, "join").path("output").stringValue()).isEqualTo("2");
    var none = ended(run(workflow, "{\"style\":\"z\"}").path("jobId").stringValue());
    assertThat(node(none, "branch").path("output").stringValue()).isEqualTo("none");
    assertThat(node(none, "join").path("status").stringValue()).isEqualTo("skipped");
    assertThat(none.path("status").stringValue()).isEqualTo("success");
  }

  @Test
  void a_loop_shows_its_templates_and_a_copy_for_each_iteration() throws InterruptedException {
    var workflow =
        ready(
            STRING_INPUT.formatted("note"),
            """
            {"id":"words","type":"list","items":["cat","dog"]},
            {"id":"loop","type":"for-each","loopBodyNodeIds":["gen","shout"],
             "inputs":[{"name":"items","type":"string_array","ref":{"node":"words","name":"all"}}]},
            {"id":"gen","type":"custom-model","modelId":"test.pass",
             "inputs":[{"name":"value","type":"string","ref":{"node":"loop"}}]},
            {"id":"shout","type":"transform","inputs":[{"name":"word","type":"string","ref":{"node":"gen"}},
               {"name":"place","type":"number","ref":{"node":"loop","name":"index"}}],
             "logic":{"transform":"word.upperAscii() + string(place)"}},
            {"id":"all","type":"transform","inputs":[{"name":"words","type":"string_array","ref":{"node":"loop"}}],
             "logic":{"transform":"words.join(', ')"}}
            """);
    var job = ended(run(workflow, "{}").path("jobId").stringValue());

    assertThat(job.path("status").stringValue()).isEqualTo("success");
    assertThat(node(job, "all").path("output").stringValue()).isEqualTo("CAT0, DOG1");
    assertThat(node(job, "gen").path("status").stringValue()).isEqualTo("skipped");
    var copy = node(job, "gen#1");
    assertThat(copy.path("loopNodeId").stringValue()).isEqualTo("loop");
    assertThat(copy.path("iterationIndex").asInt()).isEqualTo(1);
    assertThat(copy.path("status").stringValue()).isEqualTo("success");
    assertThat(copy.at("/inputs/0/value").stringValue()).isEqualTo("dog");
    assertThat(node(job, "shout#1").at("/inputs/0/value").stringValue()).isEqualTo("dog");
    assertThat(node(job, "shout#1").at("/inputs/1/value").asInt()).isEqualTo(1);
    assertThat(node(job, "loop").at("/inputs/0/value").valueStream().map(JsonNode::stringValue))
        .containsExactly("cat", "dog");
    assertThat(node(job, "all").at("/inputs/0/value").valueStream().map(JsonNode::stringValue))
        .containsExactly("CAT0", "DOG1");
    client.get("/v1/jobs/" + copy.path("jobId").stringValue()).expect(200);
    assertThat(job.path("metadata").path("output").path("all").stringValue())
        .isEqualTo("CAT0, DOG1");
  }

  @Test
  void people_approve_reject_and_select() throws InterruptedException {
    var workflow =
        ready(
            STRING_INPUT.formatted("note"),
            node("draft", "test.pass", "\"value\":\"a draft\"", "")
                + """
                ,{"id":"gate","type":"user-approval","dependsOn":["draft"]},
                """
                + node("up", "test.pass", "\"ref\":{\"node\":\"draft\"}", "\"gate\""));
    var job = run(workflow, "{}").path("jobId").stringValue();
    until(() -> waits(job, "gate"));
    var foreign = client.with(SurfaceServer.FOREIGN_KEY);
    foreign
        .json("PUT", WORKFLOWS + "/" + workflow + "/user-approval", decision(job, "gate", ""))
        .expect(404);
    approve(workflow, decision(job, "draft", "")).expect(404);
    approve(workflow, decision(job, "gate", ",\"action\":\"maybe\"")).expect(400);
    approve(workflow, decision(job, "gate", "")).expect(200);
    assertThat(node(ended(job), "up").path("status").stringValue()).isEqualTo("success");
    approve(workflow, decision(job, "gate", "")).expect(400);

    var other = run(workflow, "{}").path("jobId").stringValue();
    until(() -> waits(other, "gate"));
    approve(workflow, decision(other, "gate", ",\"action\":\"reject\"")).expect(200);
    var rejected = ended(other);
    assertThat(rejected.path("status").stringValue()).isEqualTo("canceled");
    assertThat(node(rejected, "gate").path("status").stringValue()).isEqualTo("rejected");
    assertThat(node(rejected, "up").path("status").stringValue()).isEqualTo("skipped");

    var selecting =
        ready(
            STRING_INPUT.formatted("note"),
            """
            {"id":"words","type":"list","items":["cat","dog","fox"]},
            {"id":"pick","type":"user-selection","inputs":[
              {"name":"candidates","type":"string_array","ref":{"node":"words"}}]},
            {"id":"kept","type":"transform","inputs":[{"name":"words","type":"string_array","ref":{"node":"pick"}}],
              "logic":{"transform":"words.join('+')"}}
            """);
    var third = run(selecting, "{}").path("jobId").stringValue();
    until(() -> waits(third, "pick"));
    var path = WORKFLOWS + "/" + selecting + "/user-selection";
    client.json("PUT", path, decision(third, "pick", "")).expect(400);
    client.json("PUT", path, decision(third, "pick", ",\"selectedIndices\":[2,0]")).expect(200);
    assertThat(node(ended(third), "kept").path("output").stringValue()).isIn("fox+cat", "cat+fox");
    var fourth = run(selecting, "{}").path("jobId").stringValue();
    until(() -> waits(fourth, "pick"));
    var reject = decision(fourth, "pick", ",\"action\":\"reject\"");
    client.json("PUT", path, reject).expect(200);
    assertThat(ended(fourth).path("status").stringValue()).isEqualTo("canceled");
  }

  private boolean waits(String job, String node) {
    return client.get("/v1/jobs/" + job).json().path("job").path("progress").asDouble() > 0
        && node(client.get("/v1/jobs/" + job).json().path("job"), node)
            .path("status")
            .asString()
            .equals("pending")
        && !server
            .runtime
            .runs
            .reviews()
            .open(
                dev.backlot.fixture.TestRuntime.CALLER, Optional.of(own(job)), Optional.empty(), 1)
            .isEmpty();
  }

  private static String decision(String job, String node, String more) {
    return "{\"nodeId\":\"" + node + "\",\"workflowJobId\":\"" + job + "\"" + more + "}";
  }

  private Answer approve(String workflow, String body) {
    return client.json("PUT", WORKFLOWS + "/" + workflow + "/user-approval", body);
  }

  @Test
  void inputs_are_held_against_their_rules_and_a_dry_run_creates_nothing() {
    var workflow =
        ready(
            """
            {"name":"mode","type":"string","allowedValues":["a","b"],"default":"a"},
            {"name":"words","type":"string_array","maxLength":3},
            {"name":"size","type":"number","min":1,"max":10},
            {"name":"must","type":"string","required":{"always":true}},
            {"name":"extra","type":"string","required":{"conditionalValues":{"mode":{"operation":"in","values":["b"]}}}},
            {"name":"pair","type":"string","required":{"ifDefined":{"size":"a pair goes with a size"}}},
            {"name":"picture","type":"file","kind":"image"}
            """,
            flow(List.of("a")));
    var run = WORKFLOWS + "/" + workflow + "/run";
    var wrong =
        client.json(
            "PUT",
            run,
            "{\"mode\":\"b\",\"words\":\"one\",\"size\":11,\"sise\":1,\"picture\":\"asset_1\"}");
    assertThat(error(wrong.expect(400)))
        .contains("words: expected a list, but \"one\"")
        .contains("size: expected a number from 1 to 10, but 11")
        .contains("must: expected a value, but nothing")
        .contains("extra: it is required when 'mode' is \"b\"")
        .contains("pair: a pair goes with a size")
        .contains("sise: the workflow has no input 'sise'")
        .contains("picture: there is no asset 'asset_1'");
    var listed = list(client, 10);
    var dry = client.json("PUT", run + "?dryRun=true", "{\"must\":\"x\"}").expect(269).json();
    assertThat(dry.path("creativeUnitsCost").asDouble()).isZero();
    assertThat(list(client, 10)).isEqualTo(listed);
    client.json("PUT", run + "?dryRun=true", "{}").expect(400);
  }

  @Test
  void a_field_that_is_null_is_one_that_is_not_there() {
    var flow =
        """
        {"id":"words","type":"list","items":["a"],"label":null},
        {"id":"say","type":"custom-model","modelId":"test.pass","inputs":[
          {"name":"value","type":"string","hint":null,"ref":{"node":"words","name":null}}]}
        """;
    var kept = put(draft(), "{\"name\":\"n\",\"type\":\"string\",\"kind\":null}", flow).expect(200);
    assertThat(kept.json().path("workflow").path("inputs").path(0).has("kind")).isFalse();
    assertThat(kept.json().at("/workflow/flow/1/inputs/0").has("hint")).isFalse();
    assertThat(kept.json().at("/workflow/flow/1/inputs/0/ref").has("name")).isFalse();
  }

  @Test
  void what_is_said_of_an_input_has_a_type_too() {
    var wrong =
        """
        {"inputs":[{"name":"a","type":"number","max":"ten","min":[1],"color":"red","group":1,
          "allowedValues":"x","modelTypes":"y","backgroundBehavior":"blue",
          "required":{"conditionalValues":{"b":{"operation":"near","values":["c"]},"d":{"values":"e"},"f":"g"}}}]}
        """;
    assertThat(error(client.json("PUT", WORKFLOWS + "/" + draft(), wrong).expect(400)))
        .contains("inputs[0].max: expected a number")
        .contains("inputs[0].min: expected a number")
        .contains("inputs[0].color: expected")
        .contains("inputs[0].group: expected")
        .contains("inputs[0].allowedValues: expected")
        .contains("inputs[0].modelTypes: expected")
        .contains("inputs[0].backgroundBehavior: expected opaque or transparent")
        .contains("inputs[0].required.conditionalValues.b.operation: expected one of in, equals")
        .contains("inputs[0].required.conditionalValues.d.values: expected")
        .contains("inputs[0].required.conditionalValues.f: expected");
  }

  @Test
  void rows_of_inputs_are_declared_checked_and_put_together() throws InterruptedException {
    var workflow =
        ready(
            STRING_INPUT.formatted("note")
                + """
                ,{"name":"shots","type":"inputs_array","max":2,"inputs":[
                  {"name":"text","type":"string","required":{"always":true}},
                  {"name":"n","type":"number","max":5,"default":1}]}
                """,
            """
            {"id":"word","type":"list","items":["fox"]},
            {"id":"sum","type":"transform","inputs":[
              {"name":"shots","type":"inputs_array","ref":{"node":"workflow","name":"shots"}},
              {"name":"rows","type":"inputs_array","items":[
                [{"name":"word","type":"string","ref":{"node":"word"}},{"name":"n","type":"number","value":3}],
                [{"name":"word","type":"string","ref":{"node":"workflow","name":"note"}}]]}],
             "logic":{"transform":"rows[0].word + string(rows[0].n) + rows[1].word + shots[0].text + string(shots[0].n)"}}
            """);
    var run = WORKFLOWS + "/" + workflow + "/run";
    var wrong = client.json("PUT", run, "{\"shots\":[{\"n\":9,\"x\":1},\"no\"]}").expect(400);
    assertThat(error(wrong))
        .contains("shots[0].text: expected a value, but nothing")
        .contains("shots[0].n: expected a number to 5, but 9")
        .contains("shots[0].x: the workflow has no input 'x'")
        .contains("shots[1]: expected an object");
    var many = "{\"shots\":[{\"text\":\"a\"},{\"text\":\"b\"},{\"text\":\"c\"}]}";
    assertThat(error(client.json("PUT", run, many).expect(400))).contains("shots: expected 0 to 2");
    var given = "{\"note\":\"x\",\"shots\":[{\"text\":\"y\"}]}";
    var job = ended(run(workflow, given).path("jobId").stringValue());
    assertThat(node(job, "sum").path("output").stringValue()).isEqualTo("fox3xy1");
    var rows = node(job, "sum").path("inputs").path(1).path("items");
    assertThat(rows.path(0).path(0).path("value").stringValue()).isEqualTo("fox");
    assertThat(rows.path(0).path(1).path("value").asInt()).isEqualTo(3);
    assertThat(rows.path(1).path(0).path("value").stringValue()).isEqualTo("x");
    assertThat(node(job, "sum").at("/inputs/0/value/0/text").stringValue()).isEqualTo("y");
    var shape =
        """
        {"flow":[{"id":"a","type":"transform","inputs":[
          {"name":"rows","type":"inputs_array","items":[[{"name":"w","type":"string","ref":{"node":"gone"}}]]},
          {"name":"flat","type":"string","items":[1]}]}]}
        """;
    assertThat(error(client.json("PUT", WORKFLOWS + "/" + draft(), shape).expect(400)))
        .contains("flow[0].inputs[0].items[0][0].ref.node: there is no node 'gone'")
        .contains("flow[0].inputs[1].items: expected lists of inputs");
  }

  @Test
  void loops_stand_in_loops_go_by_a_count_and_may_be_empty() throws InterruptedException {
    var workflow =
        ready(
            """
            {"name":"words","type":"string_array","default":[]}
            """,
            """
            {"id":"outer","type":"for-each","count":2,"loopBodyNodeIds":["inner"]},
            {"id":"inner","type":"for-each","count":3,"loopBodyNodeIds":["place"]},
            {"id":"place","type":"transform","inputs":[
               {"name":"o","type":"number","ref":{"node":"outer","name":"index"}},
               {"name":"i","type":"number","ref":{"node":"inner","name":"index"}}],
             "logic":{"transform":"string(o) + string(i)"}},
            {"id":"none","type":"for-each","loopBodyNodeIds":["never"],
             "inputs":[{"name":"items","type":"string_array","ref":{"node":"workflow","name":"words"}}]},
            {"id":"never","type":"transform","inputs":[{"name":"w","type":"string","ref":{"node":"none"}}],"logic":{"transform":"w"}},
            {"id":"count","type":"transform","inputs":[{"name":"all","type":"string_array","ref":{"node":"none"}}],
             "logic":{"transform":"string(size(all))"}}
            """);
    var job = ended(run(workflow, "{}").path("jobId").stringValue());
    assertThat(job.path("status").stringValue()).isEqualTo("success");
    var last = node(job, "place#1#2");
    assertThat(last.path("output").stringValue()).isEqualTo("12");
    assertThat(last.path("loopNodeId").stringValue()).isEqualTo("inner");
    assertThat(last.path("iterationIndex").asInt()).isEqualTo(2);
    assertThat(node(job, "none").path("status").stringValue()).isEqualTo("success");
    assertThat(node(job, "never").path("status").stringValue()).isEqualTo("skipped");
    assertThat(node(job, "count").path("output").stringValue()).isEqualTo("0");
  }

  @Test
  void a_failed_iteration_fails_its_loop_and_the_job() throws InterruptedException {
    var workflow =
        ready(
            STRING_INPUT.formatted("note"),
            """
            {"id":"words","type":"list","items":["a","bad","c"]},
            {"id":"loop","type":"for-each","loopBodyNodeIds":["check"],
             "inputs":[{"name":"items","type":"string_array","ref":{"node":"words","name":"all"}}]},
            {"id":"check","type":"custom-model","modelId":"test.picky","inputs":[{"name":"value","type":"string","ref":{"node":"loop"}}]},
            {"id":"after","type":"transform","inputs":[{"name":"all","type":"string_array","ref":{"node":"loop"}}],"logic":{"transform":"all"}}
            """);
    var job = ended(run(workflow, "{}").path("jobId").stringValue());
    assertThat(job.path("status").stringValue()).isEqualTo("failure");
    assertThat(job.path("metadata").path("error").stringValue()).contains("the value is bad");
    assertThat(job.path("metadata").path("hint").stringValue()).isNotEmpty();
    assertThat(node(job, "check#0").path("status").stringValue()).isEqualTo("success");
    assertThat(node(job, "check#1").path("status").stringValue()).isEqualTo("failure");
    assertThat(node(job, "loop").path("status").stringValue()).isEqualTo("failure");
    assertThat(node(job, "after").path("status").stringValue()).isEqualTo("skipped");
  }

  @Test
  void a_rejection_within_a_loop_ends_its_iteration_alone() throws InterruptedException {
    var workflow =
        ready(
            STRING_INPUT.formatted("note"),
            """
            {"id":"loop","type":"for-each","count":2,"loopBodyNodeIds":["draft","gate","kept"]},
            {"id":"draft","type":"custom-model","modelId":"test.pass","inputs":[{"name":"value","type":"number","ref":{"node":"loop","name":"index"}}]},
            {"id":"gate","type":"user-approval","dependsOn":["draft"]},
            {"id":"kept","type":"custom-model","modelId":"test.pass","dependsOn":["gate"],
             "inputs":[{"name":"value","type":"number","ref":{"node":"draft"}}]}
            """);
    var job = run(workflow, "{}").path("jobId").stringValue();
    until(
        () -> approve(workflow, decision(job, "gate#0", ",\"action\":\"reject\"")).status() == 200);
    until(() -> approve(workflow, decision(job, "gate#1", "")).status() == 200);
    var end = ended(job);
    assertThat(end.path("status").stringValue()).isEqualTo("success");
    assertThat(node(end, "gate#0").path("status").stringValue()).isEqualTo("rejected");
    assertThat(node(end, "kept#0").path("status").stringValue()).isEqualTo("skipped");
    assertThat(node(end, "kept#1").path("status").stringValue()).isEqualTo("success");
  }

  @Test
  void jobs_are_found_by_author_type_and_status() throws InterruptedException {
    var id = started(start(client, List.of("a")));
    end(id);
    for (var query :
        List.of("?authorId=tester", "?status=success", "?projectId=p1", "?types=custom,workflow")) {
      assertThat(jobs(query)).as(query).containsExactly(id + "-w0", id);
    }
    assertThat(jobs("?type=workflow")).containsExactly(id);
    assertThat(jobs("?type=inference&types=workflow")).containsExactly(id);
    assertThat(jobs("?type=custom")).containsExactly(id + "-w0");
    for (var query :
        List.of(
            "?authorId=nobody",
            "?types=upscale,inference",
            "?type=generate-prompt",
            "?status=warming-up",
            "?type=custom&status=failure",
            "?workflowId=wflow_none")) {
      assertThat(jobs(query)).as(query).isEmpty();
    }
    assertThat(client.get(WORKFLOWS + "?privacy=public").expect(200).json().path("workflows"))
        .isEmpty();
    assertThat(error(client.get(WORKFLOWS + "?privacy=shared").expect(400))).contains("privacy");
    assertThat(error(client.get(WORKFLOWS + "?pageSize=101").expect(400))).contains("pageSize");
    assertThat(error(client.get("/v1/jobs?type=paint").expect(400))).contains("type");
    assertThat(error(client.get("/v1/jobs?status=done").expect(400))).contains("status");
    assertThat(error(client.get("/v1/jobs?pageSize=201").expect(400))).contains("pageSize");
    for (var hidden : client.get("/v1/jobs?hideResults=true").json().path("jobs")) {
      assertThat(hidden.path("metadata").has("flow")).isFalse();
      assertThat(hidden.path("metadata").has("assetIds")).isFalse();
    }
  }

  private List<String> jobs(String query) {
    return client
        .get("/v1/jobs" + query)
        .expect(200)
        .json()
        .path("jobs")
        .valueStream()
        .map(job -> job.path("jobId").asString())
        .toList();
  }

  @Test
  void jobs_of_nodes_are_listed_before_their_runs_and_found_by_what_became_of_them()
      throws InterruptedException {
    var old = started(start(client, List.of("a", "bad", "c")));
    end(old);
    var loop =
        ready(
            STRING_INPUT.formatted("note"),
            """
            {"id":"words","type":"list","items":["x","y","z"]},
            {"id":"loop","type":"for-each","loopBodyNodeIds":["first","second"],
             "inputs":[{"name":"items","type":"string_array","ref":{"node":"words","name":"all"}}]},
            {"id":"first","type":"custom-model","modelId":"test.pass","inputs":[{"name":"value","type":"string","ref":{"node":"loop"}}]},
            {"id":"second","type":"custom-model","modelId":"test.pass","inputs":[{"name":"value","type":"string","ref":{"node":"first"}}]}
            """);
    var looped = run(loop, "{}").path("jobId").stringValue();
    end(looped);
    var waiting = started(start(client, List.of("a", "hold", "c")));
    server.gates.awaitEntered("hold");

    // newest first; a node has a job once it was started
    var all = new ArrayList<>(List.of(waiting + "-w1", waiting + "-w0", waiting));
    for (int i = 2; i >= 0; i--) {
      all.add(looped + "-loop." + i + ".second");
      all.add(looped + "-loop." + i + ".first");
    }
    all.addAll(List.of(looped, old + "-w1", old + "-w0", old));
    for (int size : new int[] {1, 2, 3, 4, 5, 13, 14, 200}) {
      assertThat(pages(client, "pageSize=" + size, () -> {})).containsExactlyElementsOf(all);
    }
    assertThat(jobs("?status=failure")).containsExactly(old + "-w1", old);
    assertThat(jobs("?status=failure&type=custom")).containsExactly(old + "-w1");
    assertThat(jobs("?status=in-progress")).containsExactly(waiting + "-w1", waiting);
    assertThat(jobs("?workflowId=" + loop + "&type=custom")).hasSize(6);
    var one = client.get("/v1/jobs?status=failure&pageSize=1").expect(200).json();
    var job = one.path("jobs").path(0);
    assertThat(job.path("metadata").path("workflowJobId").stringValue()).isEqualTo(old);
    assertThat(job.path("metadata").path("error").stringValue()).contains("the value is bad");
    assertThat(client.get("/v1/jobs/" + old + "-w1").expect(200).json().path("job")).isEqualTo(job);
    assertThat(pages(client.with(SurfaceServer.FOREIGN_KEY), "pageSize=5", () -> {})).isEmpty();
    var token = one.path("nextPaginationToken").stringValue();
    client.with(SurfaceServer.FOREIGN_KEY).get("/v1/jobs?paginationToken=" + token).expect(400);

    server.gates.open("hold");
    end(waiting);
    // what has come since stands before what was shown
    var rest = client.get("/v1/jobs?status=success&type=custom&pageSize=2").expect(200).json();
    assertThat(rest.path("jobs").path(0).path("jobId").stringValue()).isEqualTo(waiting + "-w2");
    assertThat(pages(client, "pageSize=3", () -> {})).hasSize(all.size() + 1).containsAll(all);
  }

  @Test
  @Timeout(60)
  void a_job_is_as_far_as_its_nodes() throws InterruptedException {
    var id = started(start(client, List.of("a", "hold", "c", "d")));
    server.gates.awaitEntered("hold");
    var node = job(id + "-w1");
    // the log tells a moment later that the node has begun
    while (node.path("progress").doubleValue() == 0) {
      node = job(id + "-w1");
    }
    assertThat(node.path("progress").doubleValue()).isEqualTo(0.5);
    // of four nodes one is done, and one half
    assertThat(job(id).path("progress").doubleValue()).isEqualTo(0.375);
    server.gates.open("hold");
    end(id);
    assertThat(job(id).path("progress").doubleValue()).isEqualTo(1);
  }

  private JsonNode job(String id) {
    return client.get("/v1/jobs/" + id).expect(200).json().path("job");
  }

  @Test
  void files_come_within_the_request_and_go_by_links() throws InterruptedException {
    var workflow =
        ready(
            "{\"name\":\"file\",\"type\":\"file\"}",
            """
            {"id":"copy","type":"custom-model","modelId":"test.pass",
             "inputs":[{"name":"value","type":"file","ref":{"node":"workflow","name":"file"}}]}
            """);
    var data =
        "data:text/plain;base64,"
            + Base64.getEncoder().encodeToString("hello".getBytes(StandardCharsets.UTF_8));
    var job = ended(run(workflow, "{\"file\":\"" + data + "\"}").path("jobId").stringValue());

    var asset = job.path("metadata").path("assetIds").path(0).stringValue();
    assertThat(asset).startsWith("asset_");
    assertThat(node(job, "copy").path("assets").path(0).path("assetId").stringValue())
        .isEqualTo(asset);
    var shown = client.get("/v1/assets/" + asset).expect(200).json().path("asset");
    assertThat(SurfaceClient.download(shown.path("url").stringValue()))
        .isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
    client.with(SurfaceServer.FOREIGN_KEY).get("/v1/assets/" + asset).expect(404);
    run(workflow, "{\"file\":\"" + asset + "\"}");
  }

  @Test
  void workflows_are_drafts_until_they_are_whole() {
    var id = draft();
    var run = client.json("PUT", WORKFLOWS + "/" + id + "/run", "{}");
    assertThat(error(run.expect(400))).isEqualTo("Workflow is not ready");
    var wrong =
        put(
            id,
            STRING_INPUT.formatted("note"),
            """
            {"id":"a","type":"custom-model","modelId":"model_flux","inputs":[{"name":"prompt","type":"string","value":"x"}]},
            {"id":"b","type":"logic","logic":{"cases":[{"condition":"x","value":"1"}]}},
            {"id":"c","type":"custom-model","modelId":"test.pass","inputs":[
              {"name":"value","type":"string","ref":{"node":"b","equal":"2"}},{"name":"valeu","type":"string","value":"1"}]},
            {"id":"d","type":"workflow","workflowId":"wflow_none"}
            """);
    assertThat(error(wrong.expect(400)))
        .contains("flow[0]")
        .contains(
            "flow[1].logic.cases[0].condition: 'x' is compared with an input named 'condition'")
        .contains("flow[2].inputs[0].ref.equal: no case of 'b' has the value '2'")
        .contains("flow[2].inputs[1].name: test.pass takes no 'valeu'")
        .contains("flow[3].workflowId: there is no workflow 'wflow_none' that is ready");
    var shape =
        client.json(
            "PUT",
            WORKFLOWS + "/" + id,
            "{\"flow\":[{\"id\":\"a\",\"type\":\"paint\",\"dependsOn\":[\"z\"],\"colour\":1}]}");
    assertThat(error(shape.expect(400)))
        .contains("flow[0].type: expected one of")
        .contains("flow[0].dependsOn: there is no node 'z'")
        .contains("flow[0].colour: unknown field");
    put(id, STRING_INPUT.formatted("note"), flow(List.of("a"))).expect(200);
    client
        .json("PUT", WORKFLOWS + "/" + id, "{\"tagSet\":[\"shoes\",\"new\"],\"isLocked\":true}")
        .expect(200);
    var made = "{\"name\":\"carl\",\"role\":\"editor\"}";
    var editor = client.with(ours().json("POST", "/v1/keys", made).expect(201).field("key"));
    assertThat(error(editor.json("PUT", WORKFLOWS + "/" + id, "{\"name\":\"Mine\"}").expect(403)))
        .contains("locked");
    editor.send("DELETE", WORKFLOWS + "/" + id, Optional.empty()).expect(403);
    var admin = client.with(SurfaceServer.COLLEAGUE_KEY);
    admin.json("PUT", WORKFLOWS + "/" + id, "{\"name\":\"Ours\"}").expect(200);
    assertThat(client.get(WORKFLOWS + "/tags").expect(200).text())
        .isEqualTo("{\"tags\":[\"new\",\"shoes\"]}");
    draft();
    assertThat(client.get(WORKFLOWS + "?tags=shoes,new").expect(200).json().path("workflows"))
        .hasSize(1);
    assertThat(client.get(WORKFLOWS + "?status=draft").expect(200).json().path("workflows"))
        .hasSize(1);
    client.send("DELETE", WORKFLOWS + "/" + id, Optional.empty()).expect(200);
    client.get(WORKFLOWS + "/" + id).expect(404);
    client.get("/v1/jobs?paginationToken=nothing").expect(400);
  }

  @Test
  void a_workflow_runs_within_another() throws InterruptedException {
    var inner =
        ready(
            STRING_INPUT.formatted("word"),
            """
            {"id":"twice","type":"transform","inputs":[{"name":"word","type":"string","ref":{"node":"workflow","name":"word"}}],
             "logic":{"transform":"word + word"}}
            """);
    var outer =
        ready(
            STRING_INPUT.formatted("text"),
            """
            {"id":"sub","type":"workflow","workflowId":"%s","inputs":[
              {"name":"word","type":"string","ref":{"node":"workflow","name":"text"}}]},
            {"id":"end","type":"transform","inputs":[{"name":"x","type":"string","ref":{"node":"sub"}}],"logic":{"transform":"x + '!'"}}
            """
                .formatted(inner));
    var job = ended(run(outer, "{\"text\":\"ha\"}").path("jobId").stringValue());
    assertThat(node(job, "end").path("output").stringValue()).isEqualTo("haha!");
  }
}
