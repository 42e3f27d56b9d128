package dev.backlot.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.http.Body;
import dev.backlot.model.BatchId;
import dev.backlot.model.Role;
import dev.backlot.runtime.ApiKeys;
import dev.backlot.surface.SurfaceClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every dialect promises, whatever its words: it is told in ours, and each dialect translates.
 * Items are words: {@code bad} fails, {@code hold} is held until the test lets it go.
 */
@SuppressWarnings("NullAway.Init")
public abstract class SurfaceContract {
  /** The workflow that items go through. */
  protected static final String WORKFLOW =
      """
      name: words
      inputs: {word: text}
      steps:
        check: {uses: test.picky, with: {value: "${{ inputs.word }}"}}
        hold: {uses: test.hold, needs: check, when: "inputs.word == 'hold'", with: {value: hold}}
        say: {uses: test.pass, needs: [check, hold], with: {value: "${{ inputs.word }}"}}
      outputs: {said: "${{ steps.say.value }}"}
      """;

  @TempDir protected Path folder;
  protected SurfaceServer server;
  protected SurfaceClient client;

  /** Where a batch stands, as far as all dialects know. */
  protected enum Stand {
    OPEN,
    SUCCEEDED,
    FAILED,
    CANCELLED
  }

  // what each dialect translates

  protected abstract SurfaceServer open(Path where) throws IOException;

  protected abstract SurfaceClient client(SurfaceServer of);

  /** Starts one batch over these words, one at a time. */
  protected abstract Answer start(SurfaceClient by, List<String> words, String... headers);

  /** Its id in the answer. */
  protected abstract String started(Answer answer);

  protected abstract Answer look(SurfaceClient by, String id);

  protected abstract Stand stand(Answer look);

  /** How many items have succeeded, and failed. */
  protected abstract List<Integer> ended(Answer look);

  protected abstract Answer cancel(SurfaceClient by, String id);

  /** The statuses with which cancelling what has ended may be answered. */
  protected abstract Set<Integer> cancelledTooLate();

  /** The ids of batches, newest first, from pages of this size. */
  protected final List<String> list(SurfaceClient by, int pageSize) {
    return pages(by, pageSize, () -> {});
  }

  /** What an error says, once its shape is right. */
  protected abstract String error(Answer answer);

  /** Whether a batch says that the item failed because "the value is bad". */
  protected abstract boolean tellsFailure(SurfaceClient by, String id);

  /** A request that changes something, for errors of the body. */
  protected abstract String creatingPath();

  /** Our own id of what the dialect knows by this one. */
  protected abstract BatchId own(String id);

  @BeforeEach
  final void start() throws IOException {
    server = open(folder);
    server.runtime.publish(WORKFLOW);
    client = client(server);
  }

  @AfterEach
  final void stop() throws IOException {
    server.close();
  }

  /** Something to wait for. */
  protected interface Condition {
    boolean holds();
  }

  /** Waits from one event to the next. */
  protected final void until(Condition condition) throws InterruptedException {
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

  protected final Answer end(String id) throws InterruptedException {
    until(() -> stand(look(client, id).expect(200)) != Stand.OPEN);
    return look(client, id);
  }

  @Test
  protected void a_batch_goes_from_its_start_to_its_end() throws InterruptedException {
    var answer = start(client, List.of("a", "b", "c"));
    assertThat(answer.status()).isBetween(200, 299);
    var end = end(started(answer));

    assertThat(stand(end)).isEqualTo(Stand.SUCCEEDED);
    assertThat(ended(end)).containsExactly(3, 0);
    assertThat(list(client, 10)).contains(started(answer));
  }

  @Test
  protected void one_bad_item_does_not_stop_the_others_and_is_told() throws InterruptedException {
    var id = started(start(client, List.of("a", "bad", "c")));
    var end = end(id);

    assertThat(ended(end)).containsExactly(2, 1);
    assertThat(tellsFailure(client, id)).isTrue();
  }

  @Test
  protected void all_bad_is_failed() throws InterruptedException {
    var end = end(started(start(client, List.of("bad"))));

    assertThat(stand(end)).isEqualTo(Stand.FAILED);
    assertThat(ended(end)).containsExactly(0, 1);
  }

  @Test
  protected void a_batch_is_cancelled_on_its_way() throws InterruptedException {
    var id = started(start(client, List.of("a", "hold", "c")));
    server.gates.awaitEntered("hold");

    assertThat(cancel(client, id).status()).isBetween(200, 299);
    server.gates.open("hold");
    until(() -> server.runtime.views.batch(own(id)).orElseThrow().state().status().isFinal());

    var end = look(client, id);
    assertThat(stand(end)).isEqualTo(Stand.CANCELLED);
    assertThat(ended(end).getFirst()).isEqualTo(1);
  }

  @Test
  protected void a_batch_is_cancelled_before_it_starts() throws InterruptedException {
    // the first takes the only place of its tenant, so that the other one waits
    var limits = "{\"items\":1}";
    ours().json("PUT", "/v1/limits/tenants/default", limits).expect(200);
    var first = started(start(client, List.of("hold")));
    server.gates.awaitEntered("hold");
    var waits = started(start(client, List.of("a")));
    assertThat(stand(look(client, waits))).isEqualTo(Stand.OPEN);

    assertThat(cancel(client, waits).status()).isBetween(200, 299);
    until(() -> server.runtime.views.batch(own(waits)).orElseThrow().state().status().isFinal());
    assertThat(stand(look(client, waits))).isEqualTo(Stand.CANCELLED);
    assertThat(ended(look(client, waits))).containsExactly(0, 0);
    assertThat(stand(look(client, first))).isEqualTo(Stand.OPEN);

    server.gates.open("hold");
    assertThat(stand(end(first))).isEqualTo(Stand.SUCCEEDED);
  }

  @Test
  protected void lists_page_to_the_end_while_more_comes_in() throws InterruptedException {
    var before = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      before.add(started(start(client, List.of("a"))));
    }
    var more = new ArrayList<String>();
    var seen = pages(client, 2, () -> more.add(started(start(client, List.of("a")))));

    // whoever pages by places sees one of the old ones again, and misses none of them
    assertThat(seen).containsAll(before);
    for (var id : more) {
      end(id);
    }
  }

