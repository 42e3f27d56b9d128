package dev.backlot.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.app.WholeServer;
import dev.backlot.surface.SurfaceClient;
import dev.backlot.surface.SurfaceClient.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One run is one run: started in any dialect, it is seen and steered in every other. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class AcrossDialectsTest {
  private static final String FLOW =
      """
      name: word
      inputs: {word: text}
      steps:
        say: {uses: transform, with: {value: "${{ inputs.word }}"}}
        loop:
          for-each: "${{ [1, 2] }}"
          steps: {line: {uses: transform, with: {value: "${{ each.loop.item }}"}}}
          outputs: {line: "${{ steps.line.value }}"}
      outputs: {said: "${{ steps.say.value }}"}
      """;

  private static final String WAITING =
      """
      name: waiting
      steps:
        ask: {gate: {title: Wait}}
        after: {uses: list, needs: ask, with: {items: [1]}}
      """;

  @TempDir Path folder;
  private WholeServer server;
  private Pulse pulse;
  private Clients us;
  private Clients strangers;

  /** A client of each dialect, all with one key. */
  private record Clients(
      SurfaceClient own,
      SurfaceClient firefly,
      SurfaceClient sartiq,
      SurfaceClient scenario,
      SurfaceClient wiserows) {
    static Clients of(String url, String key) {
      return new Clients(
          new SurfaceClient(url, key, "backlot", ""),
          new SurfaceClient(url, key, "firefly", "/firefly"),
          new SurfaceClient(url, key, "sartiq", "/sartiq/api/v1"),
          new SurfaceClient(url, key, "scenario", "/scenario/v1"),
          new SurfaceClient(url, key, "wiserows", "/wiserows/api/v1"));
    }
  }

  @BeforeEach
  void open() throws Exception {
    server = new WholeServer(folder);
    pulse = new Pulse(server.url(), server.adminKey());
    us = Clients.of(server.url(), server.adminKey());
    var foreign = server.key("{\"name\":\"foreign\",\"role\":\"admin\",\"tenant\":\"acme\"}");
    strangers = Clients.of(server.url(), foreign);
    publish(FLOW, "word");
    publish(WAITING, "waiting");
  }

  private void publish(String source, String name) {
    us.own()
        .send("POST", "/v1/workflows", Optional.of(source), "Content-Type", "application/yaml")
        .expect(201);
    us.own().post("/v1/workflows/" + name + "/versions/1/publish").expect(200);
  }

  @AfterEach
  void close() throws Exception {
    pulse.close();
    server.close();
  }

  private String ofOurs(String workflow, String... words) {
    var items = new ArrayList<String>();
    for (var word : words) {
      items.add("{\"inputs\":{\"word\":\"" + word + "\"}}");
    }
    var some = words.length == 0 ? "{\"inputs\":{}}" : String.join(",", items);
    var body = "{\"workflow\":\"" + workflow + "\",\"items\":[" + some + "]}";
    return us.own().json("POST", "/v1/batches", body).expect(201).field("id");
  }

  private String ofFirefly() {
    var body =
        "{\"workflow\":{\"workflowId\":\"word\",\"inputs\":[[{\"node_id\":\"word\",\"content\":\"f\"}]]}}";
    return us.firefly().json("POST", "/batch/execute", body).expect(202).field("batchId");
  }

  private String ofSartiq() {
    var body =
        "{\"name\":\"pipe\",\"origin_instance\":\"api-prod\",\"steps\":[{\"id\":\"a\","
            + "\"task_type\":\"transform\",\"config\":{\"value\":\"s\"}}]}";
    return us.sartiq().json("POST", "/workflows/", body).expect(201).field("id");
  }

  private String ofScenario() {
    var made = us.scenario().json("POST", "/workflows", "{\"name\":\"Fox\",\"description\":\"\"}");
    var id = made.expect(200).json().at("/workflow/id").stringValue();
    var flow =
        "{\"status\":\"ready\",\"flow\":[{\"id\":\"t\",\"type\":\"transform\",\"logic\":{\"transform\":\"'x'\"}}]}";
    us.scenario().json("PUT", "/workflows/" + id, flow).expect(200);
    var ran = us.scenario().json("PUT", "/workflows/" + id + "/run", "{}").expect(200);
    return ran.json().at("/job/jobId").stringValue();
  }

  private String ofWiserows() {
    var type =
        made("/entity-types", "{\"name\":\"T\",\"fields\":[{\"name\":\"n\",\"type\":\"text\"}]}");
    var entity = made("/entities", "{\"entityTypeId\":\"" + type + "\",\"fields\":{\"n\":\"w\"}}");
    var flow =
        made(
            "/workflows",
            "{\"name\":\"Rows\",\"entityTypeId\":\""
                + type
                + "\",\"steps\":[{\"type\":\"transform\",\"config\":{\"field\":\"n\",\"expression\":\"entity.n"
                + " + '!'\"}}]}");
    var ran =
        us.wiserows()
            .json("POST", "/workflows/" + flow + "/run", "{\"entityIds\":[\"" + entity + "\"]}");
    return ran.expect(202).json().at("/data/jobId").stringValue();
  }

  private String made(String path, String body) {
    return us.wiserows().json("POST", path, body).expect(201).json().at("/data/id").stringValue();
  }

  private static List<String> texts(Answer answer, String list, String field) {
    return answer
        .expect(200)
        .json()
        .at(list)
        .valueStream()
        .map(one -> one.path(field).asString(""))
        .toList();
  }

  /** Our own ids, newest first. */
  private List<String> ours(Clients by) {
    return texts(by.own().get("/v1/batches"), "/items", "id");
  }

  private List<String> inFirefly(Clients by) {
    return texts(by.firefly().get("/batches"), "/batches", "batchId");
  }

  private List<String> inSartiq(Clients by) {
    return texts(by.sartiq().get("/workflows/"), "/workflows", "id");
  }

  private List<String> inScenario(Clients by) {
    return texts(by.scenario().get("/jobs?type=workflow"), "/jobs", "jobId");
  }

  private List<String> inWiserows(Clients by) {
    return texts(by.wiserows().get("/jobs"), "/data", "id");
  }

  @Test
  void a_run_is_seen_wherever_it_was_started() throws Exception {
    var started = new LinkedHashMap<String, String>();
    started.put("own", ofOurs("word", "o"));
    started.put("firefly", ofFirefly());
    started.put("sartiq", ofSartiq());
    started.put("scenario", ofScenario());
    started.put("wiserows", ofWiserows());
    started.put("two", ofOurs("word", "a", "b"));
    pulse.until(() -> statuses().stream().allMatch("succeeded"::equals), () -> "" + statuses());

    // everything is a batch of ours, and of Firefly's; two items are no single run
    assertThat(ours(us)).hasSize(6).contains(started.get("own"), started.get("two"));
    assertThat(inFirefly(us)).hasSize(6).contains(started.get("firefly"));
    assertThat(inWiserows(us)).hasSize(6).contains(started.get("wiserows"));
    assertThat(inSartiq(us)).hasSize(5).contains(started.get("sartiq"), started.get("own"));
    assertThat(inScenario(us)).hasSize(5).contains(started.get("scenario"));
    for (var id : inFirefly(us)) {
      var seen = us.firefly().get("/batch/" + id + "/status").expect(200);
      assertThat(seen.field("status")).isEqualTo("completed");
      us.firefly().get("/batch/" + id + "/executions").expect(200);
    }
    for (var id : inSartiq(us)) {
      var seen = us.sartiq().get("/workflows/" + id).expect(200);
      assertThat(seen.field("status")).isEqualTo("COMPLETED");
      assertThat(seen.json().path("progress").asDouble()).isEqualTo(100);
      assertThat(seen.json().path("steps")).isNotEmpty();
    }
    for (var id : inScenario(us)) {
      var job = us.scenario().get("/jobs/" + id).expect(200).json().path("job");
      assertThat(job.path("status").stringValue()).isEqualTo("success");
      assertThat(job.at("/metadata/flow")).isNotEmpty();
    }
    for (var id : inWiserows(us)) {
      var job = us.wiserows().get("/jobs/" + id).expect(200).json().path("data");
      assertThat(job.path("status").stringValue()).isEqualTo("completed");
      assertThat(job.path("logs")).isNotEmpty();
    }
    us.sartiq().get("/workflows/" + started.get("two")).expect(404);
    assertThat(us.sartiq().get("/workflows/?limit=2&skip=4").json().path("total").asInt())
        .isEqualTo(5);
    var rowsJob = us.wiserows().get("/jobs/" + started.get("two")).expect(200).json();
    assertThat(rowsJob.at("/data/progress/total").asInt()).isEqualTo(2);
    assertThat(rowsJob.at("/data/type").stringValue()).isEqualTo("batch");
    foreignersSeeNothing(started);
  }

  private List<String> statuses() {
    return texts(us.own().get("/v1/batches"), "/items", "status");
  }

  private void foreignersSeeNothing(Map<String, String> started) {
    assertThat(inFirefly(strangers)).isEmpty();
    assertThat(inSartiq(strangers)).isEmpty();
    assertThat(inScenario(strangers)).isEmpty();
    assertThat(inWiserows(strangers)).isEmpty();
    inSartiq(us).forEach(id -> strangers.sartiq().get("/workflows/" + id).expect(404));
    inScenario(us).forEach(id -> strangers.scenario().get("/jobs/" + id).expect(404));
    inWiserows(us).forEach(id -> strangers.wiserows().get("/jobs/" + id).expect(404));
    inFirefly(us).forEach(id -> strangers.firefly().get("/batch/" + id + "/status").expect(404));
    assertThat(started).hasSize(6);
  }

  @Test
  void what_it_did_is_told_in_each_dialects_words() throws Exception {
    var id = ofOurs("word", "hello");
    pulse.until(() -> statuses().stream().allMatch("succeeded"::equals), () -> "" + statuses());

    var workflow = us.sartiq().get("/workflows/" + id).expect(200).json();
    assertThat(workflow.path("origin_instance").stringValue()).isEqualTo("backlot");
    var steps = workflow.path("steps");
    assertThat(steps.path(0).path("step_id").stringValue()).isEqualTo("say");
    assertThat(steps.path(0).path("task_type").stringValue()).isEqualTo("transform");
    assertThat(steps.path(0).at("/result/value").stringValue()).isEqualTo("hello");
    assertThat(us.sartiq().get("/workflows/?origin_instance=backlot").json().path("total").asInt())
        .isEqualTo(1);
    assertThat(us.sartiq().get("/workflows/?origin_instance=api").json().path("total").asInt())
        .isZero();
    us.sartiq().json("PATCH", "/workflows/" + id, "{\"name\":\"mine\"}").expect(409);
    us.sartiq().post("/workflows/" + id + "/cleanup").expect(409);

    var jobId = inScenario(us).getFirst();
    assertThat(jobId).isEqualTo("job_" + id.replace("-", ""));
    var job = us.scenario().get("/jobs/" + jobId).expect(200).json().path("job");
    assertThat(job.at("/metadata/input/word").stringValue()).isEqualTo("hello");
    assertThat(job.at("/metadata/output/said").stringValue()).isEqualTo("hello");
    assertThat(job.at("/metadata/flow").valueStream().map(node -> node.path("id").stringValue()))
        .containsExactly("say", "loop", "loop.line", "loop.line#0", "loop.line#1");
    var line = job.at("/metadata/flow/4");
    assertThat(line.path("status").stringValue()).isEqualTo("success");
    var child = us.scenario().get("/jobs/" + line.path("jobId").stringValue()).expect(200).json();
    assertThat(child.at("/job/metadata/workflowJobId").stringValue()).isEqualTo(jobId);
  }

  @Test
  void it_is_cancelled_from_anywhere() throws Exception {
    var ids = new ArrayList<String>();
    for (int i = 0; i < 4; i++) {
      ids.add(ofOurs("waiting"));
    }
    pulse.until(() -> inGates() == 4, () -> "gates " + inGates());
    assertThat(us.sartiq().get("/workflows/" + ids.get(0)).json().path("status").stringValue())
        .isIn("RUNNING", "PAUSED");
    us.sartiq().send("DELETE", "/workflows/" + ids.get(0), Optional.empty()).expect(200);
    var job = "job_" + ids.get(1).replace("-", "");
    us.scenario().json("POST", "/jobs/" + job + "/action", "{\"action\":\"cancel\"}").expect(200);
    us.wiserows().post("/jobs/" + ids.get(2) + "/cancel").expect(200);
    us.firefly().post("/batch/" + inFirefly(us).getFirst() + "/cancel").expect(200);

    pulse.until(() -> statuses().stream().allMatch("cancelled"::equals), () -> "" + statuses());
    assertThat(texts(us.scenario().get("/jobs?status=canceled"), "/jobs", "jobId")).hasSize(4);
    assertThat(texts(us.sartiq().get("/workflows/?status=CANCELLED"), "/workflows", "id"))
        .containsExactlyElementsOf(ids.reversed());
    assertThat(texts(us.wiserows().get("/jobs?status=cancelled"), "/data", "id")).hasSize(4);
  }

  private int inGates() {
    JsonNode open = us.own().get("/v1/gates").expect(200).json().path("items");
    return open.size();
  }

  @Test
  void lists_of_both_kinds_page_as_one() throws Exception {
    var made = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      made.add(ofSartiq());
      made.add(ofOurs("word", "x"));
      made.add(ofOurs("word", "y"));
    }
    pulse.until(() -> statuses().stream().allMatch("succeeded"::equals), () -> "" + statuses());
    var paged = new ArrayList<String>();
    for (int skip = 0; skip < 12; skip += 2) {
      paged.addAll(texts(us.sartiq().get("/workflows/?limit=2&skip=" + skip), "/workflows", "id"));
    }
    assertThat(paged).containsExactlyElementsOf(made.reversed());
    var jobs = new ArrayList<String>();
    var next = Optional.of("");
    while (next.isPresent()) {
      var token = next.get().isEmpty() ? "" : "&paginationToken=" + next.get();
      var page = us.scenario().get("/jobs?pageSize=2" + token).expect(200);
      jobs.addAll(texts(page, "/jobs", "jobId"));
      next = page.json().path("nextPaginationToken").asStringOpt();
    }
    // with the jobs of their nodes, which are called after them
    assertThat(jobs).doesNotHaveDuplicates().hasSizeGreaterThan(18);
    assertThat(jobs).filteredOn(job -> !job.contains("-")).hasSize(9);
  }
}
