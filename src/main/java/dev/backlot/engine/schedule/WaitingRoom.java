package dev.backlot.engine.schedule;

import dev.backlot.model.BatchId;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.ResourceLimit;
import dev.backlot.model.TenantId;
import dev.backlot.model.TenantLimits;
import dev.backlot.model.Use;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where attempts wait until a slot of their pool and everything that limits them is to be had, all
 * at the same moment: who waits holds nothing. Who goes next is chosen by the tenants' shares, then
 * by those of the tenant's batches, and within a batch the one furthest along goes first.
 *
 * <p>Those who wait for the same limited resources stand in one lane, so nobody stands in the way
 * of somebody who waits for something else. Each call takes O(l log n), with l the sets of limited
 * resources that are waited for, usually a handful; only changing limits takes O(n).
 *
 * <p>Nobody waits for ever. Within a lane turns come as {@link Ledger} says. A lane that needs
 * several resources and was passed over {@value #PATIENCE} times, because others took one of them
 * while another was missing, has the next free ones kept for it; one lane at a time, so these
 * cannot wait for each other.
 *
 * <p>Times are nanoseconds of any one origin. Guarded by its caller.
 *
 * @param <W> who waits
 */
public final class WaitingRoom<W> {
  /** How often a lane may be passed over before what it needs is kept for it. */
  public static final int PATIENCE = 64;

  private final List<Pool<W>> pools = new ArrayList<>();
  private final Resources resources = new Resources();
  private final Map<TenantId, Guest> guests = new HashMap<>();
  private long arrivals;
  private @Nullable Lane<W> favourite;

  /**
   * An empty room without limits.
   *
   * @param slots of each pool, 1 or more
   */
  public WaitingRoom(int... slots) {
    for (int count : slots) {
      pools.add(new Pool<>(count));
    }
  }

  /** Takes a number; {@link #next} calls it. */
  public Ticket<W> enter(Claim claim, W who) {
    var ticket = new Ticket<W>(claim, who, arrivals++);
    var guest = guest(claim.tenant());
    guest.waiting++;
    resources.wait(claim.keys(), 1);
    pools.get(claim.pool()).lane(resources.limited(claim.keys())).add(ticket, guest);
    return ticket;
  }

  private Guest guest(TenantId tenant) {
    return guests.computeIfAbsent(tenant, Guest::new);
  }

  private void settle(Guest guest) {
    if (guest.isForgotten()) {
      guests.remove(guest.id());
      pools.forEach(pool -> pool.forget(guest.id()));
    }
  }

  /** Waits no more; false when it was let in already, or has left. */
  public boolean leave(Ticket<W> ticket) {
    var lane = ticket.lane;
    if (lane == null) {
      return false;
    }
    lane.remove(ticket);
    lane.pool.closeIfEmpty(lane);
    noLongerWaits(ticket.claim());
    settle(guest(ticket.claim().tenant()));
    return true;
  }

  private void noLongerWaits(Claim claim) {
    guest(claim.tenant()).waiting--;
    resources.wait(claim.keys(), -1);
  }

  /**
   * Lets the next one in: it holds a slot and what it claimed until {@link #release}. Empty when
   * nobody can go now.
   */
  public Optional<Ticket<W>> next(long now) {
    if (favourite != null && !favourite.wantsTurn()) {
      favourite = null;
    }
    if (favourite != null && favourite.pool.hasSlot() && isOpen(favourite, now)) {
      return Optional.of(admit(favourite, now));
    }
    for (var pool : pools) {
      var lane = pool.hasSlot() ? pool.next(one -> isOpen(one, now)) : null;
      if (lane != null) {
        return Optional.of(admit(lane, now));
      }
    }
    return Optional.empty();
  }

  private boolean isOpen(Lane<W> lane, long now) {
    Set<ResourceKey> kept = favourite == null || favourite == lane ? Set.of() : favourite.keys;
    return lane.keys.isEmpty() || resources.areFree(lane.keys, kept, now);
  }

  private Ticket<W> admit(Lane<W> lane, long now) {
    var ticket = lane.first();
    lane.pool.admit(lane, ticket);
    ticket.admitted = true;
    var claim = ticket.claim();
    noLongerWaits(claim);
    resources.take(claim.keys(), now);
    if (favourite == lane) {
      favourite = null;
    }
    lane.scarce = !isOpen(lane, now);
    lane.pool.closeIfEmpty(lane);
    passOver(lane, now);
    run(guest(claim.tenant()), 1);
    return ticket;
  }

  /** Those who wait for several things, of which one was just taken, grow impatient. */
  private void passOver(Lane<W> taker, long now) {
    if (taker.keys.isEmpty()) {
      return;
    }
    for (var pool : pools) {
      for (var lane : pool.lanes()) {
        if (lane != taker
            && lane.keys.size() > 1
            && lane.wantsTurn()
            && lane.keys.stream().anyMatch(taker.keys::contains)
            && !isOpen(lane, now)
            && ++lane.passedOver >= PATIENCE
            && favourite == null) {
          favourite = lane;
        }
      }
    }
  }

  private void run(Guest guest, int by) {
    boolean before = guest.isHeld();
    guest.running += by;
    if (guest.isHeld() != before) {
      pools.forEach(pool -> pool.hold(guest));
    }
  }

  /** Gives back the slot and what was claimed. */
  public void release(Ticket<W> ticket) {
    if (!ticket.admitted) {
      throw new IllegalStateException("expected somebody who was let in, but " + ticket.claim());
    }
    ticket.admitted = false;
    var claim = ticket.claim();
    pools.get(claim.pool()).free();
    resources.giveBack(claim.keys());
    var guest = guest(claim.tenant());
    run(guest, -1);
    settle(guest);
  }

  /**
   * When to ask for the {@link #next} one again, once that gave nobody, where nothing but tokens is
   * missing; empty when nobody waits for tokens alone.
   */
  public OptionalLong tokensAt(long now) {
    if (!resources.hasRates()) {
      return OptionalLong.empty();
    }
    // one that is past belongs to a lane that waits for something else, such as what is kept
    return pools.stream()
        .filter(Pool::hasSlot)
        .flatMap(pool -> pool.lanes().stream())
        .filter(Lane::wantsTurn)
        .flatMapToLong(lane -> resources.tokensAt(lane.keys).stream())
        .map(at -> at - now)
        .filter(wait -> wait > 0)
        .min()
        .stream()
        .map(wait -> now + wait)
        .findFirst();
  }

  /** Sets a limit, or lifts it, at once; what runs already counts, and is not stopped. */
  public void limit(ResourceKey key, Optional<ResourceLimit> limit, long now) {
    if (resources.limit(key, limit, now)) {
      sortAnew(key);
    }
  }

  /** Those with a key that is limited from now on, or is no more, belong into other lanes. */
  private void sortAnew(ResourceKey key) {
    favourite = null;
    for (var pool : pools) {
      for (var lane : List.copyOf(pool.lanes())) {
        for (var ticket : lane.tickets()) {
          if (ticket.claim().keys().contains(key)) {
            lane.remove(ticket);
            var guest = guest(ticket.claim().tenant());
            pool.lane(resources.limited(ticket.claim().keys())).add(ticket, guest);
          }
        }
        pool.closeIfEmpty(lane);
      }
    }
  }

  /** Sets a tenant's weight and how many of its attempts may run, at once. */
  public void limit(TenantId tenant, TenantLimits limits) {
    var guest = guest(tenant);
    guest.limit(limits);
    pools.forEach(pool -> pool.weigh(guest));
    pools.forEach(pool -> pool.hold(guest));
    settle(guest);
  }

  /** Changes a batch's weight among its tenant's, at once. */
  public void weigh(TenantId tenant, BatchId batch, int weight) {
    pools.forEach(pool -> pool.weigh(tenant, batch, weight));
  }

  public int busy(int pool) {
    return pools.get(pool).busy();
  }

  /** Whether a permit and a token are free beyond what those will take who already wait. */
  public boolean hasRoom(ResourceKey key, long now) {
    return resources.hasRoom(key, now);
  }

  public Use use(ResourceKey key) {
    return resources.use(key);
  }

  public Use use(TenantId tenant) {
    var guest = guests.get(tenant);
    return guest == null ? Use.NONE : new Use(guest.running, guest.waiting);
  }

  /** Everybody who still waits leaves. */
  public List<Ticket<W>> clear() {
    var all = new ArrayList<Ticket<W>>();
    pools.forEach(pool -> pool.lanes().forEach(lane -> all.addAll(lane.tickets())));
    all.forEach(this::leave);
    return all;
  }
}
