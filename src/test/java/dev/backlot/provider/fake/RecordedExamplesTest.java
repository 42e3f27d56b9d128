package dev.backlot.provider.fake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import dev.backlot.model.Money;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The examples of the vendors' public references, sent to the fake provider as they stand but for
 * ids and the fake's own root: each answer has every documented field, of the documented kind.
 */
class RecordedExamplesTest {
  private static final Path FOLDER = Path.of("src/test/resources/documented/providers");
  private static final Pattern PLACE = Pattern.compile("\\{(/\\w+)}");
  private static final Duration LONG = Duration.ofHours(1);

  @ParameterizedTest
  @ValueSource(strings = {"replicate", "fal", "openai"})
  void a_public_example_passes(String vendor) throws Exception {
    var examples = Json.parse(Files.readAllBytes(FOLDER.resolve(vendor + ".json")));
    assertThat(examples.path("source").asString("")).contains("https://", "November 2026");
    for (var jobs : List.of("run", "ended")) {
      try (var fake = fake(jobs.equals("run") ? LONG : Duration.ZERO);
          var client = HttpClient.newHttpClient()) {
        var made = Json.object();
        for (var exchange : examples.path("exchanges")) {
          if (exchange.path("jobs").asString("").equals(jobs)) {
            check(exchange, send(client, fake, exchange, made));
          }
        }
      }
    }
  }

  private static FakeProvider fake(Duration latency) throws IOException {
    var settings =
        new FakeProvider.Settings(0, 1, latency, Set.of(), new Money(40_000), "whsec_c2VjcmV0");
    return FakeProvider.start(settings, InstantSource.system());
  }

  private record Answer(int status, JsonNode body) {}

  /**
   * @param made what the latest answer with an id said, for the places of the next path
   */
  private static Answer send(
      HttpClient client, FakeProvider fake, JsonNode exchange, ObjectNode made) throws Exception {
    var path =
        PLACE
            .matcher(exchange.path("path").asString(""))
            .replaceAll(found -> made.at(found.group(1)).asString("none"));
    var body =
        exchange.has("body")
            ? BodyPublishers.ofString(Json.text(exchange.path("body")))
            : BodyPublishers.noBody();
    var request =
        HttpRequest.newBuilder(URI.create(fake.url() + path))
            .header("Authorization", "Bearer anything")
            .header("Content-Type", "application/json")
            .method(exchange.path("method").asString(""), body)
            .build();
    var answer = client.send(request, BodyHandlers.ofString());
    var json = Json.parse(answer.body());
    for (var id : List.of("id", "request_id")) {
      if (json.has(id)) {
        made.set(id, json.path(id));
      }
    }
    return new Answer(answer.statusCode(), json);
  }

  private static void check(JsonNode exchange, Answer answer) {
    var name = exchange.path("name").asString("");
    assertThat(answer.status)
        .as(name + ": " + answer.body)
        .isEqualTo(exchange.path("status").asInt(0));
    var wrong = new ArrayList<String>();
    compare("", exchange.path("answer"), answer.body, texts(exchange.path("free")), wrong);
    for (var place : texts(exchange.path("same"))) {
      if (!exchange.path("answer").at(place).equals(answer.body.at(place))) {
        wrong.add(place + " is " + answer.body.at(place));
      }
    }
    assertThat(wrong).as(name).isEmpty();
  }

  private static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(one -> texts.add(one.asString("")));
    return texts;
  }

  /** A documented null may be anything; of a list, the first item stands for all. */
  private static void compare(
      String place, JsonNode documented, JsonNode given, List<String> free, List<String> wrong) {
    if (given.isMissingNode()) {
      wrong.add(place + " is missing");
    } else if (free.contains(place) || documented.isNull()) {
      return;
    } else if (documented.isObject()) {
      documented.forEachEntry(
          (name, value) -> compare(place + "/" + name, value, given.path(name), free, wrong));
    } else if (documented.isArray() && !documented.isEmpty()) {
      compare(place + "/0", documented.path(0), given.path(0), free, wrong);
    } else if (!documented.getNodeType().equals(given.getNodeType())) {
      wrong.add(place + " is " + given);
    }
  }
}
