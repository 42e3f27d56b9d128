package dev.backlot.runtime;

import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.ResourceLimit;
import dev.backlot.model.TenantId;
import dev.backlot.model.TenantLimits;
import dev.backlot.model.Use;
import dev.backlot.store.LimitSetting;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What an operator allows of shared resources and to each tenant. A change is durable on return and
 * counts at once, also for what waits; what runs goes on. Thread-safe.
 *
 * <p>Limits are everybody's business: who may call this is for surfaces to say.
 */
public final class Limits {
  /** The most resources with a limit. */
  public static final int RESOURCES_MAX = 1_000;

  /** The most tenants with settings of their own. */
  public static final int TENANTS_MAX = 10_000;

  private final Engine engine;
  private final TenantLoads loads;
  private final Slots slots;
  private final NavigableMap<ResourceKey, ResourceLimit> resources = new ConcurrentSkipListMap<>();

  Limits(Engine engine, TenantLoads loads, Slots slots) {
    this.engine = engine;
    this.loads = loads;
    this.slots = slots;
  }

  /** A limited resource and how much of it is taken right now. */
  public record Resource(ResourceKey key, ResourceLimit limit, Use use) {}

  /**
   * A tenant and what it has right now.
   *
   * @param items on their way
   * @param batches not ended
   * @param steps attempts that run, and that wait for slots or limits
   */
  public record Tenant(TenantId id, TenantLimits limits, int items, int batches, Use steps) {}

  /** By key; all of them, since there are {@value #RESOURCES_MAX} at most. */
  public List<Resource> resources() {
    return resources.entrySet().stream()
        .map(entry -> resource(entry.getKey(), entry.getValue()))
        .toList();
  }

  public Optional<Resource> resource(ResourceKey key) {
    return Optional.ofNullable(resources.get(key)).map(limit -> resource(key, limit));
  }

  private Resource resource(ResourceKey key, ResourceLimit limit) {
    return new Resource(key, limit, slots.use(key));
  }

  /** Those with settings of their own, by name, after the given one. */
  public List<Tenant> tenants(Optional<TenantId> after, int most) {
    var rest = after.map(last -> loads.limits().tailMap(last, false)).orElse(loads.limits());
    return rest.keySet().stream().limit(most).map(this::tenant).toList();
  }

  /** What holds for a tenant, whether somebody said something for it or not. */
  public Tenant tenant(TenantId id) {
    var load = loads.load(id);
    return new Tenant(id, loads.limits(id), load.items(), load.batches(), slots.use(id));
  }

  /** Limits a resource; empty when accepted. */
  public Optional<Failure> set(Caller caller, ResourceKey key, ResourceLimit limit) {
    if (!resources.containsKey(key) && resources.size() >= RESOURCES_MAX) {
      return tooMany("resources", RESOURCES_MAX);
    }
    return submit(caller, new LimitSetting.OfResource(key, Optional.of(limit)));
  }

  /** Lifts a resource's limit, if it has one. */
  public Optional<Failure> remove(Caller caller, ResourceKey key) {
    return submit(caller, new LimitSetting.OfResource(key, Optional.empty()));
  }

  /** Says a tenant's weight and quotas; empty when accepted. */
  public Optional<Failure> set(Caller caller, TenantId tenant, TenantLimits limits) {
    if (!loads.limits().containsKey(tenant) && loads.limits().size() >= TENANTS_MAX) {
      return tooMany("tenants", TENANTS_MAX);
    }
    return submit(caller, new LimitSetting.OfTenant(tenant, Optional.of(limits)));
  }

  /** The usual weight, and no quotas. */
  public Optional<Failure> remove(Caller caller, TenantId tenant) {
    return submit(caller, new LimitSetting.OfTenant(tenant, Optional.empty()));
  }

  private static Optional<Failure> tooMany(String what, int most) {
    return Optional.of(
        new Failure.Refused("limits", "there are limits for " + most + " " + what + " already"));
  }

  private Optional<Failure> submit(Caller caller, LimitSetting limit) {
    return engine.submit(new Submission.SetLimit(caller, limit)).await();
  }

  /** Takes over what is stored, before the engine starts. */
  void adopt(LimitSetting stored) {
    if (stored instanceof LimitSetting.OfTenant(var tenant, var limits)) {
      loads.limit(tenant, limits);
    }
    apply(stored);
  }

  /** A change is durable: it counts from here on. */
  void apply(LimitSetting limit) {
    if (limit instanceof LimitSetting.OfResource(var key, var given)) {
      given.ifPresentOrElse(one -> resources.put(key, one), () -> resources.remove(key));
    }
    slots.limit(limit);
  }
}
