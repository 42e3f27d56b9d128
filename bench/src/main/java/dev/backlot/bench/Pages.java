package dev.backlot.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How fast a server tells of a batch of 100,000 items while another of that size runs, and of one
 * of 100: its status, and a page of 100 items at its start and near its end, in our own words and
 * in Firefly's. The server is a process of its own.
 */
final class Pages {
  private static final int ITEMS = 100_000;
  private static final int FEW = 100;
  private static final int PAGE = 100;
  private static final int CLIENTS = 8;
  private static final Duration SUSTAINED = Duration.ofSeconds(10);
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final Pattern BATCH_ID = Pattern.compile("\"batchId\":\"([^\"]+)\"");

  private final Served server;
  private final History history;

  private Pages(Served server, History history) {
    this.server = server;
    this.history = history;
  }

  static void run(Path folder, History history) throws Exception {
    try (var server = Served.on(folder.resolve("data"))) {
      new Pages(server, history).measure();
    }
  }

  private void measure() throws Exception {
    server.send(
        "POST",
        "/v1/workflows",
        "application/yaml",
        "name: quick\n"
            + "inputs: {n: integer}\n"
            + "steps:\n"
            + "  a: {uses: transform, with: {value: \"${{ inputs.n }}\"}}\n"
            + "outputs: {n: \"${{ steps.a.value }}\"}\n");
    server.send("POST", "/v1/workflows/quick/versions/1/publish", "application/json", "");
    var few = ended(create(FEW));
    var many = ended(create(ITEMS));
    var fewThere = firefly(few);
    var manyThere = firefly(many);
    // slow enough to run through all that follows
    server.send(
        "PUT",
        "/v1/limits/resources/step:transform",
        "application/json",
        "{\"rate\": {\"starts\": 500, \"per_ms\": 1000, \"burst\": 50}}");
    var running = create(ITEMS);
    latency("GET of a batch that runs, of 100,000 items", "/v1/batches/" + running);
    latency("GET of its first 100 items", "/v1/batches/" + running + "/items?limit=" + PAGE);
    latency("firefly: its status", "/firefly/batch/" + firefly(running) + "/status");
    latency("firefly: 100 of 100 executions", executions(fewThere, 0));
    latency("firefly: 100 of 100,000 executions", executions(manyThere, 0));
    latency("firefly: the last 100 of 100,000 executions", executions(manyThere, ITEMS - PAGE));
    server.send("POST", "/v1/batches/" + running + "/cancel", "application/json", "");
    sustained("status", "/firefly/batch/" + manyThere + "/status");
    sustained("100 executions", executions(manyThere, 0));
  }

  private static String executions(String batch, int offset) {
    return "/firefly/batch/" + batch + "/executions?limit=" + PAGE + "&offset=" + offset;
  }

  private String create(int items) throws IOException, InterruptedException {
    var lines =
        IntStream.range(0, items)
            .mapToObj(n -> "{\"inputs\":{\"n\":" + n + "}}")
            .collect(Collectors.joining("\n"));
    return Served.found(
        ID,
        server.send(
            "POST", "/v1/batches?workflow=quick&concurrency=64", "application/x-ndjson", lines));
  }

  private String ended(String batch) throws IOException, InterruptedException {
    // the stream of a batch ends with it
    server.send("GET", "/v1/events?batch=" + batch, "", "");
    return batch;
  }

  /** What Firefly's dialect calls our newest batch. */
  private String firefly(String batch) throws IOException, InterruptedException {
    var hex = batch.replace("-", "").substring(0, 11);
    var all = server.send("GET", "/firefly/batches?limit=10", "", "");
    return BATCH_ID
        .matcher(all)
        .results()
        .map(one -> one.group(1))
        .filter(one -> one.contains(hex))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("expected a batch with " + hex + ", but " + all));
  }

  private void latency(String name, String path) throws IOException, InterruptedException {
    server.latency(history, name, path);
  }

  private void sustained(String name, String path) throws InterruptedException {
    var count = new AtomicInteger();
    long end = System.nanoTime() + SUSTAINED.toNanos();
    var before = server.cpu();
    var clients =
        IntStream.range(0, CLIENTS)
            .mapToObj(_ -> Thread.startVirtualThread(() -> ask(path, end, count)))
            .toList();
    for (var client : clients) {
      client.join();
    }
    try {
      history.record(
          name + ", " + CLIENTS + " clients",
          "requests/s",
          count.get() / (double) SUSTAINED.toSeconds());
      history.record(
          name + ", CPU of the server",
          "ms/request",
          server.cpu().minus(before).toNanos() / 1e6 / count.get());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void ask(String path, long end, AtomicInteger count) {
    try {
      while (System.nanoTime() < end) {
        server.send("GET", path, "", "");
        count.incrementAndGet();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
