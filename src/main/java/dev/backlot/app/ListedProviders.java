package dev.backlot.app;

import dev.backlot.provider.Price;
import dev.backlot.provider.Provider;
import dev.backlot.provider.ProviderSettings;
import dev.backlot.provider.Providers;
import dev.backlot.surface.backlot.ProviderBook;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** The providers file as the API tells it: without addresses and without keys. */
record ListedProviders(Providers providers) implements ProviderBook {
  @Override
  public String currency() {
    return providers.currency();
  }

  @Override
  public List<Listed> all() {
    return providers.all().stream().map(ListedProviders::listed).toList();
  }

  @Override
  public Optional<Tested> test(String name) throws InterruptedException {
    var found = providers.all().stream().filter(one -> one.name().equals(name)).findFirst();
    return found.isEmpty() ? Optional.empty() : Optional.of(tested(found.get().testKey()));
  }

  private static Tested tested(Provider.KeyTest test) {
    return switch (test) {
      case Provider.KeyTest.Taken _ -> new Tested("taken", Optional.empty());
      case Provider.KeyTest.Refused(var why) -> new Tested("refused", Optional.of(why));
      case Provider.KeyTest.Unknown(var why) -> new Tested("unknown", Optional.of(why));
    };
  }

  private static Listed listed(Provider provider) {
    var tasks = provider.tasks().stream().sorted().toList();
    var models = new HashMap<String, String>();
    tasks.forEach(task -> provider.model(task).ifPresent(model -> models.put(task, model)));
    var prices =
        provider.prices().entrySet().stream()
            .map(one -> listed(one.getKey(), one.getValue()))
            .toList();
    return new Listed(provider.name(), provider.isUp(), tasks, models, provider.price(), prices);
  }

  private static ModelPrice listed(String model, Price price) {
    var named = Optional.of(model).filter(name -> !ProviderSettings.ANY_MODEL.equals(name));
    return new ModelPrice(
        named,
        price.call(),
        price.second(),
        price.tokens().map(Price.PerMillion::input),
        price.tokens().map(Price.PerMillion::output),
        price.range());
  }
}
