package dev.backlot.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A server in a process of its own, and somebody who asks it. */
final class Served implements AutoCloseable {
  private static final int WARM_UP = 1_000;
  private static final int REQUESTS = 2_000;
  private static final int REQUESTS_LEAST = 200;

  /** What is slow is asked less often. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process server;
  private final String url;
  private final String key;

  private Served(Process server, String url, String key) {
    this.server = server;
    this.url = url;
    this.key = key;
  }

  String url() {
    return url;
  }

  String key() {
    return key;
  }

  static Served on(Path data) throws IOException {
    return on(data, "", List.of());
  }

  /**
   * With options for its JVM and of its own.
   *
   * @param jvm empty for none
   */
  static Served on(Path data, String jvm, List<String> options) throws IOException {
    var command =
        new ArrayList<>(List.of("./backlot", "serve", "--port", "0", "--data", data.toString()));
    command.addAll(options);
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    if (!jvm.isEmpty()) {
      builder.environment().put("BACKLOT_OPTS", jvm);
    }
    var process = builder.start();
    try (var lines = process.inputReader()) {
      var line = lines.readLine();
      if (line == null || !line.contains("ready")) {
        throw new IllegalStateException("expected a ready line, but " + line);
      }
      return new Served(
          process,
          Files.readString(data.resolve("server.url")).strip(),
          Files.readString(data.resolve("admin.key")).strip());
    } catch (IOException | RuntimeException e) {
      process.destroy();
      throw e;
    }
  }

  String send(String method, String path, String type, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Authorization", "Bearer " + key)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", type);
    }
    var answer = HTTP.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(
          method + " " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  String get(String path) throws IOException, InterruptedException {
    return send("GET", path, "", "");
  }

  /** The bytes of a file; answers as {@link #send}. */
  String upload(String path, byte[] file) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(file));
    var answer = HTTP.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  /** The server and all that it has started. */
  LongStream processes() {
    return Stream.concat(Stream.of(server.toHandle()), server.descendants())
        .mapToLong(ProcessHandle::pid);
  }

  /** As JSON; the answer too. */
  String json(String method, String path, String body) throws IOException, InterruptedException {
    return send(method, path, "application/json", body);
  }

  /** The first group of the first match. */
  static String found(Pattern pattern, String text) {
    var found = pattern.matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("expected " + pattern + ", but " + text);
    }
    return found.group(1);
  }

  /** One request after another. */
  void latency(History history, String name, String path) throws IOException, InterruptedException {
    millis(path, WARM_UP);
    var millis = millis(path, REQUESTS);
    Arrays.sort(millis);
    history.record(name + ", p50", "ms", millis[millis.length / 2]);
    history.record(name + ", p99", "ms", millis[millis.length * 99 / 100]);
  }

  private double[] millis(String path, int most) throws IOException, InterruptedException {
    var millis = new double[most];
    long end = System.nanoTime() + PATIENCE.toNanos();
    int asked = 0;
    while (asked < most && (asked < REQUESTS_LEAST || System.nanoTime() < end)) {
      long start = System.nanoTime();
      get(path);
      millis[asked++] = (System.nanoTime() - start) / 1e6;
    }
    return Arrays.copyOf(millis, asked);
  }

  /** What the server has used of the processors. */
  Duration cpu() {
    return server
        .toHandle()
        .descendants()
        .map(Served::cpu)
        .reduce(cpu(server.toHandle()), Duration::plus);
  }

  private static Duration cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    server.destroy();
    server.onExit().join();
  }
}
