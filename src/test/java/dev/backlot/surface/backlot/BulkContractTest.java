package dev.backlot.surface.backlot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One command to many runs or gates. */
@SuppressWarnings("NullAway.Init")
class BulkContractTest {
  private static final int ITEMS = 450;
  private static final String REVIEWED =
      """
      name: reviewed
      inputs: {word: text}
      steps:
        a: {uses: test.pass, with: {value: "${{ inputs.word }}"}}
        look: {needs: a, gate: {title: Good?}}
        b: {uses: test.pass, with: {value: "${{ inputs.word }}"}, needs: look}
      """;

  private static final String HOLDING =
      """
      name: holding
      steps:
        hold: {uses: test.hold, with: {value: bulk}}
      """;

  @TempDir private Path folder;
  private V1Server server;
  private V1Client client;

  @BeforeEach
  void start() throws Exception {
    server = new V1Server(folder);
    client = server.client();
    client.publish(REVIEWED);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private String waiting(int items) throws InterruptedException {
    var item = "{\"inputs\":{\"word\":\"x\"}}";
    var id =
        client.start(
            "{\"workflow\":\"reviewed\",\"concurrency\":8,\"items\":["
                + String.join(",", Collections.nCopies(items, item))
                + "]}");
    until(() -> count(id, "waiting") == items);
    return id;
  }

  private long count(String batch, String status) {
    var counts = client.get("/v1/batches/" + batch).expect(200).json().path("counts");
    return counts.path(status).longValue();
  }

  private interface Condition {
    boolean holds();
  }

  /** Waits from one event to the next. */
  private void until(Condition condition) throws InterruptedException {
    var log = server.runtime.runs.log();
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < deadline) {
      long seen = log.last();
      if (condition.holds()) {
        return;
      }
      log.await(seen, Duration.ofMillis(100));
    }
    throw new AssertionError("it did not come to that in time");
  }

  private JsonNode ended(String id) throws InterruptedException {
    until(() -> !action(id).path("status").stringValue().equals("running"));
    return action(id);
  }

  private JsonNode action(String id) {
    return client.get("/v1/bulk-actions/" + id).expect(200).json();
  }

  private String order(String body) {
    return client.json("/v1/bulk-actions", body).expect(201).field("id");
  }

  private static String body(String action, String batch, String more) {
    return "{\"action\":\"" + action + "\",\"batch\":\"" + batch + "\"" + more + "}";
  }

  @Test
  void all_gates_of_a_batch_are_approved_at_once() throws InterruptedException {
    var batch = waiting(ITEMS);
    var body = body("approve", batch, ",\"step\":\"look\",\"note\":\"seen\"");

    var looked = client.json("/v1/bulk-actions/dry-run", body).expect(200).json();
    assertThat(looked.path("selected").intValue()).isEqualTo(ITEMS);
    assertThat(client.get("/v1/bulk-actions").expect(200).json().path("items")).isEmpty();

    var action = ended(order(body));
    assertThat(action.path("status").stringValue()).isEqualTo("succeeded");
    assertThat(action.path("counts").path("selected").intValue()).isEqualTo(ITEMS);
    assertThat(action.path("counts").path("done").intValue()).isEqualTo(ITEMS);
    assertThat(action.path("counts").path("refused").intValue()).isZero();
    client.follow(batch);
    assertThat(count(batch, "succeeded")).isEqualTo(ITEMS);
    var listed = client.get("/v1/bulk-actions").expect(200).json().path("items");
    assertThat(listed.get(0).path("id")).isEqualTo(action.path("id"));
  }

  @Test
  void what_was_rejected_is_taken_up_again_and_nothing_else() throws InterruptedException {
    var batch = waiting(3);
    var run = client.all("/v1/gates?batch=" + batch + "&limit=1").get(1).path("run").asString("");
    client
        .json("/v1/runs/" + run + "/steps/look/decision", "{\"decision\":\"reject\"}")
        .expect(200);
    ended(order(body("approve", batch, "")));
    client.follow(batch);

    var look =
        client
            .json("/v1/batches/" + batch + "/redrive/dry-run", "{\"select\":\"rejected\"}")
            .expect(200)
            .json();
    assertThat(look.path("items").asInt()).isEqualTo(1);
    assertThat(look.path("reused").path("a").asInt()).isEqualTo(1);
  }

