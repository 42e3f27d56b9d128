package dev.backlot.provider;

import dev.backlot.model.CostRange;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One provider as the operator describes it.
 *
 * @param name as workflows and limits call it
 * @param kind which adapter speaks with it
 * @param url where its interface is, without a slash at the end
 * @param key what opens it
 * @param callbacks where it may report; empty when it is only asked
 * @param fileHosts whose files are fetched, besides those of {@code url}; {@code *.} in front
 *     stands for any host below
 * @param prices by model, in the order of the file; {@value #ANY_MODEL} is for models that are not
 *     named
 * @param models by kind of task, as step types are called: which to take when nobody says
 * @param api how it is spoken with, where no adapter knows that by itself
 * @param signIn where the key is changed into a pass, when not where the adapter knows
 * @param pictures by model: what may go along; {@value #ANY_MODEL} is for models that are not named
 * @param unlistedAfter when a job that is not listed counts as never made; empty for never
 */
public record ProviderSettings(
    String name,
    String kind,
    URI url,
    Secret key,
    Optional<Callbacks> callbacks,
    List<String> fileHosts,
    Map<String, Price> prices,
    Optional<Duration> unlistedAfter,
    Map<String, String> models,
    Optional<JobApi> api,
    Optional<URI> signIn,
    Map<String, PictureRule> pictures) {
  public static final String ANY_MODEL = "*";

  /**
   * Where a provider reports.
   *
   * @param url of this Backlot as the provider reaches it, without a slash at the end
   * @param proof what tells its reports from anybody else's
   */
  public record Callbacks(URI url, Proof proof) {}

  /** How reports are signed. */
  public sealed interface Proof {
    /** With a secret that both know. */
    record Shared(Secret secret) implements Proof {}

    /** With a key of a list that the provider publishes. */
    record Published(URI keys) implements Proof {}
  }

  public ProviderSettings {
    fileHosts = List.copyOf(fileHosts);
    prices = Collections.unmodifiableMap(new LinkedHashMap<>(prices));
    models = Map.copyOf(models);
    pictures = Map.copyOf(pictures);
  }

  /** Of a provider that an adapter of its own speaks with. */
  public ProviderSettings(
      String name,
      String kind,
      URI url,
      Secret key,
      Optional<Callbacks> callbacks,
      List<String> fileHosts,
      Map<String, Price> prices,
      Optional<Duration> unlistedAfter,
      Map<String, String> models) {
    this(
        name,
        kind,
        url,
        key,
        callbacks,
        fileHosts,
        prices,
        unlistedAfter,
        models,
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  /** A model's price; empty when neither it nor any model is named. */
  public Optional<Price> price(String model) {
    var named = prices.get(model);
    return Optional.ofNullable(named == null ? prices.get(ANY_MODEL) : named);
  }

  /** From the cheapest to the dearest model. */
  public CostRange range() {
    var ranges = prices.values().stream().map(Price::range).toList();
    if (ranges.isEmpty()) {
      return CostRange.FREE;
    }
    var low = ranges.stream().map(CostRange::low).min(Comparable::compareTo).orElseThrow();
    var high = ranges.stream().map(CostRange::high).max(Comparable::compareTo).orElseThrow();
    return new CostRange(low, high);
  }

  /** Where it reports about the job with this key. */
  public Optional<String> callback(String key) {
    return callbacks.map(to -> to.url() + "/callbacks/" + name + "/" + key);
  }

  /** Whether a file's host is the provider's own. */
  public boolean isOwn(URI file) {
    if (isOrigin(file)) {
      return true;
    }
    var host = String.valueOf(file.getHost()).toLowerCase(java.util.Locale.ROOT);
    return "https".equals(file.getScheme())
        && fileHosts.stream()
            .anyMatch(
                own -> own.startsWith("*.") ? host.endsWith(own.substring(1)) : host.equals(own));
  }

  /** Whether it lies on the very server of the interface. */
  public boolean isOrigin(URI file) {
    return url.getScheme().equals(file.getScheme())
        && url.getAuthority().equals(file.getAuthority());
  }
}
