package dev.backlot.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.app.Main;
import dev.backlot.fixture.ChildJvm;
import dev.backlot.fixture.FreePort;
import dev.backlot.fixture.Seeded;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.model.Money;
import dev.backlot.provider.fake.FakeProvider;
import dev.backlot.provider.fake.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A thousand calls to a provider that loses answers, breaks and reports twice, by a server that is
 * killed at random moments: everything is paid for once, and everything paid for is there.
 */
class PayOnceTest {
  private static final int CALLS = Integer.getInteger("payonce.calls", 1_000);
  private static final int KILLS = Integer.getInteger("payonce.kills", 6);
  private static final Money PRICE = new Money(40_000);
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** A call that the provider does not list after three seconds was never made: it says all. */
  private static final String PROVIDERS =
      """
      currency: USD
      providers:
        - name: fake
          kind: replicate
          url: FAKE_URL
          secret: FAKE_TOKEN
          callbacks: {url: "http://127.0.0.1:PORT", secret: FAKE_SIGNING}
          unlisted-after: 3s
          prices: {backlot/pictures: {call: 0.04}}
      """;

  private static final String WORKFLOW =
      """
      name: paint
      inputs: {prompt: {type: text, required: true}}
      steps:
        paint:
          uses: image.generate
          with: {provider: fake, model: backlot/pictures, prompt: "${{ inputs.prompt }}", width: 32, height: 32}
          retry: {attempts: 20, backoff: fixed, delay: 1s}
      outputs: {request: "${{ steps.paint.request }}"}
      """;

  @TempDir Path folder;
  private int port;

  @Test
  @Timeout(240)
  void nothing_is_paid_twice_and_nothing_paid_for_is_lost() {
    payOnce(KILLS);
  }

  @Test
  @Tag("soak")
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void hundreds_of_kills_pay_nothing_twice_and_lose_nothing_paid_for() {
    payOnce(Integer.getInteger("soak.kills", 200));
  }

  private void payOnce(int kills) {
    Seeded.once(
        random -> {
          var settings =
              new FakeProvider.Settings(
                  0,
                  random.nextLong(),
                  Duration.ofMillis(150),
                  EnumSet.allOf(Fault.class),
                  PRICE,
                  SECRET);
          try (var provider = FakeProvider.start(settings, InstantSource.system())) {
            payOnce(provider, moments(kills, random));
          }
        });
  }

  private void payOnce(FakeProvider provider, List<Integer> kills) throws Exception {
    port = FreePort.find();
    Files.writeString(
        folder.resolve("providers.yaml"),
        PROVIDERS.replace("FAKE_URL", provider.url()).replace("PORT", Integer.toString(port)));
    var batch = "";
    for (int moment : kills) {
      try (var server = new Server()) {
        batch = batch.isEmpty() ? server.start() : batch;
        server.awaitCalls(provider, moment);
        server.kill();
      }
    }
    try (var server = new Server()) {
      var ended = server.awaitEnd(batch);
      assertPaidOnce(provider.calls(), ended, server.requests(batch));
    }
  }

  /** After how many calls the server is killed each time. */
  private static List<Integer> moments(int kills, Random random) {
    return random.ints(kills, 1, CALLS * 9 / 10).sorted().boxed().toList();
  }

  private static void assertPaidOnce(JsonNode ledger, JsonNode batch, Set<String> requests) {
    var made = new HashMap<String, Integer>();
    var paid = new HashSet<String>();
    for (var call : ledger.path("calls")) {
      made.merge(call.path("prompt").stringValue(), 1, Integer::sum);
      paid.add(call.path("id").stringValue());
    }
    assertThat(made).as("every call reached the provider").hasSize(CALLS);
    assertThat(made.entrySet().stream().filter(one -> one.getValue() > 1))
        .as("calls made twice")
        .isEmpty();
    assertThat(batch.path("counts").path("succeeded").intValue()).isEqualTo(CALLS);
    assertThat(requests).as("every result that was paid for").isEqualTo(paid);
    var cost = ledger.path("cost").decimalValue();
    assertThat(cost).isEqualByComparingTo(BigDecimal.valueOf(CALLS).multiply(PRICE.amount()));
    assertThat(batch.path("cost").path("spent").decimalValue()).isEqualByComparingTo(cost);
    assertThat(batch.path("cost").path("reserved").decimalValue()).isEqualByComparingTo("0");
  }

  /** The real server in a process of its own. */
  private final class Server implements AutoCloseable {
    private final Process process;

    Server() throws IOException, InterruptedException {
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
      builder.environment().putAll(Map.of("FAKE_TOKEN", "r8_fake", "FAKE_SIGNING", SECRET));
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

    String start() throws Exception {
      ask("POST", "/v1/workflows", "application/yaml", WORKFLOW);
      ask("POST", "/v1/workflows/paint/versions/1/publish", "application/json", "");
      var items = Json.MAPPER.createArrayNode();
      IntStream.range(0, CALLS)
          .forEach(i -> items.addObject().putObject("inputs").put("prompt", "picture " + i));
      var batch = Json.object().put("workflow", "paint").put("concurrency", 128);
      batch.set("items", items);
      return ask("POST", "/v1/batches", "application/json", Json.text(batch))
          .path("id")
          .stringValue();
    }

    /** Returns once the provider has been asked so often. */
    void awaitCalls(FakeProvider provider, int calls) throws InterruptedException {
      while (provider.made() < calls) {
        assertThat(process.waitFor(3, TimeUnit.MILLISECONDS)).as("it ended by itself").isFalse();
      }
    }

    JsonNode awaitEnd(String batch) throws Exception {
      while (true) {
        var now = ask("GET", "/v1/batches/" + batch, "application/json", "");
        if (now.path("counts").path("succeeded").intValue()
                + now.path("counts").path("failed").intValue()
            == CALLS) {
          return now;
        }
        assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).as("it ended by itself").isFalse();
      }
    }

    /** The provider's requests whose results the batch has. */
    Set<String> requests(String batch) throws Exception {
      var requests = new ArrayList<String>();
      var next = "";
      do {
        var page =
            ask("GET", "/v1/batches/" + batch + "/items?limit=100" + next, "application/json", "");
        for (var item : page.path("items")) {
          var run = ask("GET", "/v1/runs/" + item.path("id").stringValue(), "application/json", "");
          requests.add(run.path("outputs").path("request").asString("none"));
        }
        next = page.has("next") ? "&after=" + page.path("next").asString() : "";
      } while (!next.isEmpty());
      assertThat(requests).doesNotHaveDuplicates();
      return Set.copyOf(requests);
    }

    private JsonNode ask(String method, String path, String type, String body)
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
}