  /** The ids of batches, newest first, and what happens after each page. */
  protected abstract List<String> pages(SurfaceClient by, int pageSize, Runnable between);

  @Test
  protected void what_has_ended_is_not_cancelled() throws InterruptedException {
    for (var words : List.of(List.of("a"), List.of("bad"))) {
      var id = started(start(client, words));
      var end = end(id);

      var answer = cancel(client, id);
      assertThat(cancelledTooLate()).as(answer.text()).contains(answer.status());
      assertThat(stand(look(client, id))).isEqualTo(stand(end));
    }
  }

  @Test
  protected void lists_page_to_the_end_newest_first() throws InterruptedException {
    var ids = new ArrayList<String>();
    for (int i = 0; i < 7; i++) {
      ids.add(started(start(client, List.of("a"))));
    }
    for (var id : ids) {
      end(id);
    }
    Collections.reverse(ids);

    assertThat(list(client, 3)).containsExactlyElementsOf(ids);
    assertThat(list(client, 7)).containsExactlyElementsOf(ids);
    assertThat(list(client, 1)).containsExactlyElementsOf(ids);
  }

  @Test
  protected void a_foreign_tenant_sees_and_does_nothing() throws InterruptedException {
    var id = started(start(client, List.of("hold")));
    server.gates.awaitEntered("hold");
    var foreign = client.with(SurfaceServer.FOREIGN_KEY);

    assertThat(list(foreign, 10)).isEmpty();
    var unknown = look(foreign, id).expect(404);
    assertThat(error(unknown)).isNotEmpty();
    cancel(foreign, id).expect(404);
    assertThat(stand(look(client, id))).isEqualTo(Stand.OPEN);

    server.gates.open("hold");
    assertThat(stand(end(id))).isEqualTo(Stand.SUCCEEDED);
    // what never was looks the same
    var never = look(client, "batch-nothing-20260101-0000000000000000");
    assertThat(never.status()).isIn(404, 422, 400);
  }

  @Test
  protected void a_request_with_a_key_is_done_once() throws InterruptedException {
    var words = List.of("a");
    var first = start(client, words, "Idempotency-Key", "k1");
    var again = start(client, words, "Idempotency-Key", "k1");

    assertThat(started(again)).isEqualTo(started(first));
    assertThat(again.status()).isEqualTo(first.status());
    assertThat(list(client, 10)).hasSize(1);
    var other = start(client, List.of("b"), "Idempotency-Key", "k1");
    assertThat(other.status()).isBetween(400, 499);
    assertThat(error(other)).isNotEmpty();
    end(started(first));
  }

  @Test
  protected void errors_have_the_dialects_shape() {
    var anonymous = client.with("");
    for (var answer :
        List.of(
            anonymous.get("/nothing/here").expect(401),
            client.with("bk_wrong").get("/nothing/here").expect(401),
            client.get("/nothing/here").expect(404),
            client.send("PATCH", creatingPath(), Optional.of("{}")).expect(405),
            client.json("POST", creatingPath(), "{\"broken").expect(malformed()),
            client.json("POST", creatingPath(), "[]").expect(malformed()),
            client
                .send("POST", creatingPath(), Optional.of("a=b"), "Content-Type", "text/x")
                .expect(415))) {
      assertThat(error(answer)).as(answer.text()).isNotEmpty();
      assertThat(answer.text()).doesNotContain("dev.backlot", "java.", "Exception");
    }
  }

