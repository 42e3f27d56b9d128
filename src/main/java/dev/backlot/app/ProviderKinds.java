package dev.backlot.app;

import dev.backlot.provider.Provider;
import dev.backlot.provider.ProviderHttp;
import dev.backlot.provider.ProviderSettings;
import dev.backlot.provider.Providers;
import dev.backlot.provider.WebClient;
import dev.backlot.provider.openai.OpenAiProvider;
import dev.backlot.provider.replicate.CallbackSignature;
import dev.backlot.provider.replicate.ReplicateProvider;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Every adapter there is, with the clients they share. */
final class ProviderKinds implements Providers.Kinds, AutoCloseable {
  private final Function<String, @Nullable String> environment;
  private final WebClient anywhere = new WebClient(true);
  private final WebClient publicOnly = new WebClient(false);

  ProviderKinds(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  @Override
  public Map<String, Function<ProviderSettings, Provider>> adapters() {
    return Map.of(
        ReplicateProvider.KIND,
        settings -> new ReplicateProvider(settings, http(settings)),
        OpenAiProvider.KIND,
        settings -> new OpenAiProvider(settings, http(settings)));
  }

  private ProviderHttp http(ProviderSettings settings) {
    return new ProviderHttp(settings, anywhere, publicOnly);
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.apply(name));
  }

  @Override
  public Predicate<String> isSigningSecret() {
    return CallbackSignature::isSecret;
  }

  @Override
  public void close() {
    anywhere.close();
    publicOnly.close();
  }
}
