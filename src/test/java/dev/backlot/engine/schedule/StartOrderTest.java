package dev.backlot.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backlot.fixture.Seeded;
import dev.backlot.model.BatchId;
import dev.backlot.model.Priority;
import dev.backlot.model.TenantId;
import dev.backlot.model.TenantLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StartOrderTest {
  private static final TenantId ANNA = new TenantId("anna");
  private static final TenantId BERT = new TenantId("bert");
  private static final int NORMAL = Weights.of(Priority.NORMAL);

  private final StartOrder order = new StartOrder();

  private static BatchId batch(int number) {
    return new BatchId(number);
  }

  private void enter(TenantId tenant, int batch) {
    order.enter(tenant, batch(batch), NORMAL);
  }

  private List<BatchId> picks(int count) {
    var picks = new ArrayList<BatchId>();
    for (int i = 0; i < count; i++) {
      picks.add(order.pick().orElseThrow());
    }
    return picks;
  }

  @Test
  void nobody_is_picked_where_nobody_is() {
    assertThat(order.isEmpty()).isTrue();
    assertThat(order.pick()).isEmpty();
  }

  @Test
  void batches_of_one_tenant_take_turns() {
    enter(ANNA, 1);
    enter(ANNA, 2);

    assertThat(picks(4)).containsExactly(batch(1), batch(2), batch(1), batch(2));
  }

  @Test
  void a_tenant_with_many_batches_gets_no_more_than_one_with_a_single_batch() {
    for (int i = 1; i <= 9; i++) {
      enter(ANNA, i);
    }
    enter(BERT, 10);

    assertThat(picks(1_000)).filteredOn(batch(10)::equals).hasSize(500);
  }

  @Test
  void a_tenant_with_three_times_the_weight_gets_three_times_the_turns() {
    order.weigh(ANNA, 300);
    enter(ANNA, 1);
    enter(BERT, 2);
    assertThat(picks(400)).filteredOn(batch(1)::equals).hasSize(300);

    order.weigh(ANNA, TenantLimits.WEIGHT_DEFAULT);
    assertThat(picks(400)).filteredOn(batch(1)::equals).hasSizeBetween(198, 202);
  }

  @Test
  void priorities_get_four_two_and_one_turn_in_seven() {
    order.enter(ANNA, batch(1), Weights.of(Priority.HIGH));
    order.enter(ANNA, batch(2), Weights.of(Priority.NORMAL));
    order.enter(ANNA, batch(3), Weights.of(Priority.LOW));
    var picks = picks(700);
    assertThat(picks).filteredOn(batch(1)::equals).hasSize(400);
    assertThat(picks).filteredOn(batch(3)::equals).hasSize(100);

    order.enter(ANNA, batch(3), Weights.of(Priority.HIGH));
    assertThat(picks(1_000)).filteredOn(batch(3)::equals).hasSizeBetween(398, 402);
  }

  @Test
  void a_low_batch_has_its_turn_though_high_ones_come_in_without_end() {
    order.enter(ANNA, batch(1), Weights.of(Priority.LOW));
    int turns = 0;
    for (int newcomer = 2; newcomer < 1_002; newcomer++) {
      order.enter(ANNA, batch(newcomer), Weights.of(Priority.HIGH));
      var picked = order.pick().orElseThrow();
      if (picked.equals(batch(1))) {
        turns++;
        order.forget(batch(newcomer));
      } else {
        order.forget(picked);
      }
    }
    assertThat(turns).as("of 1,000, beside one high batch at a time: a fifth").isBetween(180, 220);
  }

  @Test
  void a_low_batch_among_n_high_ones_waits_for_four_n_turns_at_most() {
    order.enter(ANNA, batch(1), Weights.of(Priority.LOW));
    for (int i = 2; i <= 101; i++) {
      order.enter(ANNA, batch(i), Weights.of(Priority.HIGH));
    }
    for (int round = 0; round < 20; round++) {
      assertThat(picks(401)).contains(batch(1));
    }
  }

  @Test
  void who_was_away_saves_no_credit() {
    enter(ANNA, 1);
    enter(BERT, 2);
    order.leave(batch(2));
    picks(1_000);
    enter(BERT, 2);

    assertThat(picks(10)).filteredOn(batch(2)::equals).hasSizeBetween(5, 6);
  }

  @Test
  void who_leaves_after_each_turn_and_comes_back_gets_no_more_than_its_share() {
    enter(ANNA, 1);
    enter(BERT, 2);
    int anna = 0;
    for (int i = 0; i < 1_000; i++) {
      var picked = order.pick().orElseThrow();
      if (picked.equals(batch(1))) {
        anna++;
        order.leave(batch(1));
        enter(ANNA, 1);
      }
    }
    assertThat(anna).isBetween(498, 502);
  }

  @Test
  void a_newcomer_does_not_pay_for_what_others_had_before() {
    enter(ANNA, 1);
    picks(1_000);
    enter(BERT, 2);

    assertThat(picks(10)).filteredOn(batch(1)::equals).hasSizeBetween(4, 6);
  }

  @Test
  void a_batch_that_left_is_not_picked_until_it_enters_again() {
    enter(ANNA, 1);
    enter(ANNA, 2);
    order.leave(batch(1));

    assertThat(picks(5)).containsOnly(batch(2));
    enter(ANNA, 1);
    assertThat(picks(4)).contains(batch(1));
  }

  @Test
  void a_tenant_that_is_held_is_not_picked_until_it_is_let_go() {
    enter(ANNA, 1);
    enter(BERT, 2);
    order.hold(ANNA, true);
    assertThat(picks(5)).containsOnly(batch(2));

    enter(ANNA, 3);
    assertThat(picks(5)).containsOnly(batch(2));

    order.hold(ANNA, false);
    assertThat(picks(4)).contains(batch(1), batch(3));
  }

  @Test
  void entering_twice_is_entering_once() {
    enter(ANNA, 1);
    enter(ANNA, 1);
    order.leave(batch(1));

    assertThat(order.isEmpty()).isTrue();
  }

  @Test
  void tenants_of_any_weight_share_within_two_percent_while_their_batches_come_and_go() {
    Seeded.times(200, random -> new Contest(random).play());
  }

  /** Tenants whose batches pause and come back, though never all of one. */
  private static final class Contest {
    private static final int PICKS = 4_000;

    private final Random random;
    private final StartOrder order = new StartOrder();
    private final Map<BatchId, TenantId> present = new HashMap<>();
    private final Map<BatchId, TenantId> paused = new HashMap<>();
    private final Map<TenantId, Integer> weights = new HashMap<>();
    private final Map<TenantId, Integer> served = new HashMap<>();
    private int batches;

    Contest(Random random) {
      this.random = random;
    }

    void play() {
      int tenants = 2 + random.nextInt(12);
      for (int i = 0; i < tenants; i++) {
        enterAll(new TenantId("t" + i), 1 + random.nextInt(TenantLimits.WEIGHT_MAX));
      }
      for (int i = 0; i < PICKS; i++) {
        interfere();
        var picked = order.pick().orElseThrow();
        assertThat(present).as("only who takes part is picked").containsKey(picked);
        served.merge(tenantOf(picked), 1, Integer::sum);
      }
      double all = weights.values().stream().mapToInt(Integer::intValue).sum();
      weights.forEach(
          (tenant, weight) ->
              assertThat(served.getOrDefault(tenant, 0) / (double) PICKS)
                  .as("the share of %s among %s", tenant, weights)
                  .isCloseTo(weight / all, within(0.02)));
    }

    private TenantId tenantOf(BatchId batch) {
      return present.getOrDefault(batch, ANNA);
    }

    private void enterAll(TenantId tenant, int weight) {
      weights.put(tenant, weight);
      order.weigh(tenant, weight);
      int count = 1 + random.nextInt(10);
      for (int i = 0; i < count; i++) {
        resume(batch(++batches), tenant);
      }
    }

    private void interfere() {
      if (random.nextInt(5) == 0) {
        pause(any(present));
      }
      if (random.nextInt(5) == 0 && !paused.isEmpty()) {
        var batch = any(paused);
        resume(batch, paused.getOrDefault(batch, ANNA));
        paused.remove(batch);
      }
    }

    private void pause(BatchId batch) {
      var tenant = tenantOf(batch);
      if (present.values().stream().filter(tenant::equals).count() > 1) {
        order.leave(batch);
        paused.put(batch, tenant);
        present.remove(batch);
      }
    }

    private void resume(BatchId batch, TenantId tenant) {
      order.enter(tenant, batch, Weights.of(List.of(Priority.values()).get(random.nextInt(3))));
      present.put(batch, tenant);
    }

    private BatchId any(Map<BatchId, TenantId> batches) {
      return List.copyOf(batches.keySet()).get(random.nextInt(batches.size()));
    }
  }
}
