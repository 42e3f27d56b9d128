package dev.backlot.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.BatchId;
import dev.backlot.model.Priority;
import dev.backlot.model.Rate;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.ResourceLimit;
import dev.backlot.model.TenantId;
import dev.backlot.model.TenantLimits;
import dev.backlot.model.Use;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A small factory with a hand-turned clock: attempts come, run for random times, and go; limits and
 * weights change; and after every step the room is held against what a plain list knows.
 */
final class Simulation {
  private static final int POOLS = 2;
  private static final long TICK = 1_000_000;

  private final Random random;
  private final int keysMax;
  private final int[] slots;
  private final WaitingRoom<Integer> room;
  private final List<ResourceKey> keys = new ArrayList<>();
  private final Map<ResourceKey, ResourceLimit> limits = new HashMap<>();
  private final Map<TenantId, TenantLimits> quotas = new HashMap<>();
  private final Map<ResourceKey, List<Long>> starts = new HashMap<>();
  private final List<Ticket<Integer>> waiting = new ArrayList<>();
  private final List<Ticket<Integer>> running = new ArrayList<>();
  private long now;
  private int entered;

  /**
   * A factory.
   *
   * @param keysMax how many resources an attempt may need at once
   */
  Simulation(Random random, int keysMax) {
    this.random = random;
    this.keysMax = keysMax;
    this.slots = new int[] {1 + random.nextInt(4), 1 + random.nextInt(20)};
    this.room = new WaitingRoom<>(slots);
    for (int i = 0; i < 4; i++) {
      keys.add(new ResourceKey("provider:p" + i));
    }
  }

