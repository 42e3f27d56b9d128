package dev.backlot.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.app.WholeServer;
import dev.backlot.fixture.Seeded;
import dev.backlot.fixture.StaticSite;
import dev.backlot.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.core.JacksonException;

/**
 * Requests that are nearly right, in great numbers: each is answered, in words, and tells nothing.
 */
class FuzzTest {
  private static final int REQUESTS = 2_000;
  private static final int SOAKED = 20_000;
  private static final List<String> INTERNALS =
      List.of(
          "dev.backlot",
          "Exception",
          "java.",
          "at org.",
          "jetty",
          "javalin",
          "SQLITE",
          "/tmp/",
          "[Source",
          "Feature");
  private static final Map<String, Set<String>> ERRORS =
      Map.of(
          "/v1/", Set.of("type", "title", "status", "detail"),
          "/firefly/", Set.of("error", "message", "status"),
          "/sartiq/", Set.of("detail"),
          "/scenario/", Set.of("statusCode", "error", "message"),
          "/wiserows/", Set.of("error"));

  /** Said before it is known whose words to use: the request is no proper HTTP. */
  private static final String NO_HTTP = "\"about:blank\"";

  @SuppressWarnings("unused") // by name, below
  private static final List<String> DIALECTS = Contract.DIALECTS;

  @TempDir Path folder;

  @ParameterizedTest
  @FieldSource("DIALECTS")
  @Timeout(300)
  void what_is_wrong_is_told_in_words(String dialect) throws Exception {
    spoil(dialect, REQUESTS);
  }

  @ParameterizedTest
  @FieldSource("DIALECTS")
  @Tag("soak")
  void what_is_wrong_is_told_in_words_however_often(String dialect) throws Exception {
    spoil(dialect, SOAKED);
  }

  private void spoil(String dialect, int count) throws Exception {
    try (var server = new WholeServer(folder);
        var site = new StaticSite(Files.readAllBytes(GoldenTest.PHOTO));
        var pulse = new Pulse(server.url(), server.adminKey())) {
      var requests = requests(dialect, server, site, pulse);
      var raw = new RawHttp(server.url());
      var contract = Contract.of(dialect);
      Seeded.times(
          count,
          random -> {
            var good = requests.get(random.nextInt(requests.size()));
            var spoilt = new Mutations(random).spoil(good);
            judge(contract, spoilt, raw.send(spoilt));
          });
      // and it still works
      raw.send(Sent.of("GET", "/health", List.of(), new byte[0]));
    }
  }

  /** All good requests of the dialect, on a server that knows what they are about. */
  private static List<Sent> requests(
      String dialect, WholeServer server, StaticSite site, Pulse pulse) throws Exception {
    var fixed =
        Map.of(
            "http://SERVER", server.url(),
            "http://FAKE", server.provider(),
            "http://SITE", site.url(""));
    var teller = new Teller(server.url(), server.adminKey(), Contract.of(dialect), fixed, pulse);
    var requests = new ArrayList<Sent>();
    for (var exchange : Exchange.of(dialect)) {
      requests.add(teller.answers().fill(exchange));
      teller.ask(exchange);
    }
    return requests;
  }

  private static void judge(Contract contract, Sent request, RawHttp.Received answer) {
    var told = answer.status() + " to\n" + shortened(request.toString()) + "\n" + answer.body();
    assertThat(answer.status()).as(told).isBetween(200, 499);
    if (request.method().equals("HEAD")) {
      return;
    }
    if (!answer.body().contains(NO_HTTP)) {
      asAgreed(contract, request, answer, told);
    }
    if (answer.status() < 400) {
      return;
    }
    assertThat(INTERNALS).as(told).noneMatch(answer.body()::contains);
    if (answer.body().contains(NO_HTTP)) {
      return;
    }
    ERRORS.forEach(
        (prefix, fields) -> {
          if (request.target().startsWith(prefix)) {
            assertThat(fields(answer.body(), told)).as(told).containsAll(fields);
          }
        });
  }

  /** What the contract knows is answered as it says, whatever is wrong with it. */
  private static void asAgreed(
      Contract contract, Sent request, RawHttp.Received answer, String told) {
    var path = request.target().replaceFirst("\\?.*", "");
    // streams, and bodies that were asked for without what the contract wraps them in
    boolean beyond =
        answer.head().contains("text/event-stream")
            || request.headers().stream()
                .anyMatch(one -> one.name().equalsIgnoreCase("X-Response-Envelope"));
    if (!beyond && answer.status() != 405 && contract.find(request.method(), path).isPresent()) {
      try {
        contract.check(
            request.method(),
            path,
            answer.status(),
            answer.headers(),
            answer.body().getBytes(StandardCharsets.UTF_8));
      } catch (AssertionError e) {
        throw new AssertionError(told, e);
      }
    }
  }

  private static Set<String> fields(String body, String told) {
    try {
      return Set.copyOf(Json.MAPPER.readTree(body).propertyNames());
    } catch (JacksonException e) {
      throw new AssertionError("no JSON: " + told, e);
    }
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(text.length(), 3_000));
  }
}
