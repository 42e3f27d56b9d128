package dev.backlot.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How fast the dialects whose runs are batches of one tell of them, with 100 runs and with 100,000,
 * while another batch runs: a page of 100 at the start and at the end of a list, and one run. In
 * WISEROWS' words, also a run over 1,000 entities. The server is a process of its own.
 */
final class Lists {
  private static final int FEW = 100;
  private static final int MANY = Integer.getInteger("bench.runs", 100_000);
  private static final int PAGE = 100;

  /** Of the batch that runs meanwhile, two hundred a second: longer than all that is asked. */
  private static final int ITEMS = 200_000;

  private static final int ENTITIES = 1_000;
  private static final int CLIENTS = 32;
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final Pattern TOTAL = Pattern.compile("\"total\":(\\d+)");
  private static final Pattern JOB = Pattern.compile("\"jobId\":\"([^\"]+)\"");
  private static final String QUICK =
      """
      name: quick
      inputs: {n: integer}
      steps:
        a: {uses: check, with: {that: [{expect: "inputs.n >= 0", message: no number}]}}
      """;
  private static final String SARTIQ =
      """
      {"name": "one", "origin_instance": "bench", "steps": [
        {"id": "a", "task_type": "transform", "config": {"value": "x"}}]}
      """;
  private static final String FLOW =
      """
      {"status": "ready", "flow": [
        {"id": "a", "type": "custom-model", "modelId": "list",
         "inputs": [{"name": "items", "type": "string_array", "value": ["x"]}]}]}
      """;

  private final Served server;
  private final History history;

  private Lists(Served server, History history) {
    this.server = server;
    this.history = history;
  }

  static void run(Path folder, History history) throws Exception {
    try (var server = Served.on(folder.resolve("data"))) {
      new Lists(server, history).measure();
    }
  }

  /** Starts one run of a dialect, and tells its id. */
  private interface Start {
    String run() throws IOException, InterruptedException;
  }

  private void measure() throws Exception {
    server.send("POST", "/v1/workflows", "application/yaml", QUICK);
    server.json("POST", "/v1/workflows/quick/versions/1/publish", "");
    var flow = flow();
    Start sartiq = () -> Served.found(ID, server.json("POST", "/sartiq/api/v1/workflows/", SARTIQ));
    Start scenario =
        () ->
            Served.found(JOB, server.json("PUT", "/scenario/v1/workflows/" + flow + "/run", "{}"));

    var firstSartiq = sartiq.run();
    start(FEW / 2 - 1, sartiq);
    start(FEW / 2 - 1, scenario);
    var lastOfFew = scenario.run();
    look(FEW + " runs", firstSartiq, lastOfFew);

    start((MANY - FEW) / 2, sartiq);
    start((MANY - FEW) / 2, scenario);
    look("%,d runs".formatted(MANY), firstSartiq, lastOfFew);
    entities();
  }

  private String flow() throws IOException, InterruptedException {
    var made =
        server.json("POST", "/scenario/v1/workflows", "{\"name\":\"one\",\"description\":\"one\"}");
    var id = Served.found(ID, made);
    server.json("PUT", "/scenario/v1/workflows/" + id, FLOW);
    return id;
  }

  private void start(int count, Start one) throws InterruptedException {
    var places = new Semaphore(CLIENTS);
    var failure = new AtomicReference<Exception>();
    for (int i = 0; i < count; i++) {
      places.acquire();
      Thread.startVirtualThread(
          () -> {
            try {
              one.run();
            } catch (Exception e) {
              failure.set(e);
            } finally {
              places.release();
            }
          });
    }
    places.acquire(CLIENTS);
    if (failure.get() != null) {
      throw new IllegalStateException(failure.get());
    }
  }

