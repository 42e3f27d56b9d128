package dev.backlot.provider;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Reads an answer that never ends, line by line, such as an event stream. One at a time. */
public final class LineClient implements AutoCloseable {
  /** So long without a line, and the connection counts as broken. */
  public static final Duration SILENCE_MAX = Duration.ofSeconds(45);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final int TEXT_MAX = 1 << 16;
  private static final int LINE_MAX = 8 << 20;

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final ScheduledExecutorService watchdog =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("silence").factory());

  /** How it ended: the status, and the text of an answer that is no stream. */
  public record Ended(int status, String text) {}

  /**
   * Reads until the other side ends the answer.
   *
   * @throws IOException when there is no connection, or it breaks, or falls silent
   */
  public Ended read(URI url, Map<String, String> headers, Consumer<String> line)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(url).version(HttpClient.Version.HTTP_1_1);
    headers.forEach(request::header);
    var answer = http.send(request.build(), BodyHandlers.ofInputStream());
    try (var body = answer.body()) {
      if (answer.statusCode() != 200) {
        var text = new String(body.readNBytes(TEXT_MAX), StandardCharsets.UTF_8);
        return new Ended(answer.statusCode(), text);
      }
      readLines(body, line);
      return new Ended(200, "");
    }
  }

  private void readLines(InputStream body, Consumer<String> line) throws IOException {
    var heard = new AtomicLong(System.nanoTime());
    var check =
        watchdog.scheduleWithFixedDelay(() -> endIfSilent(heard, body), 1, 1, TimeUnit.SECONDS);
    try (var reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      for (var next = reader.readLine(); next != null; next = reader.readLine()) {
        if (next.length() > LINE_MAX) {
          throw new IOException("a line of the answer is longer than " + LINE_MAX);
        }
        heard.set(System.nanoTime());
        line.accept(next);
      }
    } finally {
      check.cancel(false);
    }
  }

  /** Closing wakes the reader. */
  private static void endIfSilent(AtomicLong heard, InputStream body) {
    if (System.nanoTime() - heard.get() > SILENCE_MAX.toNanos()) {
      try {
        body.close();
      } catch (IOException _) {
        // it is broken, which is what was to be found out
      }
    }
  }

  @Override
  public void close() {
    watchdog.shutdownNow();
    http.shutdownNow();
  }
}
