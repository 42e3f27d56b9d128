package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backlot.fixture.Seeded;
import dev.backlot.model.BatchId;
import dev.backlot.model.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StrideOrderTest {
  private static final TenantId ANNA = new TenantId("anna");
  private static final TenantId BERT = new TenantId("bert");

  private final StrideOrder order = new StrideOrder();

  private static BatchId batch(int number) {
    return new BatchId(number);
  }

  @Test
  void nobody_is_picked_where_nobody_is() {
    assertThat(order.isEmpty()).isTrue();
    assertThat(order.pick()).isEmpty();
  }

  @Test
  void batches_of_one_tenant_take_turns() {
    order.enter(ANNA, batch(1));
    order.enter(ANNA, batch(2));

    assertThat(picks(4)).containsExactly(batch(1), batch(2), batch(1), batch(2));
  }

  @Test
  void a_tenant_with_many_batches_gets_no_more_than_one_with_a_single_batch() {
    for (int i = 1; i <= 9; i++) {
      order.enter(ANNA, batch(i));
    }
    order.enter(BERT, batch(10));

    assertThat(picks(1_000)).filteredOn(batch(10)::equals).hasSize(500);
  }

  @Test
  void who_was_away_saves_no_credit() {
    order.enter(ANNA, batch(1));
    order.enter(BERT, batch(2));
    order.leave(batch(2));
    picks(1_000);
    order.enter(BERT, batch(2));

    assertThat(picks(10)).filteredOn(batch(2)::equals).hasSizeBetween(5, 6);
  }

  @Test
  void who_comes_back_owes_nothing_more_than_before() {
    order.enter(ANNA, batch(1));
    picks(1_000);
    order.enter(BERT, batch(2));

    assertThat(picks(10)).filteredOn(batch(1)::equals).hasSizeBetween(4, 6);
  }

  @Test
  void a_batch_that_left_is_not_picked_until_it_enters_again() {
    order.enter(ANNA, batch(1));
    order.enter(ANNA, batch(2));
    order.leave(batch(1));

    assertThat(picks(5)).containsOnly(batch(2));
    order.enter(ANNA, batch(1));
    assertThat(picks(4)).contains(batch(1));
  }

  @Test
  void entering_twice_is_entering_once() {
    order.enter(ANNA, batch(1));
    order.enter(ANNA, batch(1));
    order.leave(batch(1));

    assertThat(order.isEmpty()).isTrue();
  }

  private List<BatchId> picks(int count) {
    var picks = new ArrayList<BatchId>();
    for (int i = 0; i < count; i++) {
      picks.add(order.pick().orElseThrow());
    }
    return picks;
  }

  @Test
  void two_tenants_with_any_number_of_batches_share_within_two_percent() {
    Seeded.times(200, random -> new Contest(random).play());
  }

  /** Two tenants whose batches pause and come back, though never all of them. */
  private static final class Contest {
    private static final int PICKS = 2_000;

    private final Random random;
    private final StrideOrder order = new StrideOrder();
    private final Map<BatchId, TenantId> present = new HashMap<>();
    private final Map<BatchId, TenantId> paused = new HashMap<>();
    private final Map<TenantId, Integer> served = new HashMap<>();

    Contest(Random random) {
      this.random = random;
    }

    void play() {
      enterAll(ANNA, 1, 1 + random.nextInt(20));
      enterAll(BERT, 100, 1 + random.nextInt(20));
      for (int i = 0; i < PICKS; i++) {
        interfere();
        var picked = order.pick().orElseThrow();
        assertThat(present).as("only who takes part is picked").containsKey(picked);
        served.merge(present.getOrDefault(picked, ANNA), 1, Integer::sum);
      }
      double share = served.getOrDefault(ANNA, 0) / (double) PICKS;
      assertThat(share).isCloseTo(0.5, within(0.02));
    }

    private void enterAll(TenantId tenant, int first, int count) {
      for (int i = first; i < first + count; i++) {
        order.enter(tenant, batch(i));
        present.put(batch(i), tenant);
      }
    }

    private void interfere() {
      if (random.nextInt(5) == 0) {
        pause(any(present));
      }
      if (random.nextInt(5) == 0 && !paused.isEmpty()) {
        resume(any(paused));
      }
    }

    private void pause(BatchId batch) {
      var tenant = present.getOrDefault(batch, ANNA);
      if (present.values().stream().filter(tenant::equals).count() > 1) {
        order.leave(batch);
        paused.put(batch, tenant);
        present.remove(batch);
      }
    }

    private void resume(BatchId batch) {
      var tenant = paused.getOrDefault(batch, ANNA);
      order.enter(tenant, batch);
      present.put(batch, tenant);
      paused.remove(batch);
    }

    private BatchId any(Map<BatchId, TenantId> batches) {
      return List.copyOf(batches.keySet()).get(random.nextInt(batches.size()));
    }
  }
}
