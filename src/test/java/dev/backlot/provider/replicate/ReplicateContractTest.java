package dev.backlot.provider.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.CostRange;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.provider.Price;
import dev.backlot.provider.Provider;
import dev.backlot.provider.Provider.Found;
import dev.backlot.provider.Provider.Note;
import dev.backlot.provider.Provider.Polled;
import dev.backlot.provider.Provider.Submitted;
import dev.backlot.provider.ProviderContract;
import dev.backlot.provider.ProviderHttp;
import dev.backlot.provider.ProviderSettings;
import dev.backlot.provider.Secret;
import dev.backlot.provider.Task;
import dev.backlot.provider.WebClient;
import dev.backlot.provider.fake.FakeProvider;
import dev.backlot.provider.fake.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The Replicate adapter against a real server of its format, with each fault and with all. */
class ReplicateContractTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String MODEL = "backlot/pictures";
  private static final Money PRICE = new Money(40_000);

  abstract static class Against extends ProviderContract {
    private final Set<Fault> faults;
    private final WebClient web = new WebClient(true);
    private final WebClient publicOnly = new WebClient(false);
    private FakeProvider fake;
    private Provider provider;

    Against(Set<Fault> faults) {
      this.faults = faults;
    }

    @BeforeEach
    void start() throws IOException {
      start(Duration.ofMillis(20));
    }

    private void start(Duration latency) throws IOException {
      var seed = Long.getLong("seed", System.nanoTime());
      System.getLogger("seed").log(System.Logger.Level.INFO, "-Dseed=" + seed);
      fake =
          FakeProvider.start(
              new FakeProvider.Settings(0, seed, latency, faults, PRICE, SECRET),
              InstantSource.system());
      provider = provider(settings(Map.of(MODEL, Price.ofCall(PRICE)), true));
    }

    ProviderSettings settings(Map<String, Price> prices, boolean reports) {
      var callbacks =
          new ProviderSettings.Callbacks(
              URI.create("http://127.0.0.1:9"),
              new ProviderSettings.Proof.Shared(new Secret("SIGNING", SECRET)));
      return new ProviderSettings(
          "fake",
          ReplicateProvider.KIND,
          URI.create(fake.url()),
          new Secret("TOKEN", "r8_very_secret"),
          reports ? Optional.of(callbacks) : Optional.empty(),
          List.of(),
          prices,
          Optional.empty(),
          Map.of());
    }

    Provider provider(ProviderSettings settings) {
      return new ReplicateProvider(settings, new ProviderHttp(settings, web, publicOnly));
    }

    @AfterEach
    void stop() {
      fake.close();
      web.close();
      publicOnly.close();
    }

    @Override
    protected void slow() throws IOException {
      fake.close();
      start(Duration.ofHours(1));
    }

    @Override
    protected String status() {
      var calls = fake.calls().path("calls");
      return calls.path(calls.size() - 1).path("status").asString("none");
    }

    @Override
    protected Provider provider() {
      return provider;
    }

    @Override
    protected String model() {
      return MODEL;
    }

    @Override
    protected Money price() {
      return PRICE;
    }

    @Override
    protected int jobs(String key) {
      int jobs = 0;
      for (var call : fake.calls().path("calls")) {
        jobs += call.path("key").asString("").equals(key) ? 1 : 0;
      }
      return jobs;
    }
  }

  @Nested
  class SlowTest extends Against {
    SlowTest() {
      super(EnumSet.of(Fault.SLOW));
    }
  }

  @Nested
  class BusyTest extends Against {
    BusyTest() {
      super(EnumSet.of(Fault.BUSY));
    }
  }

  @Nested
  class BrokenTest extends Against {
    BrokenTest() {
      super(EnumSet.of(Fault.BROKEN));
    }
  }

  @Nested
  class LostTest extends Against {
    LostTest() {
      super(EnumSet.of(Fault.LOST));
    }
  }

  @Nested
  class EverythingTest extends Against {
    EverythingTest() {
      super(EnumSet.allOf(Fault.class));
    }
  }

  @Nested
  class FaultlessTest extends Against {
    FaultlessTest() {
      super(EnumSet.noneOf(Fault.class));
    }

    private Optional<Note> note(String secret, Instant signed, String body, String key) {
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      var headers = CallbackSignature.sign(secret, "msg_1", signed, bytes);
      return provider().callback(headers, bytes, key, Instant.parse("2026-11-24T12:00:00Z"));
    }

    @Test
    void only_what_the_provider_signed_of_late_is_a_callback() {
      var at = Instant.parse("2026-11-24T11:58:00Z");
      var body = "{\"id\":\"abc\",\"webhook\":\"https://x/callbacks/fake/k1\"}";
      assertThat(note(SECRET, at, body, "k1")).contains(new Note("k1", "abc"));
      assertThat(note(SECRET, at, body, "k2")).as("sent to another call's address").isEmpty();
      assertThat(note("whsec_AAAA", at, body, "k1")).as("another's signature").isEmpty();
      assertThat(note(SECRET, at.minusSeconds(600), body, "k1")).as("an old one").isEmpty();
      assertThat(provider().callback(Map.of(), body.getBytes(StandardCharsets.UTF_8), "k1", at))
          .isEmpty();
    }

    @Test
    void signatures_are_those_of_the_standard() {
      // the example of the Standard Webhooks specification
      var body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
      var at = Instant.ofEpochSecond(1614265330);
      assertThat(CallbackSignature.sign(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body))
          .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void without_callbacks_nothing_is_found_for_certain() throws InterruptedException {
      var silent = provider(settings(Map.of(MODEL, Price.ofCall(PRICE)), false));
      assertThat(silent.find(key(), Instant.now()))
          .isInstanceOfSatisfying(
              Found.Unknown.class,
              unknown -> assertThat(unknown.why().message()).contains("callbacks"));
    }

    @Test
    void a_job_that_others_made_without_an_address_may_be_any() throws InterruptedException {
      var silent = provider(settings(Map.of(MODEL, Price.ofCall(PRICE)), false));
      assertThat(silent.submit(new Task.GenerateImage(MODEL, "unmarked"), key()))
          .isInstanceOf(Submitted.Accepted.class);
      assertThat(provider().find(key(), Instant.now())).isInstanceOf(Found.Unknown.class);
    }

    @Test
    void what_lies_a_page_further_is_found_too() throws InterruptedException {
      var key = key();
      var first = provider().submit(new Task.GenerateImage(MODEL, "first"), key);
      for (int i = 0; i < 120; i++) {
        provider().submit(new Task.GenerateImage(MODEL, "more"), key());
      }
      assertThat(provider().find(key, Instant.now()))
          .isEqualTo(new Found.Here(((Submitted.Accepted) first).requestId()));
    }

    @Test
    void seconds_of_work_are_charged_even_without_a_result() throws InterruptedException {
      var perSecond =
          Price.ofSecond(new Money(1_000_000), new CostRange(Money.NONE, new Money(5_000_000)));
      var metered = provider(settings(Map.of("*", perSecond), true));
      var failed = end(accepted("a [fail]"));
      assertThat(failed).isInstanceOf(Polled.Failed.class);
      var job = accepted("a [fail]");
      end(job);
      assertThat(metered.poll(job))
          .isInstanceOfSatisfying(
              Polled.Failed.class, one -> assertThat(one.billed()).isEqualTo(new Money(20_000)));
      assertThat(metered.price("any/model")).contains(perSecond.range());
    }

    @Test
    void files_come_from_the_providers_own_hosts_only() throws InterruptedException {
      for (var elsewhere :
          List.of("http://127.0.0.1:1/x.png", "https://example.com/x.png", "file:///etc/passwd")) {
        assertThat(provider().fetch(URI.create(elsewhere), folder.resolve("x"), 100))
            .get()
            .isInstanceOf(Failure.Refused.class);
      }
    }

    @Test
    void who_cannot_be_reached_was_not_asked() throws InterruptedException {
      stop();
      assertThat(provider().submit(new Task.GenerateImage(MODEL, "x"), key()))
          .isInstanceOf(Submitted.Unavailable.class);
    }

    @Test
    void a_secret_never_shows() {
      assertThat(settings(Map.of(), true).toString())
          .doesNotContain("r8_very_secret")
          .doesNotContain(SECRET)
          .contains("$TOKEN");
    }
  }
}
