package dev.backlot.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.app.Main;
import dev.backlot.fixture.ChildJvm;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import tools.jackson.databind.JsonNode;

/** The real server in a process of its own, which may end at any moment. */
final class KilledServer implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path folder;
  private final int port;
  private final Process process;

  /**
   * Starts it, and returns once it is ready.
   *
   * @param folder with its {@code providers.yaml}, and its data
   * @param secrets variables that the providers file names
   */
  KilledServer(Path folder, int port, Map<String, String> secrets)
      throws IOException, InterruptedException {
    this.folder = folder;
    this.port = port;
    var home = "-Dbacklot.home=" + Path.of("").toAbsolutePath();
    var command =
        ChildJvm.command(
            List.of(home),
            Main.class.getName(),
            List.of(
                "serve",
                "--port",
                Integer.toString(port),
                "--data",
                folder.resolve("data").toString(),
                "--providers",
                folder.resolve("providers.yaml").toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(secrets);
    process = builder.start();
    var out = process.inputReader();
    var said = new ArrayList<String>();
    for (var line = out.readLine(); !String.valueOf(line).contains("is ready"); ) {
      assertThat(line).as("the server has ended and said %s", said).isNotNull();
      said.add(line);
      line = out.readLine();
    }
    // whatever it says from here on is taken, so that it never waits for us
    Thread.ofVirtual().start(() -> drain(out));
  }

  private static void drain(BufferedReader out) {
    try {
      out.lines().forEach(_ -> {});
    } catch (UncheckedIOException _) {
      // it was killed in the middle of a line
    }
  }

  /** Publishes a workflow. */
  void publish(String name, String source) throws Exception {
    ask("POST", "/v1/workflows", "application/yaml", source);
    ask("POST", "/v1/workflows/" + name + "/versions/1/publish", "application/json", "");
  }

  /** Starts a batch with these inputs; returns its id. */
  String start(String workflow, List<JsonNode> inputs) throws Exception {
    var batch = Json.object().put("workflow", workflow).put("concurrency", 128);
    var items = batch.putArray("items");
    inputs.forEach(one -> items.addObject().set("inputs", one));
    return ask("POST", "/v1/batches", "application/json", Json.text(batch))
        .path("id")
        .stringValue();
  }

  /** Returns once the provider has been asked so often. */
  void awaitCalls(IntSupplier made, int calls) throws InterruptedException {
    while (made.getAsInt() < calls) {
      assertThat(process.waitFor(3, TimeUnit.MILLISECONDS)).as("it ended by itself").isFalse();
    }
  }

  JsonNode awaitEnd(String batch, int calls, Duration most) throws Exception {
    long patience = System.nanoTime() + most.toNanos();
    while (true) {
      var now = ask("GET", "/v1/batches/" + batch, "application/json", "");
      assertThat(System.nanoTime()).as("%s", now).isLessThan(patience);
      if (now.path("counts").path("succeeded").intValue()
              + now.path("counts").path("failed").intValue()
          == calls) {
        return now;
      }
      assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).as("it ended by itself").isFalse();
    }
  }

  /** All that the API says of each run of a batch. */
  List<JsonNode> runs(String batch) throws Exception {
    var runs = new ArrayList<JsonNode>();
    var next = "";
    do {
      var page =
          ask("GET", "/v1/batches/" + batch + "/items?limit=100" + next, "application/json", "");
      for (var item : page.path("items")) {
        runs.add(ask("GET", "/v1/runs/" + item.path("id").stringValue(), "application/json", ""));
      }
      next = page.has("next") ? "&after=" + page.path("next").asString() : "";
    } while (!next.isEmpty());
    return runs;
  }

  /** The provider's requests whose results the batch has. */
  Set<String> requests(String batch) throws Exception {
    var requests =
        runs(batch).stream()
            .map(run -> run.path("outputs").path("request").asString("none"))
            .toList();
    assertThat(requests).doesNotHaveDuplicates();
    return Set.copyOf(requests);
  }

  JsonNode ask(String method, String path, String type, String body)
      throws IOException, InterruptedException, JsonProblem {
    var key = Files.readString(folder.resolve("data/admin.key")).strip();
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    var answer = HTTP.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return Json.parse(answer.body());
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
