package dev.backlot.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.FreePort;
import dev.backlot.fixture.Seeded;
import dev.backlot.json.Json;
import dev.backlot.model.Money;
import dev.backlot.provider.fake.FakeProvider;
import dev.backlot.provider.fake.Fault;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
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
      try (var server = server()) {
        batch = batch.isEmpty() ? start(server) : batch;
        server.awaitCalls(provider::made, moment);
        server.kill();
      }
    }
    try (var server = server()) {
      var ended = server.awaitEnd(batch, CALLS, Duration.ofHours(3));
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

  private KilledServer server() throws IOException, InterruptedException {
    return new KilledServer(folder, port, Map.of("FAKE_TOKEN", "r8_fake", "FAKE_SIGNING", SECRET));
  }

  private static String start(KilledServer server) throws Exception {
    server.publish("paint", WORKFLOW);
    return server.start(
        "paint",
        IntStream.range(0, CALLS)
            .<JsonNode>mapToObj(i -> Json.object().put("prompt", "picture " + i))
            .toList());
  }
}