  @Test
  void what_fails_by_a_rejection_is_told_from_what_broke() throws InterruptedException {
    client.publish(
        """
        name: strict
        inputs: {word: text}
        steps:
          a: {uses: test.picky, with: {value: "${{ inputs.word }}"}}
          look: {needs: a, gate: {title: Good?, on-reject: fail}}
        """);
    var words = "[{\"inputs\":{\"word\":\"disliked\"}},{\"inputs\":{\"word\":\"good\"}}]";
    var batch = client.start("{\"workflow\":\"strict\",\"items\":" + words + "}");
    until(() -> count(batch, "waiting") == 1 && count(batch, "failed") == 1);
    ended(order(body("reject", batch, ",\"note\":\"too dark\"")));
    client.follow(batch);

    assertThat(client.get("/v1/batches/" + batch + "/items.csv").text())
        .contains(",failed,a,", ",rejected,look,");
    // the picky step says no in the same words
    var items = "/v1/batches/" + batch + "/items?rejected=";
    assertThat(numbers(items + "true")).containsExactly(2);
    assertThat(numbers(items + "false&status=failed")).containsExactly(1);
    assertThat(client.get(items + "perhaps").expect(400).mistakes()).containsExactly("rejected");
    assertThat(client.get("/v1/batches/" + batch).json().path("rejected").intValue()).isEqualTo(1);
    assertThat(client.all("/v1/batches?limit=9"))
        .extracting(one -> one.path("rejected").intValue())
        .containsExactly(1);
    var steps = client.get("/v1/batches/" + batch + "/steps").expect(200).json().path("items");
    assertThat(steps.valueStream().map(step -> step.path("rejected").intValue()))
        .containsExactly(0, 1);
    var failures = client.get("/v1/batches/" + batch + "/failures").expect(200).json();
    assertThat(failures.path("rejected").intValue()).isEqualTo(1);
    assertThat(failures.path("items").valueStream().map(group -> group.path("rejected")))
        .satisfiesExactlyInAnyOrder(
            broken -> assertThat(broken.isMissingNode()).isTrue(),
            rejected -> assertThat(rejected.asBoolean(false)).isTrue());
    assertThat(client.get(items + "true").json().path("items").get(0).path("failure").toString())
        .contains("\"rejected\":true", "\"message\":\"rejected: too dark\"");
  }

  private List<Integer> numbers(String path) {
    return client
        .get(path)
        .expect(200)
        .json()
        .path("items")
        .valueStream()
        .map(one -> one.path("item").intValue())
        .toList();
  }

  @Test
  void gates_of_another_step_stay_open() throws InterruptedException {
    var batch = waiting(3);

    var action = ended(order(body("reject", batch, ",\"step\":\"other\"")));

    assertThat(action.path("counts").path("done").intValue()).isZero();
    assertThat(count(batch, "waiting")).isEqualTo(3);
  }

  @Test
  void what_cannot_be_done_is_told_and_stops_no_other() throws InterruptedException {
    var batch = waiting(5);

    // nothing produces what is to be made anew
    var action = ended(order(body("regenerate", batch, "")));

    assertThat(action.path("counts").path("refused").intValue()).isEqualTo(5);
    assertThat(action.path("refusals")).hasSize(5);
    assertThat(action.path("refusals").get(0).path("reason").stringValue())
        .contains("no step that may run again");
  }