  /** Starts a batch that runs through all that follows. */
  private String goesOn() throws IOException, InterruptedException {
    server.json(
        "PUT",
        "/v1/limits/resources/step:check",
        "{\"rate\": {\"starts\": 200, \"per_ms\": 1000, \"burst\": 50}}");
    var lines =
        IntStream.range(0, ITEMS)
            .mapToObj(n -> "{\"inputs\":{\"n\":" + n + "}}")
            .collect(Collectors.joining("\n"));
    return Served.found(
        ID,
        server.send(
            "POST", "/v1/batches?workflow=quick&concurrency=64", "application/x-ndjson", lines));
  }

  private void look(String among, String firstSartiq, String lastOfFew)
      throws IOException, InterruptedException {
    var running = goesOn();
    var workflows = "/sartiq/api/v1/workflows/";
    long total = Long.parseLong(Served.found(TOTAL, server.get(workflows + "?limit=1")));
    latency("sartiq: 100 of " + among, workflows + "?limit=" + PAGE);
    latency(
        "sartiq: the last 100 of " + among,
        workflows + "?limit=" + PAGE + "&skip=" + (total - PAGE));
    latency(
        "sartiq: 100 from the middle of " + among,
        workflows + "?limit=" + PAGE + "&skip=" + (total - PAGE) / 2);
    latency("sartiq: one of " + among, workflows + firstSartiq);
    var jobs = "/scenario/v1/jobs";
    latency("scenario: 100 jobs of " + among, jobs + "?pageSize=" + PAGE);
    latency(
        "scenario: 100 jobs of workflows of " + among, jobs + "?type=workflow&pageSize=" + PAGE);
    latency(
        "scenario: the last jobs of " + among,
        jobs + "?pageSize=" + PAGE + "&paginationToken=" + token(lastOfFew));
    latency("scenario: one of " + among, jobs + "/" + lastOfFew);
    var rows = "/wiserows/api/v1/jobs";
    latency("wiserows: 100 jobs of " + among, rows + "?limit=" + PAGE);
    latency(
        "wiserows: the last 100 jobs of " + among,
        rows + "?limit=" + PAGE + "&offset=" + (total - PAGE));
    latency(
        "wiserows: 100 jobs from the middle of " + among,
        rows + "?limit=" + PAGE + "&offset=" + (total - PAGE) / 2);
    latency("wiserows: the job of a batch that runs, among " + among, rows + "/" + running);
    server.json("POST", "/v1/batches/" + running + "/cancel", "");
  }

  /** A run over 1,000 entities, the most that there may be. */
  private void entities() throws IOException, InterruptedException {
    var rows = "/wiserows/api/v1";
    var type =
        Served.found(
            ID,
            server.json(
                "POST",
                rows + "/entity-types",
                "{\"name\":\"Things\",\"fields\":[{\"name\":\"name\",\"type\":\"text\"}]}"));
    var ids = new ArrayList<String>();
    for (int i = 0; i < ENTITIES; i++) {
      var one = "{\"entityTypeId\":\"" + type + "\",\"fields\":{\"name\":\"a thing\"}}";
      ids.add("\"" + Served.found(ID, server.json("POST", rows + "/entities", one)) + "\"");
    }
    var flow =
        Served.found(
            ID,
            server.json(
                "POST",
                rows + "/workflows",
                "{\"name\":\"Check\",\"entityTypeId\":\""
                    + type
                    + "\",\"steps\":[{\"type\":\"validate\",\"config\":{\"rules\":["
                    + "{\"field\":\"name\",\"rule\":\"minLength\",\"value\":3}]}}]}"));
    var wanted = "{\"entityIds\":[" + String.join(",", ids) + "]}";
    var job = Served.found(JOB, server.json("POST", rows + "/workflows/" + flow + "/run", wanted));
    var running = goesOn();
    latency("wiserows: a run over 1,000 entities", rows + "/workflows/" + flow + "/runs/" + job);
    latency("wiserows: its job, with its log", rows + "/jobs/" + job);
    server.json("POST", "/v1/batches/" + running + "/cancel", "");
  }

  private void latency(String name, String path) throws IOException, InterruptedException {
    server.latency(history, name, path);
  }

  /** Leads to what was started before this job. */
  private static String token(String job) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(job.getBytes(StandardCharsets.UTF_8));
  }
}
