package dev.backlot.engine;

import dev.backlot.model.BatchCommand;
import dev.backlot.model.BatchEffect;
import dev.backlot.model.BatchEvent;
import dev.backlot.model.BatchState;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Decision;
import dev.backlot.model.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Decides what a command means for a batch as a whole. */
public final class BatchDecider {
  private BatchDecider() {}

  public static Decision<BatchState, BatchEvent, BatchEffect> decide(
      BatchState state, BatchCommand command, Instant now) {
    if (state.status().isFinal() && !(command instanceof BatchCommand.Review)) {
      return rejected("the batch has already ended as " + state.status().word());
    }
    return switch (command) {
      case BatchCommand.CreateBatch(var workflow, var version, var settings) ->
          create(state, new BatchEvent.BatchCreated(workflow, version, settings, now));
      case BatchCommand.AddItems(var count) -> add(state, count, now);
      case BatchCommand.SealBatch _ -> seal(state, now);
      case BatchCommand.PauseBatch _ -> pause(state, now);
      case BatchCommand.ResumeBatch _ -> resume(state, now);
      case BatchCommand.CancelBatch _ -> cancel(state, now);
      case BatchCommand.CancelPending(var most) -> cancelPending(state, most, now);
      case BatchCommand.Review _ -> review(state, now);
    };
  }

  /** What a batch's state calls for where nothing has happened yet: released by recovery. */
  public static List<BatchEffect> outstanding(BatchState state) {
    return switch (state.status()) {
      case RUNNING -> List.of(BatchEffect.ENTER_SCHEDULE);
      case ACCEPTING, STOPPING -> List.of(BatchEffect.CANCEL_PENDING);
      case CANCELLING -> List.of(BatchEffect.CANCEL_PENDING, BatchEffect.CANCEL_RUNS);
      case PAUSED, SUCCEEDED, FAILED, CANCELLED -> List.of();
    };
  }

  private static Decision<BatchState, BatchEvent, BatchEffect> create(
      BatchState state, BatchEvent.BatchCreated created) {
    if (state.createdAt().isPresent()) {
      return rejected("the batch exists already");
    }
    return accepted(state, List.of(created));
  }

  private static Decision<BatchState, BatchEvent, BatchEffect> add(
      BatchState state, int count, Instant now) {
    if (state.status() != BatchStatus.ACCEPTING) {
      return rejected("items can only be added before the batch starts");
    }
    long total = state.counts().total() + (long) count;
    if (count < 1 || total > BatchState.ITEMS_MAX) {
      return rejected("expected 1 to " + BatchState.ITEMS_MAX + " items, but " + total);
    }
    return accepted(state, List.of(new BatchEvent.ItemsAdded(count, now)));
  }

  private static Decision<BatchState, BatchEvent, BatchEffect> seal(BatchState state, Instant now) {
    if (state.status() != BatchStatus.ACCEPTING || state.createdAt().isEmpty()) {
      return rejected("the batch has already started");
    }
    if (state.counts().total() == 0) {
      return rejected("expected at least one item, but the batch is empty");
    }
    return accepted(state, List.of(new BatchEvent.BatchSealed(now)), BatchEffect.ENTER_SCHEDULE);
  }

  private static Decision<BatchState, BatchEvent, BatchEffect> pause(
      BatchState state, Instant now) {
    if (state.status() != BatchStatus.RUNNING) {
      return rejected("only a running batch can be paused; this one is " + state.status().word());
    }
    return accepted(
        state,
        List.of(new BatchEvent.BatchPaused(now)),
        BatchEffect.LEAVE_SCHEDULE,
        BatchEffect.PAUSE_RUNS);
  }

  private static Decision<BatchState, BatchEvent, BatchEffect> resume(
      BatchState state, Instant now) {
    if (state.status() != BatchStatus.PAUSED) {
      return rejected("only a paused batch can be resumed; this one is " + state.status().word());
    }
    return accepted(
        state,
        List.of(new BatchEvent.BatchResumed(now)),
        BatchEffect.ENTER_SCHEDULE,
        BatchEffect.RESUME_RUNS);
  }

  private static Decision<BatchState, BatchEvent, BatchEffect> cancel(
      BatchState state, Instant now) {
    if (state.status() == BatchStatus.CANCELLING) {
      return accepted(state, List.of());
    }
    var events = new ArrayList<BatchEvent>();
    events.add(new BatchEvent.BatchCancelRequested(now));
    return accepted(
        state,
        events,
        BatchEffect.LEAVE_SCHEDULE,
        BatchEffect.CANCEL_PENDING,
        BatchEffect.CANCEL_RUNS);
  }

  private static Decision<BatchState, BatchEvent, BatchEffect> cancelPending(
      BatchState state, int most, Instant now) {
    var events = new ArrayList<BatchEvent>();
    if (state.status() == BatchStatus.ACCEPTING) {
      // its writer is gone: nobody was told that the batch exists
      events.add(new BatchEvent.BatchCancelRequested(now));
    }
    int count = Math.min(most, state.counts().pending());
    if (count > 0) {
      events.add(new BatchEvent.PendingCancelled(state.cursor() + 1, state.cursor() + count, now));
    }
    var next = fold(state, events);
    if (next.counts().pending() > 0) {
      return new Decision.Accepted<>(
          next, List.copyOf(events), List.of(BatchEffect.CANCEL_PENDING));
    }
    return finishIfDone(state, events, now);
  }

  private static Decision<BatchState, BatchEvent, BatchEffect> review(
      BatchState state, Instant now) {
    if (state.status().isFinal()) {
      return accepted(state, List.of());
    }
    boolean stops = state.counts().failed() > 0 && !state.settings().continueOnError();
    if (stops && (state.status() == BatchStatus.RUNNING || state.status() == BatchStatus.PAUSED)) {
      return accepted(
          state,
          List.of(new BatchEvent.BatchStopped(now)),
          BatchEffect.LEAVE_SCHEDULE,
          BatchEffect.CANCEL_PENDING);
    }
    return finishIfDone(state, new ArrayList<>(), now);
  }

  private static Decision<BatchState, BatchEvent, BatchEffect> finishIfDone(
      BatchState state, List<BatchEvent> events, Instant now) {
    var next = fold(state, events);
    if (next.status() == BatchStatus.ACCEPTING
        || next.counts().pending() + next.counts().running() > 0) {
      return accepted(state, events);
    }
    events.add(new BatchEvent.BatchFinished(finalStatus(next), now));
    return accepted(state, events, BatchEffect.LEAVE_SCHEDULE);
  }

  private static BatchStatus finalStatus(BatchState state) {
    if (state.status() == BatchStatus.CANCELLING) {
      return BatchStatus.CANCELLED;
    }
    if (state.counts().failed() > 0) {
      return BatchStatus.FAILED;
    }
    return state.counts().cancelled() > 0 ? BatchStatus.CANCELLED : BatchStatus.SUCCEEDED;
  }

  private static BatchState fold(BatchState state, List<BatchEvent> events) {
    var next = state;
    for (var event : events) {
      next = BatchApplier.apply(next, event);
    }
    return next;
  }

  private static Decision<BatchState, BatchEvent, BatchEffect> accepted(
      BatchState state, List<BatchEvent> events, BatchEffect... effects) {
    return new Decision.Accepted<>(fold(state, events), List.copyOf(events), List.of(effects));
  }

  private static Decision<BatchState, BatchEvent, BatchEffect> rejected(String why) {
    return new Decision.Rejected<>(new Failure.Invalid("", why));
  }
}