  void play(int steps) {
    for (int i = 0; i < steps; i++) {
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3 -> enter();
        case 4, 5, 6 -> endOne();
        case 7 -> leaveOne();
        case 8 -> changeLimit();
        case 9 -> changeQuota();
        default -> now += random.nextInt(50) * TICK;
      }
      letIn();
    }
    empty();
  }

  private void enter() {
    int pool = random.nextInt(POOLS);
    int tenant = random.nextInt(3);
    var wanted = new HashSet<ResourceKey>();
    int count = random.nextInt(keysMax + 1);
    for (int i = 0; i < count; i++) {
      wanted.add(any(keys));
    }
    var claim =
        new Claim(
            pool,
            new TenantId("t" + tenant),
            new BatchId(tenant * 10L + random.nextInt(4) + 1),
            Weights.of(any(List.of(Priority.values()))),
            random.nextInt(4),
            1 + random.nextInt(50),
            wanted);
    waiting.add(room.enter(claim, ++entered));
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private void endOne() {
    if (!running.isEmpty()) {
      room.release(running.remove(random.nextInt(running.size())));
    }
  }

  private void leaveOne() {
    if (!waiting.isEmpty() && random.nextInt(4) == 0) {
      var ticket = waiting.remove(random.nextInt(waiting.size()));
      assertThat(room.leave(ticket)).isTrue();
    }
  }

  private void changeLimit() {
    var key = any(keys);
    if (random.nextInt(4) == 0) {
      limits.remove(key);
    } else {
      var concurrent = Optional.of(1 + random.nextInt(3)).filter(_ -> random.nextBoolean());
      var rate =
          Optional.of(
                  new Rate(
                      1 + random.nextInt(20),
                      Duration.ofMillis(1 + random.nextInt(500)),
                      1 + random.nextInt(5)))
              .filter(_ -> concurrent.isEmpty() || random.nextBoolean());
      limits.put(key, new ResourceLimit(concurrent, rate));
    }
    starts.remove(key);
    room.limit(key, Optional.ofNullable(limits.get(key)), now);
  }

  private void changeQuota() {
    var tenant = new TenantId("t" + random.nextInt(3));
    var steps = Optional.of(1 + random.nextInt(4)).filter(_ -> random.nextInt(3) > 0);
    var quota =
        new TenantLimits(1 + random.nextInt(1_000), Optional.empty(), Optional.empty(), steps);
    quotas.put(tenant, quota);
    room.limit(tenant, quota);
  }

  private void letIn() {
    for (var next = room.next(now); next.isPresent(); next = room.next(now)) {
      var ticket = next.get();
      assertThat(waiting.remove(ticket)).as("only who waits is let in").isTrue();
      assertThat(mayGo(ticket)).as("limits hold: %s", ticket.claim()).isTrue();
      checkFurthest(ticket);
      running.add(ticket);
      ticket.claim().keys().forEach(this::checkRate);
    }
    if (keysMax < 2) {
      assertThat(waiting)
          .as("nobody waits who could go")
          .noneMatch(one -> hasNoRate(one) && mayGo(one));
    }
    for (var key : keys) {
      assertThat(room.use(key)).isEqualTo(new Use(holders(key), wanting(key)));
    }
  }

  private int holders(ResourceKey key) {
    return (int) running.stream().filter(one -> one.claim().keys().contains(key)).count();
  }

  private int wanting(ResourceKey key) {
    return (int) waiting.stream().filter(one -> one.claim().keys().contains(key)).count();
  }

  /** As a plain list knows it: a slot, the quota, every permit. */
  private boolean mayGo(Ticket<Integer> ticket) {
    var claim = ticket.claim();
    long busy = running.stream().filter(one -> one.claim().pool() == claim.pool()).count();
    long ofTenant = running.stream().filter(one -> isOf(one, claim.tenant())).count();
    var quota = quotas.getOrDefault(claim.tenant(), TenantLimits.DEFAULT).steps();
    return busy < slots[claim.pool()]
        && quota.filter(most -> ofTenant >= most).isEmpty()
        && claim.keys().stream().allMatch(this::isFree);
  }

  private static boolean isOf(Ticket<Integer> ticket, TenantId tenant) {
    return ticket.claim().tenant().equals(tenant);
  }

  private boolean isFree(ResourceKey key) {
    var limit = limits.get(key);
    return limit == null || limit.concurrent().filter(most -> holders(key) >= most).isEmpty();
  }

  private boolean hasNoRate(Ticket<Integer> ticket) {
    return ticket.claim().keys().stream()
        .map(limits::get)
        .noneMatch(limit -> limit != null && limit.rate().isPresent());
  }

  /** Whether one more start now leaves every window of time within rate and burst. */
  private boolean wouldKeep(List<Long> before, Rate rate) {
    double interval = rate.per().toNanos() / (double) rate.starts();
    for (int i = 0; i < before.size(); i++) {
      long inWindow = before.size() - i + 1L;
      if (inWindow > rate.burst() + Math.floor((now - before.get(i)) / interval + 1e-9)) {
        return false;
      }
    }
    return true;
  }

  private void checkRate(ResourceKey key) {
    var limit = limits.get(key);
    if (limit != null && limit.rate().isPresent()) {
      var before = starts.computeIfAbsent(key, _ -> new ArrayList<>());
      assertThat(wouldKeep(before, limit.rate().get())).as("the rate of %s", key).isTrue();
      before.add(now);
    }
  }

  /** Nobody of the same batch who waits for the same things is further along. */
  private void checkFurthest(Ticket<Integer> ticket) {
    var claim = ticket.claim();
    assertThat(waiting)
        .noneMatch(
            other ->
                other.claim().batch().equals(claim.batch())
                    && other.claim().pool() == claim.pool()
                    && other.claim().keys().equals(claim.keys())
                    && (other.claim().finished() > claim.finished()
                        || (other.claim().finished() == claim.finished()
                            && other.claim().item() < claim.item())));
  }

  /** Nothing new comes: everybody has a turn within a bounded time. */
  private void empty() {
    for (int i = 0; !waiting.isEmpty() || !running.isEmpty(); i++) {
      assertThat(i).as("steps until all went through; %s still wait", waiting).isLessThan(100_000);
      if (!running.isEmpty()) {
        endOne();
      } else {
        now = room.tokensAt(now).orElseThrow(() -> new AssertionError("all wait for nothing"));
      }
      letIn();
    }
    assertThat(room.next(now)).isEmpty();
  }
}
