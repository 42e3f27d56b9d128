package dev.backlot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.BatchCommand;
import dev.backlot.model.BatchEffect;
import dev.backlot.model.BatchEvent.PendingCancelled;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchState;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Bill;
import dev.backlot.model.Breaker;
import dev.backlot.model.Canary;
import dev.backlot.model.Cancellations;
import dev.backlot.model.ItemCounts;
import dev.backlot.model.Money;
import dev.backlot.model.PauseReason;
import dev.backlot.model.Tolerance;
import dev.backlot.model.Withdrawn;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchDeciderTest {
  private static final BatchSettings STOP_ON_ERROR = new BatchSettings(2, false, true);

  @Test
  void a_batch_is_created_filled_and_then_starts() {
    var story = BatchStory.created().add(3).hasStatus(BatchStatus.ACCEPTING);

    story
        .tell(new BatchCommand.SealBatch())
        .hasStatus(BatchStatus.RUNNING)
        .asksFor(BatchEffect.ENTER_SCHEDULE);
    assertThat(story.counts()).isEqualTo(new ItemCounts(3, 0, 0, 0, 0, 0));
  }

  @Test
  void a_batch_without_items_does_not_start() {
    assertThat(BatchStory.created().refusal(new BatchCommand.SealBatch()))
        .contains("at least one item");
  }

  @Test
  void a_batch_is_created_once() {
    assertThat(BatchStory.created().refusal(BatchStory.creation(BatchSettings.DEFAULT)))
        .contains("exists already");
  }

  @Test
  void items_cannot_be_added_once_it_runs() {
    assertThat(BatchStory.running(1).refusal(new BatchCommand.AddItems(1)))
        .contains("before the batch starts");
  }

  @Test
  void a_batch_holds_a_million_items_and_not_one_more() {
    var full = BatchStory.created().add(BatchState.ITEMS_MAX);

    assertThat(full.refusal(new BatchCommand.AddItems(1)))
        .isEqualTo("expected 1 to 1000000 items, but 1000001");
    assertThat(full.refusal(new BatchCommand.AddItems(Integer.MAX_VALUE)))
        .contains("but 2148483647");
    assertThat(BatchStory.created().refusal(new BatchCommand.AddItems(0))).contains("but 0");
  }

  @Test
  void items_count_from_pending_through_running_to_their_end() {
    var story = BatchStory.running(4).start(1).start(2).start(3);
    assertThat(story.counts()).isEqualTo(new ItemCounts(1, 3, 0, 0, 0, 0));
    assertThat(story.state().cursor()).isEqualTo(3);

    story.succeed(2).fail(1).cancelItem(3);
    assertThat(story.counts()).isEqualTo(new ItemCounts(1, 0, 0, 1, 1, 1));
  }

  @Test
  void no_more_items_start_than_its_concurrency_allows() {
    var story = BatchStory.running(3, STOP_ON_ERROR).start(1);
    assertThat(story.state().mayStartItem()).isTrue();
    assertThat(story.start(2).state().mayStartItem()).isFalse();
    assertThat(story.succeed(1).state().mayStartItem()).isTrue();
  }

  @Test
  void a_batch_ends_with_its_last_item() {
    BatchStory.running(2)
        .start(1)
        .start(2)
        .succeed(1)
        .hasStatus(BatchStatus.RUNNING)
        .succeed(2)
        .hasStatus(BatchStatus.SUCCEEDED)
        .asksFor(BatchEffect.LEAVE_SCHEDULE);
  }

  @Test
  void one_failed_item_makes_the_batch_fail_once_all_have_ended() {
    BatchStory.running(2)
        .start(1)
        .fail(1)
        .hasStatus(BatchStatus.RUNNING)
        .start(2)
        .succeed(2)
        .hasStatus(BatchStatus.FAILED);
  }

  @Test
  void cancelled_items_are_told_apart_by_when_it_happened_and_what_was_paid() {
    var story = BatchStory.running(6);
    story.start(1).start(2).start(3).start(4).succeed(1);
    story.tell(new BatchCommand.CancelBatch()).tell(new BatchCommand.CancelPending(10));
    story.cancelItem(2);
    story.cancelItem(3, new Bill(new Money(40_000), false));
    story.cancelItem(4, new Bill(new Money(10_000), true));

    story.hasStatus(BatchStatus.CANCELLED);
    assertThat(story.state().progress().cancelled())
        .isEqualTo(new Cancellations(2, 1, 1, 1, new Money(50_000)));
  }

  @Test
  void one_cancelled_item_makes_the_batch_cancelled() {
    BatchStory.running(2)
        .start(1)
        .cancelItem(1)
        .start(2)
        .succeed(2)
        .hasStatus(BatchStatus.CANCELLED);
  }

  @Test
  void a_batch_that_stops_on_error_cancels_what_waits_and_lets_the_rest_end() {
    var story =
        BatchStory.running(5, STOP_ON_ERROR)
            .start(1)
            .start(2)
            .fail(1)
            .hasStatus(BatchStatus.STOPPING)
            .asksFor(BatchEffect.LEAVE_SCHEDULE, BatchEffect.CANCEL_PENDING);

    story.tell(new BatchCommand.CancelPending(10)).hasStatus(BatchStatus.STOPPING);
    story.succeed(2).hasStatus(BatchStatus.FAILED);
    assertThat(story.counts()).isEqualTo(new ItemCounts(0, 0, 0, 1, 1, 3));
  }

  @Test
  void a_paused_batch_that_stops_on_error_stops_too() {
    BatchStory.running(2, STOP_ON_ERROR)
        .start(1)
        .tell(new BatchCommand.PauseBatch())
        .fail(1)
        .hasStatus(BatchStatus.STOPPING);
  }

  @Test
  void pausing_leaves_the_schedule_and_resuming_enters_it() {
    BatchStory.running(2)
        .tell(new BatchCommand.PauseBatch())
        .hasStatus(BatchStatus.PAUSED)
        .asksFor(BatchEffect.LEAVE_SCHEDULE, BatchEffect.PAUSE_RUNS)
        .tell(new BatchCommand.ResumeBatch())
        .hasStatus(BatchStatus.RUNNING)
        .asksFor(BatchEffect.ENTER_SCHEDULE, BatchEffect.RESUME_RUNS);
  }

  @Test
  void only_a_running_batch_pauses_and_only_a_paused_one_resumes() {
    assertThat(BatchStory.created().refusal(new BatchCommand.PauseBatch()))
        .contains("this one is accepting");
    assertThat(BatchStory.running(1).refusal(new BatchCommand.ResumeBatch()))
        .contains("this one is running");
  }

  @Test
  void cancelling_goes_through_what_waits_in_chunks() {
    var story =
        BatchStory.running(5)
            .start(1)
            .tell(new BatchCommand.CancelBatch())
            .hasStatus(BatchStatus.CANCELLING)
            .asksFor(
                BatchEffect.LEAVE_SCHEDULE, BatchEffect.CANCEL_PENDING, BatchEffect.CANCEL_RUNS);

    story.tell(new BatchCommand.CancelPending(3)).asksFor(BatchEffect.CANCEL_PENDING);
    assertThat(story.events()).containsExactly(new PendingCancelled(2, 4, RunStory.START));
    story.tell(new BatchCommand.CancelPending(3)).hasStatus(BatchStatus.CANCELLING).asksFor();
    assertThat(story.events()).containsExactly(new PendingCancelled(5, 5, RunStory.START));
    story.cancelItem(1).hasStatus(BatchStatus.CANCELLED);
  }

  @Test
  void an_item_that_has_not_started_is_cancelled_by_itself_and_never_starts() {
    var story = BatchStory.running(4).start(1).tell(new BatchCommand.CancelItem(3));
    assertThat(story.events()).containsExactly(new PendingCancelled(3, 3, RunStory.START));
    assertThat(story.counts()).isEqualTo(new ItemCounts(2, 1, 0, 0, 0, 1));
    assertThat(story.state().cursor()).isEqualTo(1);
    assertThat(story.state().progress().cancelled().beforeStart()).isEqualTo(1);

    story.start(2);
    assertThat(story.state().cursor()).as("passes over the cancelled one").isEqualTo(3);
    assertThat(story.state().progress().withdrawn()).isEqualTo(Withdrawn.NONE);
    story.start(4).succeed(1).succeed(2).succeed(4).hasStatus(BatchStatus.CANCELLED);
    assertThat(story.counts()).isEqualTo(new ItemCounts(0, 0, 0, 3, 0, 1));
  }

  @Test
  void an_item_is_cancelled_by_itself_once_and_only_before_it_starts() {
    var story = BatchStory.running(3).start(1).tell(new BatchCommand.CancelItem(3));

    for (int item : new int[] {0, 1, 3, 4}) {
      assertThat(story.refusal(new BatchCommand.CancelItem(item))).contains("already started");
    }
    assertThat(BatchStory.created().add(2).refusal(new BatchCommand.CancelItem(1)))
        .contains("still being written");
  }

  @Test
  void a_batch_ends_when_its_last_pending_items_are_cancelled_by_themselves() {
    BatchStory.running(3)
        .start(1)
        .succeed(1)
        .tell(new BatchCommand.CancelItem(3))
        .hasStatus(BatchStatus.RUNNING)
        .tell(new BatchCommand.CancelItem(2))
        .hasStatus(BatchStatus.CANCELLED)
        .asksFor(BatchEffect.LEAVE_SCHEDULE);
  }

  @Test
  void cancelling_the_rest_leaves_out_what_was_cancelled_by_itself() {
    var story =
        BatchStory.running(7)
            .start(1)
            .tell(new BatchCommand.CancelItem(3))
            .tell(new BatchCommand.CancelItem(6))
            .tell(new BatchCommand.CancelBatch())
            .tell(new BatchCommand.CancelPending(3))
            .asksFor(BatchEffect.CANCEL_PENDING);
    assertThat(story.events())
        .containsExactly(
            new PendingCancelled(2, 2, RunStory.START), new PendingCancelled(4, 5, RunStory.START));
    story.tell(new BatchCommand.CancelPending(3)).cancelItem(1).hasStatus(BatchStatus.CANCELLED);
    assertThat(story.counts().cancelled()).isEqualTo(7);
    assertThat(story.state().progress().cancelled().beforeStart()).isEqualTo(6);
  }

  @Test
  void a_canary_counts_the_items_that_start() {
    var story =
        canary(5, 2, false)
            .tell(new BatchCommand.CancelItem(1))
            .tell(new BatchCommand.CancelItem(2))
            .start(3)
            .succeed(3);
    assertThat(story.state().mayStartItem()).as("one of two canary items").isTrue();

    story.start(4);
    assertThat(story.state().mayStartItem()).as("the canary is on its way").isFalse();
    story.fail(4).hasStatus(BatchStatus.PAUSED);
    assertThat(story.state().progress().pause().orElseThrow().message())
        .startsWith("1 of 2 canary items succeeded");
  }

  @Test
  void a_batch_remembers_so_many_cancelled_items_and_not_one_more() {
    var story = BatchStory.running(2 * Withdrawn.MAX + 9);
    for (int i = 1; i <= Withdrawn.MAX; i++) {
      story.tell(new BatchCommand.CancelItem(2 * i));
    }

    assertThat(story.refusal(new BatchCommand.CancelItem(2 * Withdrawn.MAX + 5)))
        .startsWith("10000 items that are yet to come are cancelled already");
    story.start(1).tell(new BatchCommand.CancelItem(2 * Withdrawn.MAX + 5));
    assertThat(story.state().cursor()).isEqualTo(2);
    story.tell(new BatchCommand.CancelItem(3)).tell(new BatchCommand.CancelItem(5));
    assertThat(story.state().cursor()).as("the next one needs no memory").isEqualTo(6);
  }

  @Test
  void a_cancelled_batch_is_cancelled_even_if_an_item_failed() {
    BatchStory.running(2)
        .start(1)
        .fail(1)
        .tell(new BatchCommand.CancelBatch())
        .tell(new BatchCommand.CancelPending(9))
        .hasStatus(BatchStatus.CANCELLED);
  }

  @Test
  void cancelling_twice_is_cancelling_once() {
    var story =
        BatchStory.running(2)
            .tell(new BatchCommand.CancelBatch())
            .tell(new BatchCommand.CancelBatch());

    assertThat(story.events()).isEmpty();
  }

  @Test
  void a_batch_whose_writer_crashed_is_cancelled() {
    var story = BatchStory.created().add(3);
    assertThat(BatchDecider.outstanding(story.state())).containsExactly(BatchEffect.CANCEL_PENDING);

    story.tell(new BatchCommand.CancelPending(100)).hasStatus(BatchStatus.CANCELLED);
    assertThat(story.counts().cancelled()).isEqualTo(3);
  }

  @Test
  void an_ended_batch_refuses_everything_but_a_review() {
    var story = BatchStory.running(1).start(1).succeed(1);

    assertThat(story.refusal(new BatchCommand.CancelBatch()))
        .isEqualTo("the batch has already ended as succeeded");
    assertThat(story.refusal(new BatchCommand.PauseBatch())).contains("already ended");
    assertThat(story.tell(new BatchCommand.Review()).events()).isEmpty();
  }

  @Test
  void a_restart_asks_for_what_the_state_calls_for() {
    var running = BatchStory.running(2).start(1);
    assertThat(BatchDecider.outstanding(running.state()))
        .containsExactly(BatchEffect.ENTER_SCHEDULE);

    var cancelling = running.tell(new BatchCommand.CancelBatch());
    assertThat(BatchDecider.outstanding(cancelling.state()))
        .containsExactly(BatchEffect.CANCEL_PENDING, BatchEffect.CANCEL_RUNS);
  }

  private static BatchSettings with(
      Tolerance tolerance, Optional<Canary> canary, Optional<Breaker> breaker) {
    var usual = BatchSettings.DEFAULT;
    return new BatchSettings(
        10,
        usual.priority(),
        tolerance,
        canary,
        breaker,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true);
  }

  private static BatchStory canary(int items, int canaries, boolean waits) {
    return BatchStory.running(
        items, with(Tolerance.any(), Optional.of(new Canary(canaries, waits)), Optional.empty()));
  }

  @Test
  void a_batch_bears_as_many_failures_as_it_tolerates() {
    var two = with(new Tolerance.Failures(2), Optional.empty(), Optional.empty());
    var story = BatchStory.running(9, two).start(1).start(2).start(3).start(4);
    story.fail(1).fail(2).hasStatus(BatchStatus.RUNNING).fail(3).hasStatus(BatchStatus.STOPPING);
    story.tell(new BatchCommand.CancelPending(9)).succeed(4).hasStatus(BatchStatus.FAILED);
  }

  @Test
  void a_batch_bears_its_share_of_failures() {
    var tenth = with(new Tolerance.Percent(10), Optional.empty(), Optional.empty());
    var story = BatchStory.running(20, tenth).start(1).start(2).start(3);
    story.fail(1).fail(2).hasStatus(BatchStatus.RUNNING).fail(3).hasStatus(BatchStatus.STOPPING);
  }

  @Test
  void canary_items_go_first_and_the_others_follow_by_themselves() {
    var story = canary(5, 2, false).start(1).start(2);
    assertThat(story.state().mayStartItem()).isFalse();
    story.succeed(1);
    assertThat(story.state().mayStartItem()).isFalse();
    story.succeed(2).hasStatus(BatchStatus.RUNNING).asksFor(BatchEffect.RESCHEDULE);
    assertThat(story.state().mayStartItem()).isTrue();
  }

  @Test
  void a_failed_canary_pauses_the_batch_and_says_so() {
    var story = canary(5, 2, false).start(1).start(2).succeed(1).fail(2);
    story.hasStatus(BatchStatus.PAUSED);
    assertThat(story.state().progress().pause())
        .contains(
            new PauseReason(
                PauseReason.Cause.CANARY,
                "1 of 2 canary items succeeded; look at them, then resume: 3 items have not"
                    + " started"));
    story.tell(new BatchCommand.ResumeBatch()).hasStatus(BatchStatus.RUNNING);
    assertThat(story.state().mayStartItem()).isTrue();
  }

  @Test
  void a_canary_that_waits_waits_for_an_ok() {
    var story = canary(5, 2, true).start(1).start(2).succeed(1).succeed(2);
    story.hasStatus(BatchStatus.PAUSED).tell(new BatchCommand.ResumeBatch());
    assertThat(story.start(3).state().mayStartItem()).isTrue();
  }

  @Test
  void canaries_that_end_while_the_batch_is_paused_are_seen_when_it_goes_on() {
    var story = canary(5, 1, true).start(1).tell(new BatchCommand.PauseBatch()).succeed(1);
    story.tell(new BatchCommand.ResumeBatch()).hasStatus(BatchStatus.PAUSED);
    assertThat(story.state().progress().pause().orElseThrow().cause())
        .isEqualTo(PauseReason.Cause.CANARY);
  }

  @Test
  void a_breaker_pauses_the_batch_when_a_class_of_failure_crosses_its_threshold() {
    var breaker = new Breaker(Optional.of("transient"), 2, 3);
    var story =
        BatchStory.running(9, with(Tolerance.any(), Optional.empty(), Optional.of(breaker)));
    for (int item = 1; item <= 5; item++) {
      story.start(item);
    }
    story.fail(1).succeed(2).succeed(3).fail(4).hasStatus(BatchStatus.RUNNING);
    story.fail(5).hasStatus(BatchStatus.PAUSED);
    assertThat(story.state().progress().pause().orElseThrow().message())
        .isEqualTo(
            "2 of the latest 3 items failed as transient; mend the cause, then resume: 4 items have"
                + " not started");
    story.tell(new BatchCommand.ResumeBatch()).start(6).fail(6).hasStatus(BatchStatus.RUNNING);
  }

  @Test
  void a_breaker_for_another_class_of_failure_stays_closed() {
    var breaker = new Breaker(Optional.of("refused"), 1, 1);
    BatchStory.running(9, with(Tolerance.any(), Optional.empty(), Optional.of(breaker)))
        .start(1)
        .fail(1)
        .hasStatus(BatchStatus.RUNNING);
  }

  @Test
  void settings_change_while_a_batch_runs() {
    var story = BatchStory.running(5, new BatchSettings(1, true, true)).start(1);
    assertThat(story.state().mayStartItem()).isFalse();
    story
        .tell(new BatchCommand.ChangeSettings(new BatchSettings(2, true, true)))
        .asksFor(BatchEffect.RESCHEDULE);
    assertThat(story.state().mayStartItem()).isTrue();
  }

  @Test
  void less_tolerance_takes_effect_at_once() {
    var story = BatchStory.running(5).start(1).start(2).fail(1).hasStatus(BatchStatus.RUNNING);
    story.tell(new BatchCommand.ChangeSettings(STOP_ON_ERROR)).hasStatus(BatchStatus.STOPPING);
  }

  @Test
  void the_canary_and_the_memo_are_fixed() {
    var story = BatchStory.running(5);
    assertThat(story.refusal(new BatchCommand.ChangeSettings(new BatchSettings(2, true, false))))
        .contains("fixed once a batch exists");
  }

  @Test
  void a_batch_that_has_ended_is_reopened_for_a_run_that_is_taken_up_again() {
    var story = BatchStory.running(1).start(1).fail(1).hasStatus(BatchStatus.FAILED);
    story.tell(new BatchCommand.ReopenBatch()).hasStatus(BatchStatus.RUNNING);
    assertThat(story.state().endedAt()).isEmpty();
    var stopping = BatchStory.running(3, STOP_ON_ERROR).start(1).start(2).fail(1);
    assertThat(stopping.refusal(new BatchCommand.ReopenBatch())).contains("is stopping");
  }

  @Test
  void a_budget_pauses_and_says_so() {
    var story = BatchStory.running(3).start(1).tell(new BatchCommand.HoldForBudget("no more"));
    story.hasStatus(BatchStatus.PAUSED);
    assertThat(story.state().progress().pause())
        .contains(new PauseReason(PauseReason.Cause.BUDGET, "no more"));
  }
}
