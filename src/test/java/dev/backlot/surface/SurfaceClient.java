package dev.backlot.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** A client of a dialect that holds every answer against the dialect's contract. */
public final class SurfaceClient {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Map<String, OpenApiInteractionValidator> CONTRACTS =
      new ConcurrentHashMap<>();

  private final String url;
  private final String key;
  private final String contract;
  private final String prefix;

  /**
   * A client with a key.
   *
   * @param contract the name of the dialect's contract
   * @param prefix that the paths of the contract follow
   */
  public SurfaceClient(String url, String key, String contract, String prefix) {
    this.url = url;
    this.key = key;
    this.contract = contract;
    this.prefix = prefix;
  }

  /** The same client with another key; an empty one sends none. */
  public SurfaceClient with(String otherKey) {
    return new SurfaceClient(url, otherKey, contract, prefix);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  public record Answer(int status, HttpHeaders headers, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
      try {
        return Json.parse(body);
      } catch (JsonProblem e) {
        throw new AssertionError(text(), e);
      }
    }

    public String field(String name) {
      return json().path(name).asString("");
    }

    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    public Answer expect(int expected) {
      assertThat(status).as(text()).isEqualTo(expected);
      return this;
    }
  }

  /** Asks below the prefix; headers are names and values by turns. */
  public Answer get(String path, String... headers) {
    return send("GET", path, Optional.empty(), headers);
  }

  public Answer post(String path, String... headers) {
    return send("POST", path, Optional.empty(), headers);
  }

  public Answer json(String method, String path, String body, String... headers) {
    var all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = "application/json";
    System.arraycopy(headers, 0, all, 2, headers.length);
    return send(method, path, Optional.of(body), all);
  }

  public Answer send(String method, String path, Optional<String> body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(url + prefix + path))
            .timeout(PATIENCE)
            .method(method, body.map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()));
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  private Answer send(HttpRequest request) {
    var answer = ask(request);
    check(request, answer);
    return answer;
  }

  /** Asks for what the contract leaves out. */
  public Answer unchecked(String path, String... headers) {
    return ask(
        HttpRequest.newBuilder(URI.create(url + prefix + path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + key)
            .headers(headers)
            .build());
  }

  private static Answer ask(HttpRequest request) {
    try {
      var response = HTTP.send(request, BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new AssertionError(request + " failed", e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What is not in the contract has no words in it, but the shape of its errors all the same. */
  private void check(HttpRequest request, Answer answer) {
    assertThat(answer.header("X-Request-Id")).isNotEmpty();
    if (answer.status() == 405
        || answer.status() == 307
        || answer.text().contains("there is nothing at")
        || request.uri().getPath().endsWith("/nothing/here")) {
      return;
    }
    var response = new SimpleResponse.Builder(answer.status());
    answer.headers().map().forEach(response::withHeader);
    if (answer.body().length > 0) {
      response.withBody(answer.body());
    }
    var report =
        CONTRACTS
            .computeIfAbsent(contract, SurfaceClient::contract)
            .validateResponse(
                request.uri().getPath(),
                Request.Method.valueOf(request.method()),
                response.build());
    var shown = answer.text().substring(0, Math.min(1_000, answer.text().length()));
    assertThat(report.getMessages()).as(request + " " + shown).isEmpty();
  }

  private static OpenApiInteractionValidator contract(String name) {
    return OpenApiInteractionValidator.createFor(
            Path.of("src/main/openapi/" + name + ".yaml").toUri().toString())
        .build();
  }

  /** A file's bytes at a whole address, asked for without a key. */
  public static byte[] download(String address) {
    try {
      var request = HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build();
      var answer = HTTP.send(request, BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
