package dev.backlot.engine.schedule;

import dev.backlot.model.BatchId;
import dev.backlot.model.TenantId;
import dev.backlot.model.TenantLimits;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which batch starts its next item: fair turns between tenants by their weights, then between a
 * tenant's batches by theirs. O(log n) for each call. Guarded by its caller.
 */
public final class StartOrder {
  private final Ledger<TenantId> tenants = new Ledger<>();
  private final Ledger.Line<TenantId> line = new Ledger.Line<>();
  private final Map<TenantId, Tenant> known = new HashMap<>();
  private final Map<BatchId, Tenant> owners = new HashMap<>();

  private static final class Tenant {
    final TenantId id;
    final Ledger<BatchId> batches = new Ledger<>();
    final Ledger.Line<BatchId> line = new Ledger.Line<>();
    int weight = TenantLimits.WEIGHT_DEFAULT;
    boolean held;

    Tenant(TenantId id) {
      this.id = id;
    }
  }

  /**
   * The batch could start an item.
   *
   * @param weight of the batch among its tenant's; one that is here already gets it at once
   */
  public void enter(TenantId tenantId, BatchId batch, int weight) {
    var tenant = tenant(tenantId);
    if (owners.putIfAbsent(batch, tenant) == null) {
      tenant.batches.enter(tenant.line, batch, weight);
      refresh(tenant);
    } else {
      tenant.batches.weigh(batch, weight);
    }
  }

  private Tenant tenant(TenantId id) {
    return known.computeIfAbsent(id, Tenant::new);
  }

  private void refresh(Tenant tenant) {
    boolean wants = !tenant.held && !tenant.line.isEmpty();
    if (wants != tenants.isIn(line, tenant.id)) {
      if (wants) {
        tenants.enter(line, tenant.id, tenant.weight);
      } else {
        tenants.leave(line, tenant.id);
      }
    }
  }

  /** The batch has nothing to start, or is at its limit; nothing happens when it is not here. */
  public void leave(BatchId batch) {
    var tenant = owners.remove(batch);
    if (tenant != null) {
      tenant.batches.leave(tenant.line, batch);
      refresh(tenant);
    }
  }

  /** Forgets a batch that has ended. */
  public void forget(BatchId batch) {
    var tenant = owners.get(batch);
    leave(batch);
    if (tenant != null) {
      tenant.batches.forget(batch);
    }
  }

  /** Changes a tenant's weight at once. */
  public void weigh(TenantId id, int weight) {
    tenant(id).weight = weight;
    tenants.weigh(id, weight);
  }

  /** A tenant that is held, because it is at its quota, is not picked until it is let go. */
  public void hold(TenantId id, boolean held) {
    var tenant = tenant(id);
    tenant.held = held;
    refresh(tenant);
  }

  public boolean isEmpty() {
    return line.isEmpty();
  }

  /** The batch whose turn it is; it stays in, charged for one item. */
  public Optional<BatchId> pick() {
    var first = line.first();
    if (first == null) {
      return Optional.empty();
    }
    var tenant = tenant(first.key);
    var batch = tenant.line.first();
    if (batch == null) {
      throw new IllegalStateException("a tenant without batches is waiting: " + first.key);
    }
    tenants.charge(tenant.id);
    tenant.batches.charge(batch.key);
    return Optional.of(batch.key);
  }
}
