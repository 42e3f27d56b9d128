package dev.backlot.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backlot.fixture.Seeded;
import dev.backlot.model.BatchId;
import dev.backlot.model.Priority;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.ResourceLimit;
import dev.backlot.model.TenantId;
import dev.backlot.model.TenantLimits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final int STEPS = 400;

  @Test
  void limits_hold_nobody_waits_in_vain_and_the_furthest_goes_first() {
    Seeded.times(500, random -> new Simulation(random, 1).play(STEPS));
  }

  @Test
  void who_needs_several_things_at_once_gets_them_too() {
    Seeded.times(500, random -> new Simulation(random, 3).play(STEPS));
  }

  @Test
  @Tag("soak")
  void the_same_in_great_numbers() {
    Seeded.times(100_000, random -> new Simulation(random, random.nextInt(4)).play(STEPS));
  }

  @Test
  void slots_are_shared_within_two_percent_by_weight_of_tenant_and_of_batch() {
    Seeded.times(100, random -> new Backlog(random, Optional.empty()).play());
  }

  @Test
  void so_are_permits_that_are_scarce_and_so_are_slots_beside_a_limit_that_is_not() {
    Seeded.times(50, random -> new Backlog(random, Optional.of(1)).play());
    Seeded.times(50, random -> new Backlog(random, Optional.of(50)).play());
  }

  /** Tenants who always have something waiting in each of their batches. */
  private static final class Backlog {
    private static final int TURNS = 6_000;
    private static final ResourceKey KEY = new ResourceKey("step:scarce");

    private final Random random;
    private final boolean keyed;
    private final WaitingRoom<Integer> room;
    private final int slots;
    private final Map<TenantId, Integer> weights = new HashMap<>();
    private final Map<BatchId, Claim> batches = new HashMap<>();
    private final Map<TenantId, Integer> served = new HashMap<>();
    private final Map<BatchId, Integer> servedBatch = new HashMap<>();
    private final Deque<Ticket<Integer>> running = new ArrayDeque<>();

    Backlog(Random random, Optional<Integer> permits) {
      this.random = random;
      this.slots = 1 + random.nextInt(16);
      this.room = new WaitingRoom<>(slots);
      this.keyed = permits.isPresent();
      permits.ifPresent(
          most -> room.limit(KEY, Optional.of(new ResourceLimit(permits, Optional.empty())), 0));
      int tenants = 2 + random.nextInt(8);
      for (int i = 0; i < tenants; i++) {
        tenant(new TenantId("t" + i), i);
      }
    }

    private void tenant(TenantId tenant, int number) {
      int weight = 1 + random.nextInt(TenantLimits.WEIGHT_MAX);
      weights.put(tenant, weight);
      room.limit(
          tenant, new TenantLimits(weight, Optional.empty(), Optional.empty(), Optional.empty()));
      int count = 1 + random.nextInt(5);
      for (int i = 0; i < count; i++) {
        var priority = List.of(Priority.values()).get(random.nextInt(3));
        var claim =
            new Claim(
                0,
                tenant,
                new BatchId(number * 100L + i + 1),
                Weights.of(priority),
                0,
                1,
                keyed ? Set.of(KEY) : Set.of());
        batches.put(claim.batch(), claim);
        for (int waiting = 0; waiting <= slots; waiting++) {
          room.enter(claim, 0);
        }
      }
    }

    void play() {
      for (int i = 0; i < TURNS; i++) {
        var next = room.next(0);
        while (next.isEmpty()) {
          room.release(running.remove());
          next = room.next(0);
        }
        var claim = next.get().claim();
        running.add(next.get());
        served.merge(claim.tenant(), 1, Integer::sum);
        servedBatch.merge(claim.batch(), 1, Integer::sum);
        room.enter(claim, 0);
      }
      check();
    }

    private void check() {
      double all = weights.values().stream().mapToInt(Integer::intValue).sum();
      weights.forEach(
          (tenant, weight) ->
              assertThat(served.getOrDefault(tenant, 0) / (double) TURNS)
                  .as("the share of %s among %s", tenant, weights)
                  .isCloseTo(weight / all, within(0.02)));
      batches.forEach(
          (batch, claim) -> {
            double siblings =
                batches.values().stream()
                    .filter(other -> other.tenant().equals(claim.tenant()))
                    .mapToInt(Claim::weight)
                    .sum();
            int ofTenant = served.getOrDefault(claim.tenant(), 0);
            assertThat(servedBatch.getOrDefault(batch, 0) / (double) TURNS)
                .as("the share of batch %s within %s", batch, claim.tenant())
                .isCloseTo(claim.weight() / siblings * ofTenant / TURNS, within(0.02));
          });
    }
  }
}
