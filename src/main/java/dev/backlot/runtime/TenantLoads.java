package dev.backlot.runtime;

import dev.backlot.model.Failure;
import dev.backlot.model.TenantId;
import dev.backlot.model.TenantLimits;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What each tenant has on its way and may have. Written by the engine thread alone; anybody may
 * look.
 */
final class TenantLoads {
  private final Map<TenantId, Load> loads = new ConcurrentHashMap<>();
  private final NavigableMap<TenantId, TenantLimits> limits =
      new ConcurrentSkipListMap<>((a, b) -> a.value().compareTo(b.value()));

  /** Items and batches of one tenant that have not ended. */
  record Load(int items, int batches) {
    static final Load NONE = new Load(0, 0);
  }

  Load load(TenantId tenant) {
    return loads.getOrDefault(tenant, Load.NONE);
  }

  TenantLimits limits(TenantId tenant) {
    return limits.getOrDefault(tenant, TenantLimits.DEFAULT);
  }

  /** Those for whom somebody said something, by name. */
  NavigableMap<TenantId, TenantLimits> limits() {
    return limits;
  }

  void limit(TenantId tenant, Optional<TenantLimits> its) {
    its.ifPresentOrElse(given -> limits.put(tenant, given), () -> limits.remove(tenant));
  }

  void addItems(TenantId tenant, int items) {
    add(tenant, items, 0);
  }

  void addBatches(TenantId tenant, int batches) {
    add(tenant, 0, batches);
  }

  private void add(TenantId tenant, int items, int batches) {
    var now = load(tenant);
    var next = new Load(now.items() + items, now.batches() + batches);
    if (next.equals(Load.NONE)) {
      loads.remove(tenant);
    } else {
      loads.put(tenant, next);
    }
  }

  /** Whether as many of its items are on their way as may be at once. */
  boolean isFull(TenantId tenant) {
    return limits(tenant).items().filter(most -> load(tenant).items() >= most).isPresent();
  }

  /** Why the tenant may not open another batch; empty when it may. */
  Optional<Failure> refuseBatch(TenantId tenant) {
    int open = load(tenant).batches();
    return limits(tenant)
        .batches()
        .filter(most -> open >= most)
        .map(
            most ->
                new Failure.Refused(
                    "limits",
                    "the tenant '%s' has %d open batches and may have %d; wait until one ends, or cancel one"
                        .formatted(tenant, open, most)));
  }
}
