package dev.backlot.surface.backlot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Steering a live batch, and taking up what failed. */
@SuppressWarnings("NullAway.Init")
class ControlContractTest {
  private static final String PICKY =
      """
      name: picky
      inputs: {word: text}
      steps:
        good: {uses: test.counted, with: {value: "${{ inputs.word }}"}}
        a: {uses: test.picky, with: {value: "${{ inputs.word }}"}, needs: good}
      """;

  @TempDir static Path folder;
  private static V1Server server;
  private static V1Client client;

  @BeforeAll
  static void start() throws Exception {
    server = new V1Server(folder);
    client = server.client();
    client.publish(PICKY);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static String item(String word) {
    return "{\"inputs\":{\"word\":\"" + word + "\"}}";
  }

  private static String batch(String settings, String... words) {
    var items = new StringBuilder();
    for (var word : words) {
      items.append(items.isEmpty() ? "" : ",").append(item(word));
    }
    return "{\"workflow\":\"picky\"," + settings + "\"items\":[" + items + "]}";
  }

  private static JsonNode at(String batch) {
    return client.get("/v1/batches/" + batch).expect(200).json();
  }

  /** Waits, from one event to the next, until the batch is paused. */
  private static void awaitPause(String batch) throws InterruptedException {
    var log = server.runtime.runs.log();
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() < deadline) {
      long seen = log.last();
      if (at(batch).path("status").stringValue().equals("paused")) {
        return;
      }
      log.await(seen, Duration.ofSeconds(1));
    }
    throw new AssertionError("the batch was not paused: " + at(batch));
  }

