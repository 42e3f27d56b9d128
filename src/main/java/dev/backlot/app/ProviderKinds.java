package dev.backlot.app;

import dev.backlot.provider.Adapter;
import dev.backlot.provider.ClientCredentials;
import dev.backlot.provider.JobApi;
import dev.backlot.provider.Provider;
import dev.backlot.provider.ProviderHttp;
import dev.backlot.provider.ProviderHttp.KeyHeader;
import dev.backlot.provider.ProviderSettings;
import dev.backlot.provider.Providers;
import dev.backlot.provider.ServiceAccount;
import dev.backlot.provider.WebClient;
import dev.backlot.provider.comfyui.ComfyUiProvider;
import dev.backlot.provider.fal.FalProvider;
import dev.backlot.provider.fal.FalSignature;
import dev.backlot.provider.firefly.FireflyProvider;
import dev.backlot.provider.generic.GenericProvider;
import dev.backlot.provider.google.GoogleProvider;
import dev.backlot.provider.openai.OpenAiProvider;
import dev.backlot.provider.replicate.CallbackSignature;
import dev.backlot.provider.replicate.ReplicateProvider;
import dev.backlot.provider.scenario.ScenarioProvider;
import dev.backlot.provider.stability.StabilityProvider;
import java.time.InstantSource;
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
  public Map<String, Adapter> adapters() {
    return Map.of(
        ReplicateProvider.KIND,
        new Adapter(
            Adapter.Reports.SECRET,
            settings -> new ReplicateProvider(settings, http(settings, KeyHeader.BEARER))),
        FalProvider.KIND,
        new Adapter(Adapter.Reports.KEYS, this::fal),
        OpenAiProvider.KIND,
        new Adapter(
                Adapter.Reports.NONE,
                settings -> new OpenAiProvider(settings, http(settings, KeyHeader.BEARER)))
            .countingTokens(),
        GoogleProvider.KIND,
        new Adapter(Adapter.Reports.NONE, this::google).countingTokens(),
        StabilityProvider.KIND,
        new Adapter(
            Adapter.Reports.NONE,
            settings -> new StabilityProvider(settings, http(settings, KeyHeader.BEARER))),
        ComfyUiProvider.KIND,
        new Adapter(
            Adapter.Reports.NONE,
            settings -> new ComfyUiProvider(settings, http(settings, KeyHeader.BEARER))),
        ScenarioProvider.KIND,
        new Adapter(
            Adapter.Reports.NONE,
            settings -> new ScenarioProvider(settings, http(settings, KeyHeader.BASIC))),
        FireflyProvider.KIND,
        new Adapter(Adapter.Reports.NONE, false, true, this::firefly),
        GenericProvider.KIND,
        new Adapter(Adapter.Reports.NONE, true, false, this::generic));
  }

  private Provider fal(ProviderSettings settings) {
    // without a list nothing is ever signed: reports are not asked for then
    var keys =
        settings.callbacks().map(ProviderSettings.Callbacks::proof).orElse(null)
                instanceof ProviderSettings.Proof.Published(var list)
            ? list
            : settings.url();
    return new FalProvider(
        settings, http(settings, KeyHeader.KEY), new FalSignature(keys, anywhere));
  }

  private Provider generic(ProviderSettings settings) {
    var key = settings.api().map(JobApi::key).orElse(KeyHeader.BEARER);
    return new GenericProvider(settings, http(settings, key));
  }

  private Provider firefly(ProviderSettings settings) {
    var pass =
        new ClientCredentials(
            settings.signIn().orElse(FireflyProvider.SIGN_IN),
            settings.key(),
            FireflyProvider.SCOPE,
            FireflyProvider.ID_HEADER,
            anywhere,
            clock());
    return new FireflyProvider(
        settings, new ProviderHttp(settings, pass, anywhere, publicOnly), pass);
  }

  private Provider google(ProviderSettings settings) {
    if (!ServiceAccount.is(settings.key())) {
      return new GoogleProvider(settings, http(settings, GoogleProvider.header(settings.url())));
    }
    var account = new ServiceAccount(settings.key(), GoogleProvider.SCOPE, anywhere, clock());
    return new GoogleProvider(
        settings, new ProviderHttp(settings, account, anywhere, publicOnly), account);
  }

  private ProviderHttp http(ProviderSettings settings, KeyHeader key) {
    return new ProviderHttp(settings, key, anywhere, publicOnly);
  }

  @Override
  public InstantSource clock() {
    return InstantSource.system();
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
