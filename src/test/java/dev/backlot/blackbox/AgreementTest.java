package dev.backlot.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.Receiver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One event log, four views: they tell the same, also when the server is killed in between. */
@Timeout(180)
class AgreementTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String WORKFLOW =
      """
      name: agree
      inputs:
        word: text
      steps:
        word:
          uses: check
          with:
            that:
              - {expect: "inputs.word != 'red'", message: "the word is red"}
        review:
          needs: word
          when: "inputs.word == 'wait'"
          gate: {title: Is it good?}
      """;

  @TempDir Path folder;

  @Test
  void poll_stream_webhook_and_watch_tell_the_same_through_a_kill() throws Exception {
    var backlot = new Program(folder);
    var server = serve(backlot);
    try (var receiver = new Receiver()) {
      post("/v1/workflows", "application/yaml", WORKFLOW);
      post("/v1/workflows/agree/versions/1/publish", "application/json", "");
      post(
          "/v1/webhooks",
          "application/json",
          "{\"url\":\"" + receiver.url() + "\",\"events\":[\"batch\",\"run\",\"step\",\"gate\"]}");
      var batch = post("/v1/batches", "application/json", batch()).path("id").asString();
      var watch = backlot.start("watch", batch, "--json");
      var before = CompletableFuture.supplyAsync(() -> stream(batch, "0"));
      var gate = awaitGate();
      watch.awaitLine(line -> line.contains("gate_opened"));

      server.kill();
      server.await();
      var seen = new ArrayList<>(before.get(30, TimeUnit.SECONDS));
      var second = serve(backlot);
      post(
          "/v1/runs/" + gate.path("run").asString() + "/steps/review/decision",
          "application/json",
          "{\"decision\":\"approve\"}");
      var cursor = seen.isEmpty() ? "0" : seen.getLast().path("sequence").asString();
      seen.addAll(stream(batch, cursor));
      var watched = watch.await();
      assertThat(watched.code()).as(watched.err()).isEqualTo(1);
      assertThat(watched.err()).contains("connecting again", "connected again");

      var polled = poll(batch);
      var told = polled.stream().map(event -> event.path("event").asString()).toList();
      assertThat(told).contains("run_failed", "gate_opened", "gate_voted", "batch_finished");
      assertThat(seen).isEqualTo(polled);
      assertThat(watched.out().lines().map(Program::parse).toList()).isEqualTo(polled);
      assertThat(received(receiver, polled.getLast())).isEqualTo(polled);

      second.interrupt();
      assertThat(second.await().code()).isZero();
    }
  }

  @Test
  void ctrl_c_ends_the_watching_and_nothing_else() throws Exception {
    var backlot = new Program(folder);
    assertThat(backlot.run("watch").err()).contains("no server runs on .backlot");
    var server = serve(backlot);
    post("/v1/workflows", "application/yaml", WORKFLOW);
    post("/v1/workflows/agree/versions/1/publish", "application/json", "");
    var batch = post("/v1/batches", "application/json", batch()).path("id").asString();
    awaitGate();
    var watch = backlot.start("watch", "--after", "0");
    watch.awaitLine(line -> line.contains("gate_opened"));
    watch.interrupt();
    var ended = watch.await();
    assertThat(ended.code()).isEqualTo(130);
    assertThat(ended.err()).contains("no longer watching").doesNotContain("connecting again");
    assertThat(get("/v1/batches/" + batch).path("status").asString()).isEqualTo("running");
    assertThat(backlot.run("watch", "nonsense").code()).isEqualTo(2);
    server.interrupt();
    assertThat(server.await().code()).isZero();
  }

  /** What the receiver took, each message once. */
  private static List<JsonNode> received(Receiver receiver, JsonNode last)
      throws InterruptedException {
    long end = last.path("sequence").asLong();
    for (int count = 1; ; count++) {
      var messages = receiver.await(count);
      if (messages.getLast().sequence() == end) {
        var once = new LinkedHashMap<String, JsonNode>();
        messages.forEach(message -> once.put(message.id(), message.json().path("data")));
        return List.copyOf(once.values());
      }
    }
  }

  private static String batch() {
    var items = new ArrayList<String>();
    for (int i = 0; i < 12; i++) {
      var word = i == 5 ? "wait" : i % 3 == 0 ? "red" : "blue";
      items.add("{\"inputs\":{\"word\":\"" + word + "\"}}");
    }
    return "{\"workflow\":\"agree\",\"continue_on_error\":true,\"items\":["
        + String.join(",", items)
        + "]}";
  }

  private static Program.Running serve(Program backlot) throws Exception {
    var server = backlot.start("serve", "--port", "0", "--allow-private-hosts");
    server.awaitLine(line -> line.contains("is ready at"));
    return server;
  }

  private JsonNode awaitGate() throws Exception {
    var gates = get("/v1/gates").path("items");
    for (int i = 0; gates.isEmpty() && i < 20_000; i++) {
      gates = get("/v1/gates").path("items");
    }
    assertThat(gates.isEmpty()).isFalse();
    return gates.path(0);
  }

  private HttpRequest.Builder request(String path) throws IOException {
    var data = folder.resolve(".backlot");
    return HttpRequest.newBuilder(
            URI.create(Files.readString(data.resolve("server.url")).strip() + path))
        .header("Authorization", "Bearer " + Files.readString(data.resolve("admin.key")).strip());
  }

  private JsonNode post(String path, String type, String body) throws Exception {
    var request = request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body));
    var answer = HTTP.send(request.build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    return Program.parse(answer.body());
  }

  private JsonNode get(String path) throws Exception {
    var request = request(path).header("Accept", "application/json");
    return Program.parse(HTTP.send(request.build(), BodyHandlers.ofString()).body());
  }

  private List<JsonNode> poll(String batch) throws Exception {
    var found = new ArrayList<JsonNode>();
    for (var next = "0"; !next.isEmpty(); ) {
      var page = get("/v1/events?limit=7&batch=" + batch + "&after=" + next);
      page.path("items").forEach(found::add);
      next = page.path("next").asString("");
    }
    return found;
  }

  /** The stream until it ends or breaks, and no event that is not whole. */
  private List<JsonNode> stream(String batch, String after) {
    var found = new ArrayList<JsonNode>();
    try {
      var request = request("/v1/events?batch=" + batch).header("Last-Event-ID", after).build();
      try (var lines = HTTP.send(request, BodyHandlers.ofLines()).body()) {
        var data = new String[] {""};
        lines.forEach(
            line -> {
              if (line.startsWith("data: ")) {
                data[0] = line.substring(6);
              } else if (line.isEmpty() && !data[0].isEmpty()) {
                found.add(Program.parse(data[0]));
                data[0] = "";
              }
            });
      }
    } catch (IOException | RuntimeException | InterruptedException _) {
      // the server was killed: what came until then counts
    }
    return found;
  }
}
