package dev.backlot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.BatchCommand;
import dev.backlot.model.BatchEffect;
import dev.backlot.model.BatchEvent.PendingCancelled;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchState;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.ItemCounts;
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
    assertThat(story.counts()).isEqualTo(new ItemCounts(3, 0, 0, 0, 0));
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
    assertThat(story.counts()).isEqualTo(new ItemCounts(1, 3, 0, 0, 0));
    assertThat(story.state().cursor()).isEqualTo(3);

    story.succeed(2).fail(1).cancelItem(3);
    assertThat(story.counts()).isEqualTo(new ItemCounts(1, 0, 1, 1, 1));
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
    assertThat(story.counts()).isEqualTo(new ItemCounts(0, 0, 1, 1, 3));
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
}
