package dev.backlot.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongConsumer;

/** Fetches files of any length, each part as it comes. */
public final class FileClient implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration HEADERS_PATIENCE = Duration.ofSeconds(60);
  private static final int TEXT_MAX = 1 << 16;

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** How it ended: the status, and the text of an answer that is no file. */
  public record Ended(int status, String text) {}

  /**
   * Writes the answer's body into a file.
   *
   * @param arrived is told how many bytes there are, again and again; what it throws ends the way
   * @throws IOException when there is no connection, or the answer breaks off
   */
  public Ended fetch(URI url, Map<String, String> headers, Path target, LongConsumer arrived)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(url).version(HttpClient.Version.HTTP_1_1).timeout(HEADERS_PATIENCE);
    headers.forEach(request::header);
    var answer = http.send(request.build(), BodyHandlers.ofInputStream());
    try (var body = answer.body()) {
      if (answer.statusCode() != 200) {
        return new Ended(
            answer.statusCode(), new String(body.readNBytes(TEXT_MAX), StandardCharsets.UTF_8));
      }
      write(body, target, arrived);
      return new Ended(200, "");
    } catch (InterruptedIOException e) {
      throw (InterruptedException)
          new InterruptedException("interrupted while a file came").initCause(e);
    }
  }

  private static void write(InputStream body, Path target, LongConsumer arrived)
      throws IOException {
    try (var out = Files.newOutputStream(target)) {
      var buffer = new byte[1 << 16];
      long bytes = 0;
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        out.write(buffer, 0, read);
        bytes += read;
        arrived.accept(bytes);
      }
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
