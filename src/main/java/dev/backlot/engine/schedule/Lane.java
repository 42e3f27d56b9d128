package dev.backlot.engine.schedule;

import dev.backlot.model.BatchId;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * All in a pool that wait for the same limited resources: either each of them can go, or none. So
 * nobody stands in the way of somebody who waits for something else.
 */
final class Lane<W> {
  final Set<ResourceKey> keys;
  final Pool<W> pool;
  private final Places<TenantId> tenants;
  private final Map<TenantId, Cell> cells = new HashMap<>();

  /** Whether the limits, not the slots, decide how fast this lane goes. */
  boolean scarce;

  /** How often others took what this lane waits for. */
  int passedOver;

  /** The number of the pool's turn in which this lane was last served. */
  long servedAt;

  private int waiting;

  /** What one tenant has waiting here. */
  private final class Cell {
    final Places<BatchId> batches;
    final Map<BatchId, TreeSet<Ticket<W>>> queues = new HashMap<>();

    Cell(TenantId tenant) {
      batches = new Places<>(pool.batches(tenant), !keys.isEmpty());
    }
  }

  Lane(Pool<W> pool, Set<ResourceKey> keys) {
    this.pool = pool;
    this.keys = keys;
    this.tenants = new Places<>(pool.tenants, !keys.isEmpty());
  }

  private Cell cell(TenantId tenant) {
    return Objects.requireNonNull(cells.get(tenant), "a tenant that does not wait here");
  }

  void add(Ticket<W> ticket, Guest guest) {
    var claim = ticket.claim();
    var cell = cells.computeIfAbsent(claim.tenant(), Cell::new);
    var queue = cell.queues.get(claim.batch());
    if (queue == null) {
      queue = new TreeSet<>(Ticket.FINISH_STARTED_FIRST);
      cell.queues.put(claim.batch(), queue);
      cell.batches.enter(claim.batch(), ticket.weight);
    }
    queue.add(ticket);
    ticket.lane = this;
    waiting++;
    if (!guest.isHeld() && !tenants.has(claim.tenant())) {
      tenants.enter(claim.tenant(), guest.weight());
    }
  }

  void remove(Ticket<W> ticket) {
    var claim = ticket.claim();
    var cell = cell(claim.tenant());
    var queue = Objects.requireNonNull(cell.queues.get(claim.batch()));
    queue.remove(ticket);
    ticket.lane = null;
    waiting--;
    if (queue.isEmpty()) {
      cell.queues.remove(claim.batch());
      cell.batches.leave(claim.batch());
    }
    if (cell.queues.isEmpty()) {
      cells.remove(claim.tenant());
      tenants.leave(claim.tenant());
    }
  }

  /** Lets a tenant's attempts take part or not: it is held while it is at its quota. */
  void hold(Guest guest) {
    if (cells.containsKey(guest.id())) {
      if (guest.isHeld()) {
        tenants.leave(guest.id());
      } else if (!tenants.has(guest.id())) {
        tenants.enter(guest.id(), guest.weight());
      }
    }
  }

  void weigh(Guest guest) {
    tenants.weigh(guest.id(), guest.weight());
  }

  void weigh(TenantId tenant, BatchId batch, int weight) {
    var cell = cells.get(tenant);
    if (cell != null) {
      cell.batches.weigh(batch, weight);
      var queue = cell.queues.get(batch);
      if (queue != null) {
        queue.forEach(ticket -> ticket.weight = weight);
      }
    }
  }

  /** Whether somebody waits here who is not held. */
  boolean wantsTurn() {
    return !tenants.isEmpty();
  }

  boolean isEmpty() {
    return waiting == 0;
  }

  /** Whose turn it is; only where {@link #wantsTurn()}. */
  TenantId firstTenant() {
    return tenants.first(scarce);
  }

  /** Whose turn it is within {@link #firstTenant()}. */
  Ticket<W> first() {
    var cell = cell(firstTenant());
    var batch = cell.batches.first(scarce);
    return Objects.requireNonNull(cell.queues.get(batch), "a batch with nobody waiting").first();
  }

  /** Charges the accounts of this lane for a turn of this ticket, which still waits here. */
  void charge(Ticket<W> ticket) {
    tenants.charge(ticket.claim().tenant());
    cell(ticket.claim().tenant()).batches.charge(ticket.claim().batch());
  }

  List<Ticket<W>> tickets() {
    var all = new ArrayList<Ticket<W>>();
    cells.values().forEach(cell -> cell.queues.values().forEach(all::addAll));
    return all;
  }
}