  @Test
  void runs_are_steered_by_status() throws InterruptedException {
    client.publish(HOLDING);
    var batch =
        client.start(
            "{\"workflow\":\"holding\",\"concurrency\":7,\"items\":["
                + String.join(",", Collections.nCopies(7, "{\"inputs\":{}}"))
                + "]}");
    until(() -> count(batch, "running") == 7);

    assertThat(done(ended(order(body("pause", batch, ""))))).isEqualTo(7);
    assertThat(client.get("/v1/batches/" + batch + "/items?status=paused").json().path("items"))
        .hasSize(7);
    assertThat(done(ended(order(body("resume", batch, ""))))).isEqualTo(7);
    assertThat(done(ended(order(body("cancel", batch, ",\"statuses\":[\"waiting\"]"))))).isZero();
    assertThat(done(ended(order(body("cancel", batch, ""))))).isEqualTo(7);
    server.gates.open("bulk");
    client.follow(batch);
    assertThat(count(batch, "cancelled")).isEqualTo(7);
  }

  @Test
  void what_waits_for_people_is_cancelled() throws InterruptedException {
    var batch = waiting(7);

    assertThat(done(ended(order(body("cancel", batch, ",\"statuses\":[\"waiting\"]")))))
        .isEqualTo(7);
    client.follow(batch);
    assertThat(count(batch, "cancelled")).isEqualTo(7);
  }

  @Test
  void what_has_not_started_is_cancelled_when_it_is_named() throws InterruptedException {
    client.publish(HOLDING);
    var batch =
        client.start(
            "{\"workflow\":\"holding\",\"concurrency\":2,\"items\":["
                + String.join(",", Collections.nCopies(ITEMS, "{\"inputs\":{}}"))
                + "]}");
    until(() -> count(batch, "running") == 2);

    var action = ended(order(body("cancel", batch, ",\"statuses\":[\"pending\"]")));
    assertThat(done(action)).isEqualTo(ITEMS - 2);
    assertThat(count(batch, "running")).isEqualTo(2);
    server.gates.open("bulk");
    client.follow(batch);
    assertThat(count(batch, "succeeded")).isEqualTo(2);
    assertThat(count(batch, "cancelled")).isEqualTo(ITEMS - 2);
  }

  private static int done(JsonNode action) {
    return action.path("counts").path("done").intValue();
  }

  @Test
  void a_restart_takes_it_up() throws Exception {
    var batch = waiting(ITEMS);
    var id = order(body("approve", batch, ""));
    server.close();
    server = new V1Server(folder);
    client = server.client();

    ended(id);
    client.follow(batch);
    assertThat(count(batch, "succeeded")).isEqualTo(ITEMS);
  }

  @Test
  void one_that_has_ended_cannot_be_cancelled() throws InterruptedException {
    var batch = waiting(1);
    var id = ended(order(body("approve", batch, ""))).path("id").stringValue();

    until(() -> client.post("/v1/bulk-actions/" + id + "/cancel").status() == 409);
    assertThat(action(id).path("status").stringValue()).isEqualTo("succeeded");
  }

  @Test
  void mistakes_name_their_field_and_nothing_is_done() throws InterruptedException {
    var batch = waiting(1);

    assertThat(client.json("/v1/bulk-actions", "{\"action\":\"dance\"}").expect(400).mistakes())
        .containsExactlyInAnyOrder("action", "batch");
    assertThat(
            client
                .json("/v1/bulk-actions", body("approve", batch, ",\"statuses\":[\"failed\"]"))
                .expect(400)
                .mistakes())
        .containsExactly("statuses");
    assertThat(
            client
                .json("/v1/bulk-actions", body("cancel", batch, ",\"note\":\"why\""))
                .expect(400)
                .mistakes())
        .containsExactly("note");
    assertThat(
            client
                .json("/v1/bulk-actions", body("pause", batch, ",\"statuses\":[\"failed\"]"))
                .expect(400)
                .mistakes())
        .containsExactly("statuses");
    server.foreigner().json("/v1/bulk-actions", body("cancel", batch, "")).expect(404);
    assertThat(client.get("/v1/bulk-actions").expect(200).json().path("items")).isEmpty();
  }

  @Test
  void nobody_else_sees_it() throws InterruptedException {
    var id = order(body("approve", waiting(1), ""));

    server.foreigner().get("/v1/bulk-actions/" + id).expect(404);
    assertThat(server.foreigner().get("/v1/bulk-actions").expect(200).json().path("items"))
        .isEmpty();
  }
}
