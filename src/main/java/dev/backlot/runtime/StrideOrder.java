package dev.backlot.runtime;

import dev.backlot.model.BatchId;
import dev.backlot.model.TenantId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Stride scheduling on two levels: the tenant that was served least goes first, and within it the
 * batch that was served least. Who was away comes back at the level of those present, so that
 * idling saves no credit.
 */
final class StrideOrder implements FairOrder {
  private static final Comparator<Turn<?>> ORDER =
      Comparator.<Turn<?>>comparingLong(turn -> turn.served)
          .thenComparingLong(turn -> turn.arrival);

  private static final class Turn<K> {
    final K key;
    final TreeSet<Turn<BatchId>> batches = new TreeSet<>(ORDER);
    long served;
    long arrival;

    Turn(K key) {
      this.key = key;
    }
  }

  private final Map<TenantId, Turn<TenantId>> tenants = new HashMap<>();
  private final Map<BatchId, Turn<BatchId>> batches = new HashMap<>();
  private final Map<BatchId, TenantId> owners = new HashMap<>();
  private final TreeSet<Turn<TenantId>> present = new TreeSet<>(ORDER);
  private long arrivals;

  @Override
  public void enter(TenantId tenantId, BatchId batchId) {
    if (owners.putIfAbsent(batchId, tenantId) != null) {
      return;
    }
    var tenant = tenants.computeIfAbsent(tenantId, Turn::new);
    var batch = batches.computeIfAbsent(batchId, Turn::new);
    if (tenant.batches.isEmpty()) {
      join(present, tenant);
    }
    join(tenant.batches, batch);
  }

  private <K> void join(NavigableSet<Turn<K>> queue, Turn<K> turn) {
    if (!queue.isEmpty()) {
      turn.served = Math.max(turn.served, queue.first().served);
    }
    turn.arrival = arrivals++;
    queue.add(turn);
  }

  @Override
  public void leave(BatchId batchId) {
    var owner = owners.remove(batchId);
    var batch = batches.get(batchId);
    var tenant = owner == null ? null : tenants.get(owner);
    if (tenant == null || batch == null) {
      return;
    }
    tenant.batches.remove(batch);
    if (tenant.batches.isEmpty()) {
      present.remove(tenant);
    }
  }

  @Override
  public Optional<BatchId> pick() {
    if (present.isEmpty()) {
      return Optional.empty();
    }
    var tenant = present.first();
    var batch = tenant.batches.first();
    charge(present, tenant);
    charge(tenant.batches, batch);
    return Optional.of(batch.key);
  }

  private <K> void charge(NavigableSet<Turn<K>> queue, Turn<K> turn) {
    queue.remove(turn);
    turn.served++;
    turn.arrival = arrivals++;
    queue.add(turn);
  }

  @Override
  public boolean isEmpty() {
    return present.isEmpty();
  }

  @Override
  public void forget(BatchId batch) {
    leave(batch);
    batches.remove(batch);
  }
}
