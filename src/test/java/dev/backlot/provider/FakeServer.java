package dev.backlot.provider;

import dev.backlot.model.Money;
import dev.backlot.provider.ProviderHttp.KeyHeader;
import dev.backlot.provider.fake.FakeProvider;
import dev.backlot.provider.fake.Fault;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A fake provider with its moods, and all that an adapter needs to speak with it. */
public final class FakeServer implements AutoCloseable {
  public static final Money PRICE = new Money(40_000);
  private static final Duration LATENCY = Duration.ofMillis(20);

  private final FakeProvider fake;
  private final WebClient web = new WebClient(true);

  public FakeServer(Set<Fault> faults) throws IOException {
    this(faults, LATENCY);
  }

  /** Whose jobs take so long. */
  public FakeServer(Set<Fault> faults, Duration latency) throws IOException {
    var seed = Long.getLong("seed", System.nanoTime());
    System.getLogger("seed").log(System.Logger.Level.INFO, "-Dseed=" + seed);
    fake =
        FakeProvider.start(
            new FakeProvider.Settings(0, seed, latency, faults, PRICE, "whsec_c2VjcmV0"),
            InstantSource.system());
  }

  /** Every model at one price. */
  public ProviderSettings settings(
      String kind, String path, Optional<ProviderSettings.Callbacks> callbacks) {
    return new ProviderSettings(
        "fake",
        kind,
        URI.create(fake.url() + path),
        new Secret("TOKEN", "very-secret"),
        callbacks,
        List.of(),
        Map.of("*", Price.ofCall(PRICE)),
        Optional.empty(),
        Map.of());
  }

  public ProviderHttp http(ProviderSettings settings, KeyHeader key) {
    return new ProviderHttp(settings, key, web, web);
  }

  public WebClient web() {
    return web;
  }

  public String url() {
    return fake.url();
  }

  /** How many jobs it has with this key. */
  public int jobs(String key) {
    int jobs = 0;
    for (var call : fake.calls().path("calls")) {
      jobs += call.path("key").asString("").equals(key) ? 1 : 0;
    }
    return jobs;
  }

  /** What its ledger tells. */
  public JsonNode calls() {
    return fake.calls();
  }

  public int made() {
    return fake.made();
  }

  @Override
  public void close() {
    fake.close();
    web.close();
  }
}
