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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
  private static final TenantId ANNA = new TenantId("anna");
  private static final TenantId BERT = new TenantId("bert");
  private static final ResourceKey K = new ResourceKey("provider:k");
  private static final ResourceKey J = new ResourceKey("provider:j");
  private static final long MS = 1_000_000;

  private final WaitingRoom<String> room = new WaitingRoom<>(2, 100);

  private Ticket<String> enter(int pool, TenantId tenant, String who, ResourceKey... keys) {
    return enter(pool, tenant, 1, 0, 1, who, keys);
  }

  private Ticket<String> enter(
      int pool,
      TenantId tenant,
      int batch,
      int finished,
      int item,
      String who,
      ResourceKey... keys) {
    int number = tenant.equals(ANNA) ? batch : batch + 1_000;
    var claim =
        new Claim(
            pool,
            tenant,
            new BatchId(number),
            Weights.of(Priority.NORMAL),
            finished,
            item,
            Set.of(keys));
    return room.enter(claim, who);
  }

  private Optional<String> next() {
    return room.next(0).map(Ticket::who);
  }

  private List<String> all() {
    var who = new ArrayList<String>();
    for (var one = next(); one.isPresent(); one = next()) {
      who.add(one.get());
    }
    return who;
  }

  private static ResourceLimit concurrent(int most) {
    return new ResourceLimit(Optional.of(most), Optional.empty());
  }

  private static ResourceLimit rate(int starts, Duration per, int burst) {
    return new ResourceLimit(Optional.empty(), Optional.of(new Rate(starts, per, burst)));
  }

  @Test
  void only_as_many_are_let_in_as_there_are_slots() {
    var first = enter(0, ANNA, "a");
    enter(0, ANNA, "b");
    enter(0, ANNA, "c");
    enter(1, ANNA, "other pool");

    assertThat(all()).containsExactly("a", "b", "other pool");
    room.release(first);
    assertThat(all()).containsExactly("c");
    assertThat(room.busy(0)).isEqualTo(2);
  }

  @Test
  void within_a_batch_the_item_that_is_furthest_goes_first_then_the_earlier_one() {
    enter(1, ANNA, 1, 0, 1, "new");
    enter(1, ANNA, 1, 2, 9, "late but far");
    enter(1, ANNA, 1, 2, 4, "far");
    enter(1, ANNA, 1, 1, 2, "half way");

    assertThat(all()).containsExactly("far", "late but far", "half way", "new");
  }

  @Test
  void tenants_take_turns_however_much_one_of_them_has_waiting() {
    for (int i = 0; i < 5; i++) {
      enter(1, ANNA, 1, 0, i + 1, "a");
    }
    enter(1, BERT, 1, 0, 1, "b");
    enter(1, BERT, 2, 0, 1, "b");

    assertThat(all()).startsWith("a", "b", "a", "b");
  }

  @Test
  void who_waits_for_a_permit_stands_in_nobodys_way() {
    room.limit(K, Optional.of(concurrent(1)), 0);
    var holder = enter(0, ANNA, 1, 5, 1, "holds k", K);
    for (int i = 2; i < 50; i++) {
      enter(0, ANNA, 1, 5, i, "wants k", K);
    }
    enter(0, ANNA, 2, 0, 1, "free");

    assertThat(all()).containsExactly("holds k", "free");
    room.release(holder);
    assertThat(all()).containsExactly("wants k");
    assertThat(room.use(K)).isEqualTo(new Use(1, 47));
  }

  @Test
  void a_permit_and_a_slot_are_taken_together_or_not_at_all() {
    room.limit(K, Optional.of(concurrent(1)), 0);
    var slot = enter(0, ANNA, "a slot");
    enter(0, ANNA, "the other slot");
    assertThat(all()).hasSize(2);
    enter(0, ANNA, 1, 0, 1, "k and a slot", K);
    enter(1, ANNA, 1, 0, 2, "k elsewhere", K);

    assertThat(all())
        .as("no slot is free, so the first does not keep the permit from the second")
        .containsExactly("k elsewhere");
    room.release(slot);
    assertThat(all()).as("a slot is free, the permit is not").isEmpty();
    assertThat(room.busy(0)).isEqualTo(1);
  }

  @Test
  void a_rate_spreads_starts_and_says_when_the_next_may_be() {
    room.limit(K, Optional.of(rate(10, Duration.ofSeconds(1), 2)), 0);
    for (int i = 0; i < 4; i++) {
      enter(1, ANNA, "k", K);
    }

    assertThat(all()).as("the burst").hasSize(2);
    assertThat(room.tokensAt(0)).hasValue(100 * MS);
    assertThat(room.next(99 * MS)).isEmpty();
    assertThat(room.next(100 * MS)).isPresent();
    assertThat(room.next(100 * MS)).isEmpty();
    assertThat(room.tokensAt(100 * MS)).hasValue(200 * MS);
    assertThat(room.next(250 * MS)).isPresent();
    assertThat(room.tokensAt(250 * MS)).isEqualTo(OptionalLong.empty());
  }

  @Test
  void nobody_is_woken_for_tokens_while_permits_are_missing() {
    room.limit(
        K,
        Optional.of(
            new ResourceLimit(Optional.of(1), Optional.of(new Rate(1, Duration.ofSeconds(1), 1)))),
        0);
    enter(1, ANNA, "k", K);
    enter(1, ANNA, "k", K);
    var holder = room.next(0).orElseThrow();

    assertThat(room.tokensAt(0)).isEmpty();
    room.release(holder);
    assertThat(room.tokensAt(0)).hasValue(1_000 * MS);
  }

  @Test
  void limits_change_while_attempts_run_and_wait() {
    var running = new ArrayList<Ticket<String>>();
    for (int i = 0; i < 3; i++) {
      enter(1, ANNA, "k", K);
      running.add(room.next(0).orElseThrow());
    }
    room.limit(K, Optional.of(concurrent(2)), 0);
    enter(1, ANNA, "late", K);
    room.release(running.get(0));
    assertThat(all()).as("two still run, which were counted before there was a limit").isEmpty();

    room.limit(K, Optional.of(concurrent(3)), 0);
    assertThat(all()).containsExactly("late");

    enter(1, ANNA, "later", K);
    assertThat(all()).isEmpty();
    room.limit(K, Optional.empty(), 0);
    assertThat(all()).containsExactly("later");
  }

  @Test
  void a_rate_that_changes_does_not_forget_what_was_taken() {
    room.limit(K, Optional.of(rate(1, Duration.ofSeconds(1), 1)), 0);
    enter(1, ANNA, "k", K);
    enter(1, ANNA, "k", K);
    assertThat(all()).hasSize(1);

    room.limit(K, Optional.of(rate(2, Duration.ofSeconds(1), 1)), 0);
    assertThat(all()).isEmpty();
    assertThat(room.tokensAt(0)).hasValue(500 * MS);
  }

  @Test
  void a_tenant_at_its_quota_waits_and_lets_others_pass() {
    room.limit(ANNA, new TenantLimits(100, Optional.empty(), Optional.empty(), Optional.of(1)));
    var first = enter(1, ANNA, "a");
    enter(1, ANNA, "a again");
    enter(1, BERT, "b");

    assertThat(all()).containsExactly("a", "b");
    room.release(first);
    assertThat(all()).containsExactly("a again");
    assertThat(room.use(ANNA)).isEqualTo(new Use(1, 0));

    enter(1, ANNA, "more");
    room.limit(ANNA, TenantLimits.DEFAULT);
    assertThat(all()).containsExactly("more");
  }

  @Test
  void who_leaves_is_not_let_in_and_who_was_let_in_cannot_leave() {
    var gone = enter(1, ANNA, "gone", K);
    var here = enter(1, ANNA, "here", K);

    assertThat(room.leave(gone)).isTrue();
    assertThat(room.leave(gone)).isFalse();
    assertThat(all()).containsExactly("here");
    assertThat(room.leave(here)).isFalse();
    assertThat(room.use(K)).isEqualTo(new Use(1, 0));
  }

  @Test
  void a_priority_that_changes_counts_at_once() {
    for (int i = 0; i < 100; i++) {
      enter(1, ANNA, 1, 0, i + 1, "one");
      enter(1, ANNA, 2, 0, i + 1, "two");
    }
    room.weigh(ANNA, new BatchId(2), Weights.of(Priority.HIGH));

    var first = new ArrayList<String>();
    for (int i = 0; i < 60; i++) {
      next().ifPresent(first::add);
    }
    assertThat(first).filteredOn("two"::equals).hasSizeBetween(39, 41);
  }

  /** Anna is served a lot elsewhere in the pool; she still has her half of what is scarce. */
  @Test
  void who_uses_the_pool_a_lot_elsewhere_is_not_starved_where_a_limit_is_scarce() {
    room.limit(K, Optional.of(concurrent(1)), 0);
    int anna = 0;
    for (int round = 0; round < 200; round++) {
      enter(1, ANNA, "a", K);
      enter(1, BERT, "b", K);
      for (int i = 0; i < 20; i++) {
        enter(1, ANNA, 2, 0, i + 1, "elsewhere");
      }
      for (var one = room.next(0); one.isPresent(); one = room.next(0)) {
        anna += one.get().who().equals("a") ? 1 : 0;
        if (one.get().who().equals("elsewhere")) {
          room.release(one.get());
        } else {
          holder = one;
        }
      }
      holder.ifPresent(room::release);
      holder = Optional.empty();
    }
    assertThat(anna).as("of 200 permits").isBetween(98, 102);
  }

  private Optional<Ticket<String>> holder = Optional.empty();

  /** Anna waits in three lanes and Bert in one; limits that bind nobody change no shares. */
  @Test
  void limits_that_bind_nobody_leave_the_shares_of_slots_as_they_are() {
    room.limit(K, Optional.of(concurrent(50)), 0);
    room.limit(J, Optional.of(concurrent(50)), 0);
    for (int i = 0; i < 400; i++) {
      enter(0, ANNA, "a");
      enter(0, ANNA, "a", K);
      enter(0, ANNA, "a", J);
      enter(0, BERT, "b", K);
    }
    int bert = 0;
    for (int i = 0; i < 400; i++) {
      var one = room.next(0).orElseThrow();
      bert += one.who().equals("b") ? 1 : 0;
      room.release(one);
    }
    assertThat(bert).as("of 400 slots").isBetween(198, 202);
  }

  /** One wants both keys, the others one each; without patience the two are never free at once. */
  @Test
  void who_needs_two_things_gets_them_though_each_is_always_taken_at_once() {
    room.limit(K, Optional.of(concurrent(1)), 0);
    room.limit(J, Optional.of(concurrent(1)), 0);
    enter(1, ANNA, "k", K);
    var holdsK = room.next(0).orElseThrow();
    enter(1, ANNA, "j", J);
    var holdsJ = room.next(0).orElseThrow();
    enter(1, BERT, "both", K, J);
    int turns = 0;
    for (boolean both = false; !both; turns++) {
      assertThat(turns).isLessThan(200);
      enter(1, ANNA, "k", K);
      enter(1, ANNA, "j", J);
      room.release(turns % 2 == 0 ? holdsK : holdsJ);
      var next = room.next(0);
      both = next.filter(one -> one.who().equals("both")).isPresent();
      if (next.isPresent() && !both) {
        holdsK = turns % 2 == 0 ? next.get() : holdsK;
        holdsJ = turns % 2 == 1 ? next.get() : holdsJ;
      }
    }
  }
}
