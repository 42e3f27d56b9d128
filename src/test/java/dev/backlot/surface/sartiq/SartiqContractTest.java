package dev.backlot.surface.sartiq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.Receiver;
import dev.backlot.fixture.StaticSite;
import dev.backlot.model.BatchId;
import dev.backlot.surface.SurfaceClient;
import dev.backlot.surface.SurfaceClient.Answer;
import dev.backlot.surface.SurfaceContract;
import dev.backlot.surface.SurfaceServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What every dialect promises, in Sartiq's words; and what only this one does. */
class SartiqContractTest extends SurfaceContract {
  private static final String PATH = "/api/v1/workflows/";

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
                "/sartiq"));
  }

  @Override
  protected SurfaceClient client(SurfaceServer of) {
    return new SurfaceClient(of.url(), SurfaceServer.KEY, "sartiq", "/sartiq");
  }

  /** Each word is a step that follows the one before. */
  private static String body(List<String> words, String more) {
    var steps = new ArrayList<String>();
    for (var word : words) {
      var type = word.equals("hold") ? "test.hold" : "test.picky";
      var after = steps.isEmpty() ? "" : "\"s" + (steps.size() - 1) + "\"";
      steps.add(step("s" + steps.size(), type, "{\"value\":\"" + word + "\"}", after, ""));
    }
    return workflow(String.join(",", steps), more);
  }

  private static String step(String id, String type, String config, String after, String more) {
    return "{\"id\":\"%s\",\"task_type\":\"%s\",\"config\":%s,\"depends_on\":[%s]%s}"
        .formatted(id, type, config, after, more);
  }

  private static String workflow(String steps, String more) {
    return "{\"name\":\"Words\",\"origin_instance\":\"api-prod\",\"steps\":["
        + steps
        + "]"
        + more
        + "}";
  }

  @Override
  protected Answer start(SurfaceClient by, List<String> words, String... headers) {
    return by.json("POST", PATH, body(words, ""), headers);
  }

  @Override
  protected String started(Answer answer) {
    return answer.expect(201).field("id");
  }

  @Override
  protected Answer look(SurfaceClient by, String id) {
    return by.get(PATH + id);
  }

  @Override
  protected Stand stand(Answer look) {
    return switch (look.field("status")) {
      case "PENDING", "RUNNING", "PAUSED" -> Stand.OPEN;
      case "COMPLETED" -> Stand.SUCCEEDED;
      case "FAILED" -> Stand.FAILED;
      case "CANCELLED" -> Stand.CANCELLED;
      default -> throw new AssertionError(look.text());
    };
  }

  @Override
  protected List<Integer> ended(Answer look) {
    int failed =
        (int)
            look.json()
                .path("steps")
                .valueStream()
                .filter(step -> step.path("status").asString("").equals("FAILED"))
                .count();
    return List.of(look.json().path("completed_steps").asInt(), failed);
  }

  @Override
  protected Answer cancel(SurfaceClient by, String id) {
    return by.send("DELETE", PATH + id, Optional.empty());
  }

  @Override
  protected Set<Integer> cancelledTooLate() {
    return Set.of(409);
  }

  @Override
  protected List<String> pages(SurfaceClient by, int pageSize, Runnable between) {
    var found = new ArrayList<String>();
    long total = 1;
    while (found.size() < total) {
      var page = by.get(PATH + "?limit=" + pageSize + "&skip=" + found.size()).expect(200).json();
      total = page.path("total").asLong();
      page.path("workflows").forEach(one -> found.add(one.path("id").asString()));
      between.run();
    }
    return found;
  }

  @Override
  protected String error(Answer answer) {
    assertThat(answer.json().propertyNames()).containsExactly("detail");
    var detail = answer.json().path("detail");
    return detail.isString() ? detail.stringValue() : detail.path(0).path("msg").asString("");
  }

  @Override
  protected boolean tellsFailure(SurfaceClient by, String id) {
    var look = look(by, id).json();
    assertThat(look.path("error_message").asString("")).contains("the value is bad");
    return look.path("errors").path(0).asString("").contains("the value is bad");
  }

  @Override
  protected String creatingPath() {
    return PATH;
  }

  @Override
  protected int malformed() {
    return 422;
  }

  @Override
  protected BatchId own(String id) {
    return server
        .runtime
        .views
        .document(server.tenant(), "sartiq.workflow", id)
        .flatMap(document -> document.batch())
        .orElseThrow();
  }

  /** A step that fails ends its workflow: what needs it is not run. */
  @Override
  @Test
  protected void one_bad_item_does_not_stop_the_others_and_is_told() throws InterruptedException {
    var id = started(start(client, List.of("a", "bad", "c")));
    var end = end(id);

    assertThat(stand(end)).isEqualTo(Stand.FAILED);
    assertThat(ended(end)).containsExactly(1, 1);
    assertThat(tellsFailure(client, id)).isTrue();
  }

  private JsonNode steps(String id) {
    return look(client, id).expect(200).json().path("steps");
  }

  @Test
  void a_workflow_may_wait_to_be_started() throws InterruptedException {
    var body = body(List.of("a", "b"), ",\"description\":\"two\",\"origin_reference\":\"r1\"");
    var created = client.json("POST", PATH + "?start=false", body).expect(201);
    var id = created.field("id");
    assertThat(created.field("status")).isEqualTo("PENDING");
    assertThat(created.json().path("progress").asDouble()).isZero();
    assertThat(created.json().path("final_step_id").asString()).isEqualTo("s1");
    assertThat(created.json().path("canvas_task_id").isNull()).isTrue();
    assertThat(created.json().path("steps").path(1).path("dependencies").path(0).asString())
        .isEqualTo("s0");
    assertThat(ids("?status=PENDING")).containsExactly(id);
    client.post(PATH + id + "/resume").expect(409);

    assertThat(client.post(PATH + id + "/start").expect(200).field("status"))
        .isIn("RUNNING", "COMPLETED");
    var end = end(id);
    assertThat(end.field("status")).isEqualTo("COMPLETED");
    assertThat(end.json().path("progress").asDouble()).isEqualTo(100.0);
    assertThat(end.json().path("final_step_result").path("value").asString()).isEqualTo("fine");
    client.post(PATH + id + "/start").expect(409);
    client.json("PATCH", PATH + id, "{\"description\":\"done\"}").expect(200);
    assertThat(ids("?status=PENDING")).isEmpty();
    assertThat(ids("?status=COMPLETED")).containsExactly(id);
  }

  private List<String> ids(String query) {
    var page = client.get(PATH + query).expect(200).json();
    assertThat(page.path("total").asInt()).isEqualTo(page.path("workflows").size());
    return page.path("workflows").valueStream().map(one -> one.path("id").asString()).toList();
  }

  @Test
  void one_that_waits_is_cancelled_and_never_starts() {
    var id = started(client.json("POST", PATH + "?start=false", body(List.of("a"), "")));
    assertThat(cancel(client, id).expect(200).field("status")).isEqualTo("CANCELLED");
    assertThat(steps(id).path(0).path("status").asString()).isEqualTo("CANCELLED");
    client.post(PATH + id + "/start").expect(409);
    cancel(client, id).expect(409);
    assertThat(ids("?status=CANCELLED")).containsExactly(id);
    assertThat(ids("?status=PENDING")).isEmpty();
  }

  @Test
  void a_failed_one_goes_on_from_its_last_checkpoint() throws InterruptedException {
    var steps =
        step("first", "test.picky", "{\"value\":\"a\"}", "", "")
            + ","
            + step("second", "test.flaky", "{\"value\":\"b\"}", "\"first\"", "")
            + ","
            + step("third", "test.picky", "{\"value\":\"c\"}", "\"second\"", "");
    var id = started(client.json("POST", PATH, workflow(steps, "")));
    assertThat(end(id).field("status")).isEqualTo("FAILED");
    var before = steps(id).path(0).path("completed_at");
    assertThat(steps(id).path(1).path("error_message").asString()).contains("busy");
    assertThat(steps(id).path(2).path("status").asString()).isIn("PENDING", "SKIPPED");

    client.post(PATH + id + "/resume").expect(200);
    var end = end(id);
    assertThat(end.field("status")).isEqualTo("COMPLETED");
    assertThat(steps(id).path(0).path("completed_at")).isEqualTo(before);
    client.post(PATH + id + "/resume").expect(409);
  }

  @Test
  void a_step_is_tried_again_as_often_as_it_may() throws InterruptedException {
    var flaky = step("try", "test.flaky", "{\"value\":\"b\"}", "", ",\"max_retries\":2");
    var id = started(client.json("POST", PATH, workflow(flaky, "")));
    assertThat(end(id).field("status")).isEqualTo("COMPLETED");
    assertThat(steps(id).path(0).path("retry_count").asInt()).isEqualTo(1);
    assertThat(steps(id).path(0).path("max_retries").asInt()).isEqualTo(2);
  }

  @Test
  void results_flow_by_mappings_and_files_are_cleaned_up() throws Exception {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', 4, 5, 6};
    try (var web = new StaticSite(png)) {
      var config = "{\"picture\":\"" + web.url("/a.png") + "\",\"note\":\"${{ kept }}\"}";
      var mapping =
          ",\"input_mappings\":[{\"from_step\":\"gen\",\"from_field\":\"result_image_path\",\"to_field\":\"picture\"}]";
      var steps =
          step("gen", "test.picture", config, "", "")
              + ","
              + step("Refine It", "test.picture", "{}", "\"gen\"", mapping);
      var id = started(client.json("POST", PATH, workflow(steps, "")));
      var end = end(id);
      assertThat(end.json().path("errors")).isEmpty();
      assertThat(end.field("final_step_id")).isEqualTo("Refine It");
      var result = end.json().path("final_step_result");
      assertThat(result.path("result_image_path").asString()).endsWith("/a.png");
      var url = result.path("result_image_url").asString();
      assertThat(SurfaceClient.download(url)).isEqualTo(png);
      assertThat(steps(id).path(0).path("config").path("note").asString()).isEqualTo("${{ kept }}");

      var cleaned = client.post(PATH + id + "/cleanup").expect(200).json();
      assertThat(cleaned.path("cleanup").path("tasks_processed").asInt()).isEqualTo(2);
      assertThat(cleaned.path("cleanup").path("tasks_cleaned").asInt()).isEqualTo(2);
      assertThat(cleaned.path("cleanup").path("deleted_paths"))
          .containsExactly(result.path("result_image_path"));
      assertThat(cleaned.path("cleanup").path("errors")).isEmpty();
      assertThat(cleaned.path("workflow").path("is_deleted").asBoolean()).isTrue();
      assertThat(status(url)).isEqualTo(403);

      assertThat(list(client, 10)).isEmpty();
      assertThat(ids("?include_deleted=true")).containsExactly(id);
      assertThat(look(client, id).expect(200).json().path("deleted_at").isNull()).isFalse();
      var again = client.post(PATH + id + "/cleanup").expect(200).json();
      assertThat(again.path("cleanup").path("tasks_processed").asInt()).isZero();
    }
  }

  private static int status(String url) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url)).build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void files_that_other_work_has_stay_and_that_is_told() throws Exception {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', 4, 5, 6};
    try (var web = new StaticSite(png)) {
      var config = "{\"picture\":\"" + web.url("/a.png") + "\"}";
      var body = workflow(step("gen", "test.picture", config, "", ""), "");
      var one = started(client.json("POST", PATH, body));
      end(one);
      var other = started(client.json("POST", PATH, body));
      end(other);

      var cleaned = client.post(PATH + one + "/cleanup").expect(200).json().path("cleanup");
      assertThat(cleaned.path("tasks_cleaned").asInt()).isZero();
      assertThat(cleaned.path("errors").path(0).path("step_id").asString()).isEqualTo("gen");
      assertThat(cleaned.path("errors").path(0).path("error").asString()).contains("other work");
    }
  }

  @Test
  void a_running_one_is_not_cleaned_up() throws InterruptedException {
    var id = started(start(client, List.of("hold")));
    server.gates.awaitEntered("hold");
    assertThat(error(client.post(PATH + id + "/cleanup").expect(409))).contains("RUNNING");
    server.gates.open("hold");
    end(id);
    client.post(PATH + id + "/cleanup?cleanup_tasks=false").expect(200);
  }

  @Test
  void only_what_describes_it_is_changed() {
    var id = started(client.json("POST", PATH + "?start=false", body(List.of("a"), "")));
    var changed =
        client.json("PATCH", PATH + id, "{\"name\":\"Other\",\"description\":\"d\"}").expect(200);
    assertThat(changed.field("name")).isEqualTo("Other");
    assertThat(changed.field("description")).isEqualTo("d");
    var cleared = client.json("PATCH", PATH + id, "{\"name\":null,\"description\":null}");
    assertThat(cleared.expect(200).field("name")).isEqualTo("Other");
    assertThat(cleared.json().path("description").isNull()).isTrue();
    var refused = client.json("PATCH", PATH + id, "{\"steps\":[]}").expect(422);
    assertThat(refused.json().path("detail").path(0).path("loc").path(1).asString())
        .isEqualTo("steps");
    client.json("PATCH", PATH + id, "{\"name\":\"\"}").expect(422);
  }

  @Test
  void who_is_to_be_told_is_told_of_the_end_and_of_steps_if_wanted() throws Exception {
    try (var receiver = new Receiver()) {
      var more = ",\"webhook_url\":\"" + receiver.url() + "\"";
      var id = started(client.json("POST", PATH, body(List.of("a"), more)));
      var told = receiver.await(1).getFirst().json();
      assertThat(told.path("type").asString()).isEqualTo("batch_finished");
      assertThat(told.path("data").path("reference").asString()).isEqualTo(id);
      end(id);

      var all = more + ",\"suppress_subtask_events\":false";
      end(started(client.json("POST", PATH, body(List.of("a"), all))));
      until(() -> server.runtime.views.webhooks().isEmpty());
      assertThat(receiver.received())
          .extracting(message -> message.json().path("type").asString())
          .contains("step_succeeded");
      assertThat(receiver.received().getLast().json().path("type").asString())
          .isEqualTo("batch_finished");
    }
    var wrong = body(List.of("a"), ",\"webhook_url\":\"ftp://a\"");
    assertThat(loc(client.json("POST", PATH, wrong))).isEqualTo("body.webhook_url");
  }

  private static String loc(Answer answer) {
    var loc = answer.expect(422).json().path("detail").path(0).path("loc");
    return String.join(".", loc.valueStream().map(part -> part.asString()).toList());
  }

  @Test
  void mistakes_have_their_place_and_nothing_is_created() {
    assertThat(loc(post("{}"))).isIn("body.name", "body.origin_instance", "body.steps");
    assertThat(loc(post(workflow("", "")))).isEqualTo("body.steps");
    var a = step("a", "test.picky", "{}", "", "");
    assertThat(loc(post(workflow(a + "," + a, "")))).isEqualTo("body.steps.1.id");
    assertThat(loc(post(workflow(step("a", "test.picky", "{}", "\"b\"", ""), ""))))
        .isEqualTo("body.steps.0.depends_on.0");
    var round =
        step("a", "test.picky", "{}", "\"b\"", "")
            + ","
            + step("b", "test.picky", "{}", "\"a\"", "");
    assertThat(loc(post(workflow(round, "")))).isEqualTo("body.steps.0.depends_on");
    var map =
        ",\"input_mappings\":[{\"from_step\":\"a\",\"from_field\":\"value\",\"to_field\":\"value\"}]";
    assertThat(loc(post(workflow(a + "," + step("b", "test.picky", "{}", "", map), ""))))
        .isEqualTo("body.steps.1.input_mappings.0.from_step");
    assertThat(
            loc(
                post(
                    workflow(
                        a
                            + ","
                            + step(
                                "b",
                                "test.picky",
                                "{}",
                                "\"a\"",
                                map.replace("\"value\",\"to", "\"vlue\",\"to")),
                        ""))))
        .isEqualTo("body.steps.1.input_mappings.0.from_field");
    assertThat(loc(post(workflow(step("a", "SPARKLE", "{}", "", ""), ""))))
        .isEqualTo("body.steps.0.task_type");
    assertThat(loc(post(workflow(step("a", "VIDEO_GENERATION", "{}", "", ""), ""))))
        .isEqualTo("body.steps.0.task_type");
    assertThat(loc(post(workflow(step("a", "test.picky", "{\"wrong\":1}", "", ""), ""))))
        .startsWith("body.steps.0.config");
    assertThat(loc(post(workflow(step("a", "test.picky", "[]", "", ""), ""))))
        .isEqualTo("body.steps.0.config");
    var lone = ",\"fallback_provider_config\":{\"model\":\"m\"}";
    assertThat(loc(post(workflow(step("a", "test.picky", "{\"value\":\"a\"}", "", lone), ""))))
        .isEqualTo("body.steps.0.fallback_provider_type");
    var odd =
        map.replace("\"to_field\":\"value\"", "\"to_field\":\"value\",\"transform\":\"JSON_PATH\"");
    assertThat(loc(post(workflow(a + "," + step("b", "test.picky", "{}", "\"a\"", odd), ""))))
        .isEqualTo("body.steps.1.input_mappings.0.transform");
    assertThat(loc(post(body(List.of("a"), ",\"surprise\":1")))).isEqualTo("body.surprise");
    assertThat(loc(client.get(PATH + "?limit=101"))).isEqualTo("query.limit");
    assertThat(loc(client.get(PATH + "?status=DONE"))).isEqualTo("query.status");
    assertThat(loc(client.get(PATH + "no-uuid"))).isEqualTo("path.workflow_id");
    assertThat(list(client, 10)).isEmpty();
  }

  private Answer post(String body) {
    return client.json("POST", PATH, body);
  }

  @Test
  void the_path_without_its_slash_leads_to_the_one_with_it() {
    var moved = client.get("/api/v1/workflows?limit=3");
    assertThat(moved.status()).isEqualTo(307);
    assertThat(moved.header("Location")).isEqualTo("/sartiq/api/v1/workflows/?limit=3");
    client.json("POST", "/api/v1/workflows", "{}").expect(307);
  }

  @Test
  void workflows_are_found_by_where_they_came_from() throws InterruptedException {
    var one =
        started(client.json("POST", PATH, body(List.of("a"), ",\"origin_tenant_id\":\"t1\"")));
    var two =
        started(client.json("POST", PATH, body(List.of("a"), ",\"origin_tenant_id\":\"t2\"")));
    end(one);
    end(two);
    assertThat(ids("?origin_tenant_id=t1")).containsExactly(one);
    assertThat(ids("?origin_instance=api-prod")).containsExactly(two, one);
    assertThat(ids("?origin_instance=elsewhere")).isEmpty();
  }
}
