package dev.backlot.surface.backlot;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A client that holds every answer against the contract. */
final class V1Client {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final OpenApiInteractionValidator CONTRACT =
      OpenApiInteractionValidator.createFor(
              Path.of("src/main/openapi/backlot.yaml").toUri().toString())
          .build();

  private final String url;
  private final String key;

  V1Client(String url, String key) {
    this.url = url;
    this.key = key;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  record Answer(int status, HttpHeaders headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() {
      try {
        return Json.parse(body);
      } catch (JsonProblem e) {
        throw new AssertionError(text(), e);
      }
    }

    String field(String name) {
      return json().path(name).asString("");
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    Answer expect(int expected) {
      assertThat(status).as(text()).isEqualTo(expected);
      return this;
    }

    /** The fields that a problem names. */
    List<String> mistakes() {
      return json()
          .path("errors")
          .valueStream()
          .map(error -> error.path("field").asString(""))
          .toList();
    }
  }

  Answer get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  Answer post(String path) {
    return send(request(path).POST(BodyPublishers.noBody()));
  }

  Answer post(String path, String contentType, String body) {
    return send(request(path, "Content-Type", contentType).POST(BodyPublishers.ofString(body)));
  }

  Answer json(String path, String body) {
    return post(path, "application/json", body);
  }

  Answer upload(String path, InputStream bytes) {
    return send(
        request(path, "Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofInputStream(() -> bytes)));
  }

  HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    return headers.length == 0 ? request : request.headers(headers);
  }

  Answer send(HttpRequest.Builder builder) {
    var request = builder.build();
    try {
      var response = HTTP.send(request, BodyHandlers.ofByteArray());
      var answer = new Answer(response.statusCode(), response.headers(), response.body());
      check(request, answer);
      return answer;
    } catch (IOException e) {
      throw new AssertionError(request + " failed", e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void check(HttpRequest request, Answer answer) {
    assertThat(answer.header("X-Request-Id")).isNotEmpty();
    if (answer.status() == 405
        || answer.text().contains("there is nothing at")
        || request.uri().getPath().equals("/nothing/here")) {
      // the contract has no words for what is not in it
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      return;
    }
    if (request.method().equals("HEAD")) {
      return;
    }
    var response = new SimpleResponse.Builder(answer.status());
    answer.headers().map().forEach(response::withHeader);
    if (answer.body().length > 0) {
      response.withBody(answer.body());
    }
    var report =
        CONTRACT.validateResponse(
            request.uri().getPath(), Request.Method.valueOf(request.method()), response.build());
    var shown = answer.text().substring(0, Math.min(1_000, answer.text().length()));
    assertThat(report.getMessages()).as(request + " " + shown).isEmpty();
  }

  /** Saves and publishes a workflow. */
  void publish(String source) {
    var saved = post("/v1/workflows", "application/yaml", source).expect(201);
    post("/v1/workflows/"
            + saved.field("name")
            + "/versions/"
            + saved.json().path("version")
            + "/publish")
        .expect(200);
  }

  /** Starts a batch and returns its id. */
  String start(String body) {
    return json("/v1/batches", body).expect(201).field("id");
  }

  /** One event of a stream. */
  record Seen(String id, String event, JsonNode data) {}

  /** Follows a batch until it has ended. */
  List<Seen> follow(String batch) {
    return follow("/v1/events?batch=" + batch, Integer.MAX_VALUE);
  }

  /** Follows until the stream ends or so many events have come. */
  List<Seen> follow(String path, int most, String... headers) {
    var seen = new ArrayList<Seen>();
    try (var lines = open(path, headers).body()) {
      var iterator = lines.iterator();
      var id = "";
      var event = "";
      while (seen.size() < most && iterator.hasNext()) {
        var line = iterator.next();
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          event = line.substring(7);
        } else if (line.startsWith("data: ")) {
          seen.add(new Seen(id, event, Json.MAPPER.readTree(line.substring(6))));
        }
      }
    }
    return seen;
  }

  HttpResponse<Stream<String>> open(String path, String... headers) {
    try {
      return HTTP.send(request(path, headers).GET().build(), BodyHandlers.ofLines());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Every item of a list, page after page. */
  List<JsonNode> all(String path) {
    var found = new ArrayList<JsonNode>();
    var next = Optional.of("");
    while (next.isPresent()) {
      var page = get(path + next.get()).expect(200).json();
      page.path("items").forEach(found::add);
      next =
          Optional.of(page.path("next").asString(""))
              .filter(key -> !key.isEmpty())
              .map(key -> "&after=" + key);
    }
    return found;
  }
}