  private static V1Client.Answer patch(String path, String body) {
    return client.send(
        client
            .request(path, "Content-Type", "application/json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void each_step_is_counted_over_all_items_and_the_pace_with_it() {
    var id = client.start(batch("", "good", "bad", "good"));
    client.follow(id);

    var found = client.get("/v1/batches/" + id + "/steps").expect(200).json();
    assertThat(found.at("/items/0/step").stringValue()).isEqualTo("good");
    assertThat(found.at("/items/0/counts/succeeded").intValue()).isEqualTo(3);
    assertThat(found.at("/items/1/step").stringValue()).isEqualTo("a");
    assertThat(found.at("/items/1/counts/succeeded").intValue()).isEqualTo(2);
    assertThat(found.at("/items/1/counts/failed").intValue()).isEqualTo(1);
    assertThat(found.at("/items/1/counts/pending").intValue()).isZero();
    assertThat(found.at("/items/1/attempts").intValue()).isEqualTo(3);
    assertThat(found.at("/items/1/duration/attempts").intValue()).isEqualTo(3);
    long ended = 0;
    for (var span : found.at("/pace/items")) {
      ended += span.path("succeeded").intValue() + span.path("failed").intValue();
    }
    assertThat(ended).isEqualTo(3);
    client.get("/v1/batches/0198c5a2-0000-7000-8000-000000000000/steps").expect(404);
  }

  @Test
  void a_failed_canary_pauses_the_batch_and_an_ok_lets_it_go_on() throws InterruptedException {
    var id = client.start(batch("\"canary\":{\"items\":2},", "bad", "good", "good", "good"));
    awaitPause(id);

    var paused = at(id);
    assertThat(paused.path("pause").path("cause").stringValue()).isEqualTo("canary");
    assertThat(paused.path("pause").path("message").stringValue())
        .startsWith("1 of 2 canary items succeeded");
    assertThat(paused.path("counts").path("pending").intValue()).isEqualTo(2);
    client.post("/v1/batches/" + id + "/resume").expect(200);
    client.follow(id);
    assertThat(at(id).path("counts").path("succeeded").intValue()).isEqualTo(3);
  }

  @Test
  void a_breaker_pauses_and_says_why() throws InterruptedException {
    var settings = "\"concurrency\":1,\"breaker\":{\"kind\":\"refused\",\"failures\":2},";
    var id = client.start(batch(settings, "bad", "bad", "good", "good"));
    awaitPause(id);

    assertThat(at(id).path("pause").path("message").stringValue())
        .startsWith("2 of the latest 2 items failed as refused");
    client.post("/v1/batches/" + id + "/cancel").expect(200);
    client.follow(id);
    assertThat(at(id).path("counts").path("cancelled").intValue()).isEqualTo(2);
  }

  @Test
  void tolerated_failures_have_an_end() {
    var id =
        client.start(batch("\"concurrency\":1,\"failures_max\":1,", "bad", "bad", "good", "good"));
    client.follow(id);
    assertThat(at(id).path("status").stringValue()).isEqualTo("failed");
    assertThat(at(id).path("counts").path("cancelled").intValue()).isEqualTo(2);
  }

  @Test
  void settings_of_a_live_batch_change_and_wrong_ones_are_refused() throws InterruptedException {
    var id = client.start(batch("\"canary\":{\"items\":1,\"wait\":true},", "good", "good"));
    awaitPause(id);

    var changed =
        patch("/v1/batches/" + id, "{\"concurrency\":3,\"priority\":\"high\",\"budget\":1.5}");
    assertThat(changed.expect(200).json().path("priority").stringValue()).isEqualTo("high");
    assertThat(at(id).path("concurrency").intValue()).isEqualTo(3);
    assertThat(at(id).path("budget").doubleValue()).isEqualTo(1.5);
    assertThat(
            patch(
                    "/v1/batches/" + id,
                    "{\"concurrency\":0,\"priority\":\"urgent\",\"canary\":{\"items\":2}}")
                .expect(400)
                .mistakes())
        .contains("concurrency", "priority", "canary");
    client.post("/v1/batches/" + id + "/resume").expect(200);
    client.follow(id);
  }

  @Test
  void a_run_that_has_not_started_is_cancelled_by_itself() throws InterruptedException {
    var settings = "\"canary\":{\"items\":1,\"wait\":true},";
    var id = client.start(batch(settings, "one", "two", "three", "four"));
    awaitPause(id);
    var third = "/v1/runs/" + run(id, 2);

    assertThat(client.post(third + "/pause").expect(409).text())
        .contains("the run has not started yet; cancel it, or pause its batch");
    var cancelled = client.post(third + "/cancel").expect(200).json();
    assertThat(cancelled.path("status").stringValue()).isEqualTo("cancelled");
    assertThat(at(id).path("counts").path("pending").intValue()).isEqualTo(2);
    assertThat(at(id).path("counts").path("cancelled").intValue()).isEqualTo(1);
    assertThat(at(id).path("cancellations").path("before_start").intValue()).isEqualTo(1);
    assertThat(client.post(third + "/cancel").expect(409).text()).contains("has already ended");
    server.foreigner().post("/v1/runs/" + run(id, 3) + "/cancel").expect(404);

    client.post("/v1/batches/" + id + "/resume").expect(200);
    client.follow(id);
    assertThat(at(id).path("status").stringValue()).isEqualTo("cancelled");
    assertThat(client.all("/v1/batches/" + id + "/items?limit=9"))
        .extracting(item -> item.path("status").stringValue())
        .containsExactly("succeeded", "succeeded", "cancelled", "succeeded");
    assertThat(client.get(third).expect(200).json().has("started_at")).isFalse();
  }

  private static String run(String batch, int index) {
    return client
        .all("/v1/batches/" + batch + "/items?limit=9")
        .get(index)
        .path("id")
        .stringValue();
  }

  @Test
  void a_redrive_takes_up_what_failed_and_reuses_what_had_finished() {
    var id = client.start(batch("", "good", "bad", "bad"));
    client.follow(id);
    int before = server.counted();
    client.publish(PICKY.replace("test.picky", "test.pass"));
    var ask = "{\"version\":2}";

    var look = client.json("/v1/batches/" + id + "/redrive/dry-run", ask).expect(200).json();
    assertThat(look.path("items").intValue()).isEqualTo(2);
    assertThat(look.path("reused").path("good").intValue()).isEqualTo(2);
    assertThat(look.path("to_run").path("a").intValue()).isEqualTo(2);
    var again = client.json("/v1/batches/" + id + "/redrive", ask).expect(201).field("id");
    client.follow(again);
    assertThat(at(again).path("status").stringValue()).isEqualTo("succeeded");
    assertThat(at(again).path("redrive_of").stringValue()).isEqualTo(id);
    assertThat(client.all("/v1/batches?limit=9&redrive_of=" + id))
        .extracting(batch -> batch.path("id").stringValue())
        .containsExactly(again);
    assertThat(client.all("/v1/batches?limit=9&redrive_of=" + again)).isEmpty();
    assertThat(server.counted()).as("finished steps are not run again").isEqualTo(before);
    client.publish(PICKY);
  }

  @Test
  void chosen_items_are_redriven_with_edited_inputs_whatever_they_ended_as() {
    var id = client.start(batch("", "good", "bad", "fine"));
    client.follow(id);
    var ask = "{\"items\":[1,2],\"inputs\":{\"word\":\"better\"}}";

    var look = client.json("/v1/batches/" + id + "/redrive/dry-run", ask).expect(200).json();
    assertThat(look.path("selected").valueStream().map(one -> one.path("item").intValue()))
        .containsExactly(1, 2);
    var again = client.json("/v1/batches/" + id + "/redrive", ask).expect(201).field("id");
    client.follow(again);
    assertThat(at(again).path("status").stringValue()).isEqualTo("succeeded");
    assertThat(client.all("/v1/batches/" + again + "/items?limit=9"))
        .extracting(run -> run.path("inputs").path("word").stringValue())
        .containsExactly("better", "better");
  }

  @Test
  void a_redrive_takes_only_one_way_to_fail_or_leaves_it_out() {
    client.publish(
        """
        name: two-ways
        inputs: {word: text, other: text}
        steps:
          first: {uses: test.picky, with: {value: "${{ inputs.word }}"}}
          second: {uses: test.picky, needs: first, with: {value: "${{ inputs.other }}"}}
        """);
    var items =
        Stream.of("bad good", "good bad", "good good", "bad bad")
            .map(
                words ->
                    "{\"inputs\":{\"word\":\"%s\",\"other\":\"%s\"}}"
                        .formatted((Object[]) words.split(" ", -1)))
            .toList();
    var id = client.start("{\"workflow\":\"two-ways\",\"items\":" + items + "}");
    client.follow(id);
    var path = "/v1/batches/" + id + "/redrive/dry-run";
    var atFirst = "[{\"step\":\"first\",\"kind\":\"refused\",\"message\":\"the value is bad\"}]";

    assertThat(selected(client.json(path, "{\"only\":" + atFirst + "}"))).containsExactly(1, 4);
    assertThat(selected(client.json(path, "{\"except\":" + atFirst + "}"))).containsExactly(2);
    assertThat(client.json(path, "{\"only\":[{\"kind\":\"refused\"}]}").expect(400).mistakes())
        .containsExactly("only[0].message");

    // the same ways, as lists
    var list = "/v1/batches/" + id + "/items?failed_like=";
    assertThat(items(list + 1)).containsExactly(1, 4);
    assertThat(items(list + 2)).containsExactly(2);
    var first = client.get(list + "1&limit=1").expect(200).json();
    assertThat(first.path("items")).hasSize(1);
    assertThat(items(list + "1&after=" + first.path("next").stringValue())).containsExactly(4);
    assertThat(client.get(list + 3).expect(400).mistakes()).containsExactly("failed_like");
    assertThat(client.get(list + "1&step=first").expect(400).mistakes()).containsExactly("step");
  }

  private static List<Integer> items(String path) {
    return client
        .get(path)
        .expect(200)
        .json()
        .path("items")
        .valueStream()
        .map(run -> run.path("item").intValue())
        .toList();
  }

  private static List<Integer> selected(V1Client.Answer answer) {
    return answer
        .expect(200)
        .json()
        .path("selected")
        .valueStream()
        .map(one -> one.path("item").intValue())
        .toList();
  }

  @Test
  void edited_inputs_are_checked_like_any_others() {
    var id = client.start(batch("", "bad"));
    client.follow(id);
    var path = "/v1/batches/" + id + "/redrive";

    assertThat(client.json(path, "{\"inputs\":{\"wrod\":\"x\"}}").expect(422).mistakes())
        .containsExactly("items[0].inputs.wrod");
    assertThat(client.json(path, "{\"inputs\":{\"word\":null}}").expect(422).mistakes())
        .containsExactly("items[0].inputs.word");
    assertThat(client.json(path, "{\"select\":\"some\",\"inputs\":7}").expect(400).mistakes())
        .containsExactly("select", "inputs");
  }

  @Test
  void a_dry_run_counts_the_items_that_cannot_be_used() {
    var body =
        "{\"workflow\":\"picky\",\"items\":["
            + item("x")
            + ",{\"inputs\":{\"word\":1,\"more\":2}},{}]}";

    var look = client.json("/v1/batches/dry-run", body).expect(200).json();
    assertThat(look.path("items").intValue()).isEqualTo(3);
    assertThat(look.path("invalid").intValue()).isEqualTo(2);
    assertThat(look.path("problems").size()).isEqualTo(3);
  }

  @Test
  void a_dry_run_counts_every_iteration_of_a_loop_also_of_one_that_waits() {
    client.publish(
        """
        name: rounds
        inputs: {words: {type: [text]}}
        steps:
          each_word:
            for-each: ${{ inputs.words }}
            steps:
              first: {uses: test.counted, with: {value: "${{ each.each_word.item }}"}}
              then: {uses: test.picky, with: {value: "${{ each.each_word.item }}"}, needs: first}
            outputs: {}
          later:
            needs: each_word
            for-each: ${{ inputs.words }}
            steps:
              last: {uses: test.pass, with: {value: "${{ each.later.item }}"}}
            outputs: {}
        """);
    var body = "{\"workflow\":\"rounds\",\"items\":[{\"inputs\":{\"words\":[\"a\",\"b\",\"c\"]}}]}";

    var look = client.json("/v1/batches/dry-run", body).expect(200).json();
    assertThat(look.path("to_run").path("first").intValue()).isEqualTo(3);
    assertThat(look.path("to_run").path("then").intValue()).isEqualTo(3);
    assertThat(look.path("unsure").path("last").intValue()).isEqualTo(3);
  }

  @Test
  void a_dry_run_counts_a_dearer_fallback_in_what_it_costs_at_most() {
    client.publish(
        """
        name: bought
        steps:
          buy:
            uses: test.cheap
            with: {value: 1}
            fallback: {uses: test.dear, with: {value: 1}}
        """);

    var look =
        client
            .json("/v1/batches/dry-run", "{\"workflow\":\"bought\",\"items\":[{},{}]}")
            .expect(200)
            .json();
    assertThat(look.path("cost").path("low").decimalValue()).isEqualByComparingTo("0.02");
    assertThat(look.path("cost").path("high").decimalValue()).isEqualByComparingTo("0.08");
  }

  @Test
  void a_dry_run_says_how_long_it_takes_under_the_limits_as_they_are() {
    var limit = "/v1/limits/resources/step:test.counted";
    var rate = "{\"rate\":{\"starts\":1,\"per_ms\":60000,\"burst\":1}}";
    client
        .send(
            client
                .request(limit, "Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(rate)))
        .expect(200);
    try {
      var look = client.json("/v1/batches/dry-run", batch("", "p", "q", "r")).expect(200).json();

      assertThat(look.path("estimated_ms").longValue()).isEqualTo(120_000);
      assertThat(look.path("bound_by").stringValue())
          .isEqualTo("step:test.counted, 1 starts in 60 s");
    } finally {
      client.send(client.request(limit).DELETE()).expect(204);
    }
  }

  @Test
  void settings_of_items_that_come_as_lines_stand_in_the_query() throws InterruptedException {
    var path =
        "/v1/batches?workflow=picky&canary.items=1&canary.wait=true&breaker.failures=2"
            + "&breaker.kind=refused&failures_max_percent=50&run_timeout_ms=60000"
            + "&deadline=2040-01-01T00:00:00Z&budget=1.50";
    var lines = item("good") + "\n" + item("good");
    var id = client.post(path, "application/x-ndjson", lines).expect(201).field("id");
    awaitPause(id);

    var batch = at(id);
    assertThat(batch.path("pause").path("cause").stringValue()).isEqualTo("canary");
    assertThat(batch.path("breaker").path("kind").stringValue()).isEqualTo("refused");
    assertThat(batch.path("failures_max_percent").doubleValue()).isEqualTo(50);
    assertThat(batch.path("run_timeout_ms").intValue()).isEqualTo(60_000);
    assertThat(batch.path("budget").doubleValue()).isEqualTo(1.5);
    client.post("/v1/batches/" + id + "/cancel").expect(200);
    client.follow(id);
    assertThat(at(id).path("cancellations").path("before_start").intValue()).isEqualTo(1);
    assertThat(at(id).path("cancellations").path("in_flight").intValue()).isEqualTo(0);
    assertThat(
            client
                .post(path + "&canary.item=2", "application/x-ndjson", lines)
                .expect(400)
                .mistakes())
        .containsExactly("canary.item");
    assertThat(
            client
                .post(
                    "/v1/batches?workflow=picky&breaker.failures=many&canary.items=0",
                    "application/x-ndjson",
                    lines)
                .expect(400)
                .mistakes())
        .containsExactly("canary.items", "breaker.failures");
  }

  @Test
  void a_redrive_of_nothing_is_refused() {
    var id = client.start(batch("", "good"));
    client.follow(id);
    assertThat(client.json("/v1/batches/" + id + "/redrive", "{}").expect(422).mistakes())
        .containsExactly("items");
  }

  @Test
  void a_failed_run_is_taken_up_again_where_it_was() {
    client.publish(
        """
        name: once
        steps:
          good: {uses: test.counted}
          a: {uses: test.flaky, retry: 1, needs: good}
        """);
    var id = client.start("{\"workflow\":\"once\",\"items\":[{}]}");
    client.follow(id);
    assertThat(at(id).path("status").stringValue()).isEqualTo("failed");
    int before = server.counted();
    var run =
        "/v1/runs/"
            + client.all("/v1/batches/" + id + "/items?limit=1").getFirst().path("id").asString();

    client.post(run + "/resume").expect(200);
    client.follow(id);
    assertThat(at(id).path("status").stringValue()).isEqualTo("succeeded");
    assertThat(server.counted()).isEqualTo(before);
  }

  @Test
  void a_dry_run_creates_nothing_and_tells_every_mistake() {
    int before = client.all("/v1/batches?limit=500").size();

    var good = client.json("/v1/batches/dry-run", batch("", "x", "y")).expect(200).json();
    assertThat(good.path("valid").booleanValue()).isTrue();
    assertThat(good.path("to_run").path("good").intValue()).isEqualTo(2);
    assertThat(good.path("to_run").path("a").intValue()).isEqualTo(2);
    var bad =
        client
            .json("/v1/batches/dry-run", "{\"workflow\":\"picky\",\"items\":[{\"inputs\":{}}]}")
            .expect(200)
            .json();
    assertThat(bad.path("valid").booleanValue()).isFalse();
    assertThat(bad.path("problems").path(0).path("field").stringValue())
        .isEqualTo("items[0].inputs.word");
    assertThat(client.all("/v1/batches?limit=500")).hasSize(before);
  }

  @Test
  void a_step_says_why_it_was_run() {
    client.publish(
        """
        name: kept
        inputs: {w: text}
        steps:
          a: {uses: test.remembered, with: {value: "${{ inputs.w }}"}}
        """);
    kept("one");
    var second = kept("two");
    var third = kept("two");

    assertThat(why(second).path("changed").path(0).stringValue()).isEqualTo("with.value");
    assertThat(why(second).path("reused").booleanValue()).isFalse();
    assertThat(why(third).path("reused").booleanValue()).isTrue();
  }

  @Test
  void a_step_tells_what_went_into_it() {
    var id = client.start(batch("", "good", "bad"));
    client.follow(id);
    var runs = client.all("/v1/batches/" + id + "/items?limit=9");

    for (var run : runs) {
      var path = "/v1/runs/" + run.path("id").stringValue() + "/steps/";
      var given = client.get(path + "a/inputs").expect(200).json();
      assertThat(given.path("inputs").path("value").stringValue())
          .isEqualTo(run.path("inputs").path("word").stringValue());
      assertThat(given.has("missing")).isFalse();
      client.get(path + "nothing/inputs").expect(404);
      server.foreigner().get(path + "a/inputs").expect(404);
    }
  }

  private static String kept(String word) {
    var item = "{\"name\":\"cup\",\"inputs\":{\"w\":\"" + word + "\"}}";
    var id = client.start("{\"workflow\":\"kept\",\"items\":[" + item + "]}");
    client.follow(id);
    return id;
  }

  private static JsonNode why(String batch) {
    var run = client.all("/v1/batches/" + batch + "/items?limit=1").getFirst();
    return client.get("/v1/runs/" + run.path("id").asString() + "/steps/a/why").expect(200).json();
  }
}
