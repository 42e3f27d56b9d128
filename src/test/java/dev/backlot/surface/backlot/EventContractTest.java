package dev.backlot.surface.backlot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventContractTest {
  private static final String PASS =
      """
      name: pass
      inputs: {word: text}
      steps:
        a: {uses: test.pass, with: {value: "${{ inputs.word }}"}}
      """;
  private static final String HOLD =
      "name: hold\nsteps:\n  a: {uses: test.hold, with: {value: later}}\n";
  private static final String THREE =
      "{\"workflow\":\"pass\",\"items\":[{\"inputs\":{\"word\":\"1\"}},{\"inputs\":{\"word\":\"2\"}},{\"inputs\":{\"word\":\"3\"}}]}";

  @TempDir Path folder;

  @Test
  void a_stream_is_taken_up_without_gap_or_repetition() throws Exception {
    try (var server = new V1Server(folder)) {
      var client = server.client();
      client.publish(PASS);
      var batch = client.start(THREE);
      var path = "/v1/events?batch=" + batch;
      client.follow(batch);

      var seen = new ArrayList<>(client.follow(path, 4));
      for (var more = seen.stream().toList(); !more.isEmpty(); seen.addAll(more)) {
        more = client.follow(path, 4, "Last-Event-ID", seen.getLast().id());
      }
      assertThat(ids(seen)).isEqualTo(stored(client, batch)).doesNotHaveDuplicates();
      assertThat(client.get(path, "Last-Event-ID", seen.getLast().id()).status()).isEqualTo(204);
    }
  }

  @Test
  void a_stream_is_taken_up_after_a_restart() throws Exception {
    List<V1Client.Seen> before;
    String batch;
    try (var server = new V1Server(folder)) {
      server.client().publish(HOLD);
      batch = server.client().start("{\"workflow\":\"hold\",\"items\":[{}]}");
      before = server.client().follow("/v1/events?batch=" + batch, 4);
      server.gates.open("later");
    }
    try (var server = new V1Server(folder)) {
      server.gates.open("later");
      var after =
          server
              .client()
              .follow("/v1/events?after=" + before.getLast().id() + "&batch=" + batch, 999);
      var seen = new ArrayList<>(before);
      seen.addAll(after);
      assertThat(seen).anyMatch(event -> event.event().equals("batch_finished"));
      assertThat(ids(seen)).isEqualTo(stored(server.client(), batch)).doesNotHaveDuplicates();
    }
  }

  @Test
  void a_stream_waits_for_what_comes_and_shows_nothing_foreign() throws Exception {
    try (var server = new V1Server(folder)) {
      var client = server.client();
      client.publish(PASS);
      server.foreigner().publish(PASS);
      var foreign = server.foreigner().start(THREE);
      server.foreigner().follow(foreign);

      try (var lines = client.open("/v1/events").body()) {
        var batch = client.start(THREE);
        var first = lines.filter(line -> line.startsWith("data: ")).findFirst().orElseThrow();
        assertThat(first).contains(batch).doesNotContain(foreign);
      }
    }
  }

  @Test
  void too_many_streams_are_refused_in_words() throws Exception {
    try (var server = new V1Server(folder)) {
      var open = new ArrayList<AutoCloseable>();
      for (int i = 0; i < V1Server.STREAMS_MAX; i++) {
        var response = server.client().open("/v1/events");
        assertThat(response.headers().firstValue("Content-Type"))
            .hasValue("text/event-stream; charset=utf-8");
        open.add(response.body());
      }
      var refused = server.client().get("/v1/events").expect(503);
      assertThat(refused.field("detail")).contains("event streams are in use");
      assertThat(refused.header("Retry-After")).isEqualTo("5");
      for (var stream : open) {
        stream.close();
      }
    }
  }

  @Test
  void events_come_as_pages_too() throws Exception {
    try (var server = new V1Server(folder)) {
      var client = server.client();
      client.publish(PASS);
      var batch = client.start(THREE);
      client.follow(batch);

      var two =
          client
              .get("/v1/events?limit=2&batch=" + batch, "Accept", "application/json")
              .expect(200)
              .json();
      assertThat(two.path("items")).hasSize(2);
      assertThat(two.path("next").stringValue())
          .isEqualTo(two.path("items").path(1).path("sequence").asString());
      client.get("/v1/events?after=-1", "Accept", "application/json").expect(400);
      client.get("/v1/events", "Last-Event-ID", "x").expect(400);
      client.get("/v1/events", "Accept", "text/html").expect(406);
    }
  }

  @Test
  void the_events_of_one_run_come_alone() throws Exception {
    try (var server = new V1Server(folder)) {
      var client = server.client();
      client.publish(PASS);
      var batch = client.start(THREE);
      client.follow(batch);
      var run = client.all("/v1/batches/" + batch + "/items?limit=9").get(1);
      var path = "/v1/events?run=" + run.path("id").stringValue();

      var all = client.get(path, "Accept", "application/json").expect(200).json().path("items");
      assertThat(all.valueStream().map(event -> event.path("run")).distinct())
          .containsExactly(run.path("id"));
      assertThat(all.valueStream().map(event -> event.path("event").stringValue()))
          .startsWith("run_started")
          .contains("step_succeeded")
          .endsWith("run_succeeded");
      var after = path + "&after=" + all.path(0).path("sequence");
      assertThat(client.get(after, "Accept", "application/json").json().path("items"))
          .hasSize(all.size() - 1);
      assertThat(client.follow(path, 99)).hasSize(all.size());
      server.foreigner().get(path, "Accept", "application/json").expect(404);
    }
  }

  private static List<String> ids(List<V1Client.Seen> seen) {
    return seen.stream().map(V1Client.Seen::id).toList();
  }

  /** The numbers of a batch's events as the log has them. */
  private static List<String> stored(V1Client client, String batch) {
    var found = new ArrayList<String>();
    var next = "0";
    while (!next.isEmpty()) {
      var path = "/v1/events?limit=3&batch=" + batch + "&after=" + next;
      var page = client.get(path, "Accept", "application/json").expect(200).json();
      page.path("items").forEach(event -> found.add(event.path("sequence").asString()));
      next = page.path("next").asString("");
    }
    return found;
  }
}
