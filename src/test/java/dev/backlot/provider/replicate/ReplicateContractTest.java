package dev.backlot.provider.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.RecordingSite;
import dev.backlot.fixture.RecordingSite.Said;
import dev.backlot.json.Json;
import dev.backlot.model.CostRange;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.provider.Adapter;
import dev.backlot.provider.Price;
import dev.backlot.provider.Provider;
import dev.backlot.provider.Provider.Found;
import dev.backlot.provider.Provider.Note;
import dev.backlot.provider.Provider.Polled;
import dev.backlot.provider.Provider.Submitted;
import dev.backlot.provider.ProviderContract;
import dev.backlot.provider.ProviderHttp;
import dev.backlot.provider.ProviderSettings;
import dev.backlot.provider.Providers;
import dev.backlot.provider.Secret;
import dev.backlot.provider.Task;
import dev.backlot.provider.WebClient;
import dev.backlot.provider.fake.FakeProvider;
import dev.backlot.provider.fake.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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

    String url() {
      return fake.url();
    }

    ProviderSettings settings(Map<String, Price> prices, boolean reports) {
      return settings(URI.create(fake.url()), prices, reports);
    }

    ProviderSettings settings(URI url, Map<String, Price> prices, boolean reports) {
      var callbacks =
          new ProviderSettings.Callbacks(
              URI.create("http://127.0.0.1:9"),
              new ProviderSettings.Proof.Shared(new Secret("SIGNING", SECRET)));
      return new ProviderSettings(
          "fake",
          ReplicateProvider.KIND,
          url,
          new Secret("TOKEN", "r8_very_secret"),
          reports ? Optional.of(callbacks) : Optional.empty(),
          List.of(),
          prices,
          Optional.empty(),
          Map.of());
    }

    static Task edited(String prompt, int bytes) {
      var picture = "data:image/png;base64," + Base64.getEncoder().encodeToString(new byte[bytes]);
      return new Task.GenerateImage(
          MODEL,
          prompt,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(picture),
          List.of(),
          Optional.of(picture),
          Json.object());
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

  /** With pictures that are handed over before, and go astray as well. */
  @Nested
  class FilesTest extends Against {
    FilesTest() {
      super(EnumSet.allOf(Fault.class));
    }

    @Override
    protected Task task(String prompt) {
      return edited(prompt, 300 << 10);
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

    private int status(String address) throws IOException, InterruptedException {
      var asked =
          HttpRequest.newBuilder(URI.create(address)).header("Authorization", "Bearer x").build();
      try (var client = HttpClient.newHttpClient()) {
        return client.send(asked, HttpResponse.BodyHandlers.discarding()).statusCode();
      }
    }

    private String field(String name) throws IOException, InterruptedException {
      var calls = url() + "/_calls";
      try (var client = HttpClient.newHttpClient()) {
        var asked = HttpRequest.newBuilder(URI.create(calls)).build();
        var said = client.send(asked, HttpResponse.BodyHandlers.ofString()).body();
        var all = Json.orEmpty(said).path("calls");
        return all.path(all.size() - 1).path("input").path(name).asString("");
      }
    }

    @Test
    void a_long_picture_goes_through_its_files_and_a_short_one_within_the_request()
        throws Exception {
      assertThat(provider().submit(edited("long", 300 << 10), key()))
          .isInstanceOf(Submitted.Accepted.class);
      assertThat(field("image")).startsWith(url() + "/v1/files/").isNotEqualTo(field("mask"));
      assertThat(status(field("image"))).isEqualTo(200);
      assertThat(provider().submit(edited("short", 30), key()))
          .isInstanceOf(Submitted.Accepted.class);
      assertThat(field("image")).startsWith("data:image/png;base64,");
    }

    @Test
    void what_was_handed_over_for_nothing_is_deleted() throws Exception {
      assertThat(provider().submit(edited("[refuse]", 300 << 10), key()))
          .isInstanceOf(Submitted.Refused.class);
      assertThat(status(url() + "/v1/files/file1")).isEqualTo(404);
      assertThat(status(url() + "/v1/files/file2")).isEqualTo(404);
    }

    @Test
    void who_does_not_take_a_file_was_asked_for_nothing() throws Exception {
      try (var site = new RecordingSite()) {
        site.answer(_ -> new Said(500, Map.of(), "broken"));
        var settings = settings(URI.create(site.url("")), Map.of(), true);
        assertThat(provider(settings).submit(edited("long", 300 << 10), key()))
            .isInstanceOf(Submitted.Unavailable.class);
        site.answer(_ -> new Said(413, Map.of(), "{\"detail\": \"too much\"}"));
        assertThat(provider(settings).submit(edited("long", 300 << 10), key()))
            .isInstanceOfSatisfying(
                Submitted.Refused.class,
                refused -> assertThat(refused.failure().line()).contains("413: too much"));
        assertThat(site.asked()).allMatch(asked -> asked.path().equals("/v1/files"));
      }
    }

    @Test
    void what_is_said_to_a_file_holds_no_key() throws Exception {
      try (var site = new RecordingSite()) {
        site.answer(
            asked ->
                new Said(
                    400,
                    Map.of(),
                    Json.text(
                        Json.object()
                            .put("detail", "no: " + asked.header("Authorization").orElse("")))));
        var file = folder.resolve("providers.yaml");
        Files.writeString(
            file,
            "{currency: USD, providers: [{name: r, kind: replicate, url: \"%s\", secret: KEY, prices: {\"*\": {call: 1}}}]}"
                .formatted(site.url("")));
        var guarded = Providers.of(file, kinds()).find("r").orElseThrow();
        assertThat(guarded.submit(edited("long", 300 << 10), key()))
            .isInstanceOfSatisfying(
                Submitted.Refused.class,
                refused ->
                    assertThat(refused.failure().line())
                        .contains("***")
                        .doesNotContain("r8_very_secret"));
        assertThat(site.asked().getFirst().path()).isEqualTo("/v1/files");
      }
    }

    private Providers.Kinds kinds() {
      return new Providers.Kinds() {
        @Override
        public Map<String, Adapter> adapters() {
          return Map.of(
              ReplicateProvider.KIND,
              new Adapter(Adapter.Reports.SECRET, FaultlessTest.this::provider));
        }

        @Override
        public Optional<String> variable(String name) {
          return Optional.of("r8_very_secret");
        }

        @Override
        public InstantSource clock() {
          return InstantSource.system();
        }

        @Override
        public Predicate<String> isSigningSecret() {
          return CallbackSignature::isSecret;
        }
      };
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
