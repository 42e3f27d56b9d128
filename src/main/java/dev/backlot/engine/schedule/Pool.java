package dev.backlot.engine.schedule;

import dev.backlot.model.BatchId;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.TenantId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Slots of one kind and who waits for one, by lanes. */
final class Pool<W> {
  private final int slots;
  final Ledger<TenantId> tenants = new Ledger<>();
  private final Map<TenantId, Ledger<BatchId>> batches = new HashMap<>();
  private final Map<Set<ResourceKey>, Lane<W>> lanes = new LinkedHashMap<>();
  private int busy;
  private long turns;

  Pool(int slots) {
    this.slots = slots;
  }

  int busy() {
    return busy;
  }

  boolean hasSlot() {
    return busy < slots;
  }

  Ledger<BatchId> batches(TenantId tenant) {
    return batches.computeIfAbsent(tenant, _ -> new Ledger<>());
  }

  /** The lane for these limited resources. */
  Lane<W> lane(Set<ResourceKey> keys) {
    var lane = lanes.get(keys);
    if (lane == null) {
      lane = new Lane<>(this, Set.copyOf(keys));
      lane.servedAt = turns;
      lanes.put(lane.keys, lane);
    }
    return lane;
  }

  Collection<Lane<W>> lanes() {
    return lanes.values();
  }

  /** Forgets a lane in which nobody waits; its own accounts go with it. */
  void closeIfEmpty(Lane<W> lane) {
    if (lane.isEmpty() && !lane.keys.isEmpty()) {
      lanes.remove(lane.keys);
    }
  }

  /**
   * The lane that goes next: the one whose first tenant has had the least of this pool; of one
   * tenant's lanes, the one that waits longest.
   *
   * @param open whether a lane's resources can be had now
   */
  @Nullable Lane<W> next(Predicate<Lane<W>> open) {
    Lane<W> best = null;
    for (var lane : lanes.values()) {
      if (lane.wantsTurn()) {
        if (!open.test(lane)) {
          lane.scarce = true;
        } else if (best == null || goesBefore(lane, best)) {
          best = lane;
        }
      }
    }
    return best;
  }

  private boolean goesBefore(Lane<W> lane, Lane<W> other) {
    var tenant = lane.firstTenant();
    var otherTenant = other.firstTenant();
    return tenant.equals(otherTenant)
        ? lane.servedAt < other.servedAt
        : tenants.isBefore(tenant, otherTenant);
  }

  /** The ticket takes a slot and leaves its lane. */
  void admit(Lane<W> lane, Ticket<W> ticket) {
    var claim = ticket.claim();
    tenants.charge(claim.tenant());
    batches(claim.tenant()).charge(claim.batch());
    lane.charge(ticket);
    lane.remove(ticket);
    lane.servedAt = ++turns;
    lane.passedOver = 0;
    busy++;
  }

  void free() {
    busy--;
  }

  void weigh(Guest guest) {
    tenants.weigh(guest.id(), guest.weight());
    lanes.values().forEach(lane -> lane.weigh(guest));
  }

  void weigh(TenantId tenant, BatchId batch, int weight) {
    var ledger = batches.get(tenant);
    if (ledger != null) {
      ledger.weigh(batch, weight);
    }
    lanes.values().forEach(lane -> lane.weigh(tenant, batch, weight));
  }

  void hold(Guest guest) {
    lanes.values().forEach(lane -> lane.hold(guest));
  }

  /** Forgets the batches of a tenant that is gone. */
  void forget(TenantId tenant) {
    batches.remove(tenant);
  }
}