  @Test
  protected void a_body_that_is_too_large_is_refused_and_the_next_request_answered() {
    var large = "{\"name\":\"" + "a".repeat(Body.JSON_BYTES_MAX) + "\"}";
    for (var headers : List.of(new String[0], new String[] {"Idempotency-Key", "large"})) {
      var refused = client.json("POST", creatingPath(), large, headers).expect(413);
      assertThat(error(refused)).contains("expected at most " + Body.JSON_BYTES_MAX + " bytes");
      assertThat(error(client.json("POST", creatingPath(), "[]").expect(malformed()))).isNotEmpty();
    }
    assertThat(list(client, 10)).isEmpty();
  }

  @Test
  protected void unknown_and_mistyped_fields_are_named_all_at_once() {
    var wrong = "{\"surprise\":1,\"name\":7,\"workflow\":7}";
    var refused = client.json("POST", creatingPath(), wrong).expect(malformed());
    assertThat(error(refused)).isNotEmpty();
    assertThat(refused.text()).contains("surprise").containsAnyOf("\"name", "name:", "workflow");
    assertThat(list(client, 10)).isEmpty();
  }

  /** Our own dialect, on the same server. */
  protected final SurfaceClient ours() {
    return new SurfaceClient(server.url(), SurfaceServer.KEY, "backlot", "");
  }

  @Test
  protected void who_asks_too_often_hears_it_in_the_dialects_shape() {
    var wanted = "{\"name\":\"busy\",\"role\":\"admin\",\"requests_per_minute\":10}";
    var made = ours().json("POST", "/v1/keys", wanted).expect(201);
    var busy = client.with(made.field("key"));
    var first = busy.json("POST", creatingPath(), "{}").expect(malformed());
    assertThat(first.header("x-ratelimit-limit")).isEqualTo("1");
    assertThat(first.header("x-ratelimit-remaining")).isEqualTo("0");

    var refused = busy.json("POST", creatingPath(), "{}").expect(429);
    assertThat(error(refused)).contains("10 requests a minute");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 7);
    assertThat(refused.header("x-ratelimit-reset")).matches("\\d{10}");
  }

  @Test
  protected void a_key_starts_as_many_items_a_day_as_it_may() throws Exception {
    var wanted = "{\"name\":\"import\",\"role\":\"admin\",\"user\":\"tester\",\"items_per_day\":2}";
    var key = ours().json("POST", "/v1/keys", wanted).expect(201).field("key");
    var first = start(client.with(key), List.of("a"), "Idempotency-Key", "one");
    assertThat(first.header("x-quota-limit")).isEqualTo("2");
    assertThat(first.header("x-quota-remaining")).isEqualTo("1");
    end(started(first));
    // the same once more is nothing more
    var again = start(client.with(key), List.of("a"), "Idempotency-Key", "one");
    assertThat(again.header("x-quota-remaining")).isEqualTo("1");
    end(started(start(client.with(key), List.of("a"))));

    var refused = start(client.with(key), List.of("a")).expect(429);
    assertThat(error(refused)).contains("this key may start 2 items a day (UTC)");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 86_401);
    assertThat(refused.header("x-quota-remaining")).isEqualTo("0");
    assertThat(list(client.with(key), 10)).hasSize(2);
    server.close();
    server = open(folder);
    client = client(server);
    start(client.with(key), List.of("a")).expect(429);
    end(started(start(client, List.of("a"))));
  }

  @Test
  protected void a_key_that_has_expired_opens_nothing() {
    var keys = server.runtime.runs.apiKeys();
    var late = Optional.of(Instant.now().minusSeconds(1));
    var wanted =
        new ApiKeys.NewKey(
            server.tenant(), "old", "tester", Role.ADMIN, late, Optional.empty(), Optional.empty());
    if (!(keys.make(TestRuntime.CALLER, wanted, Optional.empty())
        instanceof ApiKeys.Making.Made(_, var secret))) {
      throw new AssertionError("no key was made");
    }
    var refused = client.with(secret).json("POST", creatingPath(), "{}").expect(401);
    assertThat(error(refused)).contains("this key expired at");
  }

  @Test
  protected void a_tenant_has_so_many_open_batches_and_is_told() throws InterruptedException {
    ours().json("PUT", "/v1/limits/tenants/default", "{\"batches\":1}").expect(200);
    var first = started(start(client, List.of("hold")));
    server.gates.awaitEntered("hold");

    var refused = start(client, List.of("a")).expect(tooMuch());
    assertThat(error(refused)).contains("1 open batches and may have 1");
    server.gates.open("hold");
    end(first);
    end(started(start(client, List.of("a"))));
  }

  /** The status of work that the tenant has too much of. */
  protected int tooMuch() {
    return 429;
  }

  /** The status of a body that cannot be what is expected. */
  protected int malformed() {
    return 400;
  }

  @Test
  protected void a_restart_changes_nothing() throws Exception {
    var id = started(start(client, List.of("a", "bad")));
    var before = end(id);
    server.close();
    server = open(folder);
    client = client(server);

    var after = look(client, id);
    assertThat(stand(after)).isEqualTo(stand(before));
    assertThat(ended(after)).isEqualTo(ended(before));
    assertThat(list(client, 10)).containsExactly(id);
  }
}
