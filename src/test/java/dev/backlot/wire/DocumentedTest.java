package dev.backlot.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.app.WholeServer;
import dev.backlot.fixture.StaticSite;
import dev.backlot.surface.SurfaceClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The vendors' documented examples, sent as they stand but for ids and addresses, give the
 * documented shapes.
 */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class DocumentedTest {
  @TempDir Path folder;
  private WholeServer server;
  private Pulse pulse;

  @BeforeEach
  void open() throws Exception {
    server = new WholeServer(folder);
    pulse = new Pulse(server.url(), server.adminKey());
  }

  @AfterEach
  void close() throws Exception {
    pulse.close();
    server.close();
  }

  private SurfaceClient client(String contract, String prefix) {
    return new SurfaceClient(server.url(), server.adminKey(), contract, prefix);
  }

  private void until(SurfaceClient by, String path, String pointer, String... values)
      throws Exception {
    pulse.until(
        () -> {
          var at = by.get(path).expect(200).json().at(pointer).asString("");
          return List.of(values).contains(at);
        },
        () -> by.get(path).text());
  }

  @Test
  void sartiqs_example_and_all_eight_requests() throws Exception {
    var documented = Documented.of("sartiq");
    var client = client("sartiq", "/sartiq");
    var path = "/api/v1/workflows/";
    var example = documented.example("create.json");

    var created = client.json("POST", path, example).expect(201).json();
    documented.has("WorkflowPublic", created);
    documented.hasFieldsOf("WorkflowPublic.example.json", created);
    var id = created.path("id").stringValue();
    until(client, path + id, "/status", "COMPLETED");
    documented.has("WorkflowPublic", client.get(path + id).expect(200).json());
    documented.has("WorkflowListResponse", client.get(path).expect(200).json());
    var listed = client.get(path + "?status=COMPLETED&origin_instance=api-prod").json();
    documented.hasFieldsOf("WorkflowListResponse.example.json", listed);
    var update = "{\"name\":\"Other\",\"description\":null,\"webhook_url\":null}";
    documented.has("WorkflowPublic", client.json("PATCH", path + id, update).expect(200).json());

    var waiting = client.json("POST", path + "?start=false", example).expect(201);
    var later = waiting.field("id");
    documented.has("WorkflowPublic", client.post(path + later + "/start").expect(200).json());
    until(client, path + later, "/status", "COMPLETED");
    var cancelled = client.json("POST", path + "?start=false", example).expect(201).field("id");
    var gone = client.send("DELETE", path + cancelled, Optional.empty()).expect(200).json();
    documented.has("WorkflowPublic", gone);

    var cleaned = client.post(path + id + "/cleanup").expect(200).json();
    documented.has("WorkflowCleanupResponse", cleaned);
    var kept = documented.has("WorkflowListResponse", client.get(path).expect(200).json());
    assertThat(kept.path("total").asInt()).isEqualTo(2);
    var wrong = client.json("POST", path, "{\"name\":\"\"}").expect(422).json();
    documented.has("HTTPValidationError", wrong);
  }

  @Test
  void fireflys_batch_of_two_with_a_template() throws Exception {
    var documented = Documented.of("firefly");
    var own = client("backlot", "");
    var workflow =
        """
        name: 121dc48a-f50b-427a-8aeb-f84c12c946a8
        inputs:
          node_img_0: image
          node_txt_1: {type: text, default: ""}
          node_tpl_2: {type: file, required: false}
        steps:
          small: {uses: image.resize, with: {image: "${{ inputs.node_img_0 }}", width: 64}}
          layout: {uses: transform, with: {value: "${{ inputs.node_tpl_2 }}"}, when: "inputs.node_tpl_2 != null"}
        outputs: {node_out_9: "${{ steps.small.image }}", layout: "${{ steps.layout.value }}"}
        """;
    own.send("POST", "/v1/workflows", Optional.of(workflow), "Content-Type", "application/yaml")
        .expect(201);
    var published = "/v1/workflows/121dc48a-f50b-427a-8aeb-f84c12c946a8/versions/1/publish";
    own.post(published).expect(200);
    var client = client("firefly", "/firefly");
    try (var site = new StaticSite(Files.readAllBytes(GoldenTest.PHOTO))) {
      var example =
          documented.example("execute.json").replace("https://b.s3.amazonaws.com", site.url(""));
      var accepted = client.json("POST", "/batch/execute", example).expect(202).json();
      documented.has("Accepted", accepted);
      assertThat(accepted.path("workflowId").stringValue())
          .isEqualTo("run-workflow_121dc48a-f50b-427a-8aeb-f84c12c946a8");
      var batch = "/batch/" + accepted.path("batchId").stringValue();
      until(client, batch + "/status", "/status", "completed");
      documented.has("Status", client.get(batch + "/status").expect(200).json());
      var preview = accepted.at("/links/result/href").stringValue();
      assertThat(preview).endsWith(batch + "/status?format=preview");
      documented.has("Batches", client.get("/batches?status=completed&limit=1").json());
      var page = client.get(batch + "/executions?status=success&limit=2").expect(200).json();
      documented.has("ExecutionPage", page);
      var outputs = page.at("/executions/0/outputs");
      assertThat(outputs.valueStream().map(one -> one.path("node_id").asString()))
          .contains("node_out_9", "layout");
      assertThat(page.at("/executions/1/outputs")).hasSize(1);
      documented.has("ErrorResponse", client.post(batch + "/cancel").expect(400).json());
    }
    documented.has("ErrorResponse", client.get("/batch/none/status").expect(404).json());
    var version = client.get("/batches", "api-version", "0.9").expect(400).json();
    documented.has("ErrorResponse", version);
    assertThat(version.path("status").stringValue()).isEqualTo("error");
  }

  @Test
  void scenarios_branch_approval_and_loop() throws Exception {
    var documented = Documented.of("scenario");
    var client = client("scenario", "/scenario/v1");
    var flow = made(client);
    client.json("PUT", "/workflows/" + flow, documented.example("fox.json")).expect(200);
    var run = "/workflows/" + flow + "/run?projectId=proj_1";
    var ran = client.json("PUT", run, "{\"prompt\":\"a red fox\",\"style\":\"fast\"}").expect(200);
    documented.has("Run", ran.json());
    var id = ran.json().at("/job/jobId").stringValue();
    var job = "/jobs/" + id + "?projectId=proj_1";
    pulse.until(
        () -> node(client.get(job).json(), "draft").path("status").asString().equals("success"),
        () -> client.get(job).text());
    var waits = documented.has("JobRetrieveResponse", client.get(job).expect(200).json());
    assertThat(waits.at("/job/status").stringValue()).isEqualTo("in-progress");
    assertThat(node(waits, "branch").path("output").stringValue()).isEqualTo("fast");
    assertThat(node(waits, "gate").path("status").stringValue()).isEqualTo("pending");
    assertThat(node(waits, "up").path("status").stringValue()).isEqualTo("pending");
    assertThat(node(waits, "draft").at("/inputs/0/value").stringValue()).isEqualTo("a red fox");
    var child = client.get("/jobs/" + node(waits, "draft").path("jobId").asString()).expect(200);
    documented.has("JobRetrieveResponse", child.json());
    var decision = "{\"nodeId\":\"gate\",\"workflowJobId\":\"" + id + "\",\"action\":\"reject\"}";
    var approval = "/workflows/" + flow + "/user-approval?projectId=proj_1";
    pulse.until(
        () -> client.json("PUT", approval, decision).status() == 200, () -> client.get(job).text());
    until(client, job, "/job/status", "canceled");
    var action = "/jobs/" + id + "/action?projectId=proj_1";
    var cancelled = client.json("POST", action, "{\"action\":\"cancel\"}").expect(200).json();
    documented.has("JobTriggerActionResponse", cancelled);

    var loop = made(client);
    client.json("PUT", "/workflows/" + loop, documented.example("loop.json")).expect(200);
    var looped = client.json("PUT", "/workflows/" + loop + "/run", "{}").expect(200).json();
    var loopJob = "/jobs/" + looped.at("/job/jobId").stringValue();
    until(client, loopJob, "/job/status", "success");
    var told = documented.has("JobRetrieveResponse", client.get(loopJob).json());
    assertThat(node(told, "gen").path("status").stringValue()).isEqualTo("skipped");
    assertThat(node(told, "gen#1").path("loopNodeId").stringValue()).isEqualTo("loop");
    assertThat(node(told, "gen#1").path("iterationIndex").asInt()).isEqualTo(1);
    assertThat(node(told, "gen#0").at("/assets/0/assetId").asString()).startsWith("asset_");
    documented.has("JobList", client.get("/jobs?types=workflow,inference&pageSize=1").json());
    documented.has("Problem", client.get("/jobs/none").expect(404).json());
  }

  private static String made(SurfaceClient client) {
    var body = "{\"name\":\"Fox\",\"description\":\"A fox\"}";
    return client.json("POST", "/workflows", body).expect(200).json().at("/workflow/id").asString();
  }

  private static JsonNode node(JsonNode answer, String id) {
    return answer
        .at("/job/metadata/flow")
        .valueStream()
        .filter(node -> node.path("id").asString("").equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError(id + " in " + answer));
  }

  @Test
  void wiserows_workflow_and_its_run() throws Exception {
    var documented = Documented.of("wiserows");
    var client = client("wiserows", "/wiserows/api/v1");
    var fields =
        "[{\"name\":\"name\",\"type\":\"text\"},{\"name\":\"description\",\"type\":\"text\"}]";
    var type = id(client, "/entity-types", "{\"name\":\"P\",\"fields\":" + fields + "}");
    var entity = "{\"entityTypeId\":\"" + type + "\",\"fields\":{\"name\":\"Shoe\"}}";
    var first = id(client, "/entities", entity);
    var second = id(client, "/entities", entity);
    var example = documented.example("create.json").replace("et_products", type);
    var created = client.json("POST", "/workflows", example).expect(201).json().path("data");
    documented.has("WorkflowDetail", created);
    assertThat(created.path("lastRunAt").isNull()).isTrue();
    var flow = "/workflows/" + created.path("id").stringValue();
    var body = "{\"entityIds\":[\"" + first + "\",\"" + second + "\"]}";
    var started = client.json("POST", flow + "/run", body).expect(202).json().path("data");
    documented.has("Started", started);
    var job = started.path("jobId").stringValue();
    until(client, "/jobs/" + job, "/data/status", "completed", "failed");
    documented.has("Run", client.get(flow + "/runs/" + job).expect(200).json().path("data"));
    documented.has("JobDetail", client.get("/jobs/" + job).expect(200).json().path("data"));
    documented.has("Job", client.get("/jobs?category=ai&limit=20").json().at("/data/0"));
    var ran = documented.has("WorkflowDetail", client.get(flow).expect(200).json().path("data"));
    assertThat(ran.path("lastRunAt").isNumber()).isTrue();
    var list = client.get("/workflows").expect(200).json();
    assertThat(documented.has("Workflow", list.at("/data/0")).path("stepsCount").asInt())
        .isEqualTo(3);
    // as the vendor's page about workflows shows it, without an envelope
    var bare = client.unchecked(flow + "/runs/" + job, "X-Response-Envelope", "none").expect(200);
    documented.has("Run", bare.json());
  }

  private static String id(SurfaceClient client, String path, String body) {
    return client.json("POST", path, body).expect(201).json().at("/data/id").stringValue();
  }
}
