package dev.backlot.provider;

import dev.backlot.model.CostRange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A provider that is called and paid as the operator's file says. */
public abstract class PricedProvider implements Provider {
  protected final ProviderSettings settings;
  protected final ProviderHttp http;

  protected PricedProvider(ProviderSettings settings, ProviderHttp http) {
    this.settings = settings;
    this.http = http;
  }

  @Override
  public final Scrubber scrubber() {
    return http.scrubber();
  }

  @Override
  public final String name() {
    return settings.name();
  }

  @Override
  public final Optional<String> model(String task) {
    return Optional.ofNullable(settings.models().get(task));
  }

  /** As the file says of the model; else what the adapter knows, or the file says of all. */
  @Override
  public final Pictures pictures(String task, String model) {
    var known = taken(task, model);
    var named = settings.pictures().get(model);
    if (named != null) {
      return named.over(known, ProvidersFile.PICTURE_MAX);
    }
    var any = settings.pictures().get(ProviderSettings.ANY_MODEL);
    return any == null || known instanceof Pictures.None
        ? known
        : any.over(known, ProvidersFile.PICTURE_MAX);
  }

  /** What is known of the provider itself. */
  protected abstract Pictures taken(String task, String model);

  @Override
  public final Optional<CostRange> price(String model) {
    return settings.price(model).map(Price::range);
  }

  @Override
  public final Optional<CostRange> price(Task task) {
    return settings
        .price(task.model())
        .map(
            price ->
                plainWords(task)
                    .map(words -> price.atMost(bytes(words), most(words)))
                    .orElse(price.range()));
  }

  /** Words about words alone, whose answer is cut off: how many there can be is known. */
  private static Optional<Task.GenerateText> plainWords(Task task) {
    return task instanceof Task.GenerateText words
            && words.image().isEmpty()
            && words.tokensMax().isPresent()
            // they may ask for more than one answer
            && words.options().isEmpty()
        ? Optional.of(words)
        : Optional.empty();
  }

  private static int bytes(Task.GenerateText words) {
    var all = words.prompt() + words.system().orElse("");
    return all.getBytes(StandardCharsets.UTF_8).length;
  }

  private static int most(Task.GenerateText words) {
    return words.tokensMax().orElseThrow();
  }

  @Override
  public final CostRange price() {
    return settings.range();
  }

  @Override
  public final Map<String, Price> prices() {
    return settings.prices();
  }

  @Override
  public Optional<Duration> unlistedAfter() {
    return settings.unlistedAfter();
  }

  /** What is charged for a model; one that has left the list meanwhile costs the most of all. */
  protected final Price charged(String model) {
    return settings.price(model).orElseGet(() -> Price.ofCall(settings.range().high()));
  }
}
