package dev.backlot.app;

import dev.backlot.provider.Provider;
import dev.backlot.provider.Providers;
import dev.backlot.surface.backlot.ProviderBook;
import java.util.HashMap;
import java.util.List;

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

  private static Listed listed(Provider provider) {
    var tasks = provider.tasks().stream().sorted().toList();
    var models = new HashMap<String, String>();
    tasks.forEach(task -> provider.model(task).ifPresent(model -> models.put(task, model)));
    return new Listed(provider.name(), provider.isUp(), tasks, models, provider.price());
  }
}
