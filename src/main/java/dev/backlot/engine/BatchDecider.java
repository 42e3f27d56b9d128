package dev.backlot.engine;

import dev.backlot.model.BatchCommand;
import dev.backlot.model.BatchEffect;
import dev.backlot.model.BatchEvent;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchState;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Breaker;
import dev.backlot.model.Decision;
import dev.backlot.model.Failure;
import dev.backlot.model.PauseReason;
import dev.backlot.model.Withdrawn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Decides what a command means for a batch as a whole. */
public final class BatchDecider {
  private static final String TOO_MANY =
      "%d items that are yet to come are cancelled already, which is as many as a batch remembers; wait until it has passed some of them, or cancel the batch"
          .formatted(Withdrawn.MAX);

  private BatchDecider() {}

  public static Decision<BatchState, BatchEvent, BatchEffect> decide(
      BatchState state, BatchCommand command, Instant now) {
    return new Settling(state, now).decide(command);
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

  /** One decision in the making: events are applied as they are recorded. */
  private static final class Settling {
    private final Instant now;
    private final List<BatchEvent> events = new ArrayList<>();
    private final List<BatchEffect> effects = new ArrayList<>();
    private BatchState state;

    Settling(BatchState state, Instant now) {
      this.state = state;
      this.now = now;
    }

    Decision<BatchState, BatchEvent, BatchEffect> decide(BatchCommand command) {
      if (state.status().isFinal()) {
        return switch (command) {
          case BatchCommand.Review _ -> accepted();
          case BatchCommand.ReopenBatch _ -> reopen();
          default -> rejected("the batch has already ended as " + state.status().word());
        };
      }
      return switch (command) {
        case BatchCommand.CreateBatch(var workflow, var version, var settings) ->
            create(new BatchEvent.BatchCreated(workflow, version, settings, now));
        case BatchCommand.AddItems(var count) -> add(count);
        case BatchCommand.SealBatch _ -> seal();
        case BatchCommand.PauseBatch _ -> pause(PauseReason.PERSON);
        case BatchCommand.HoldForBudget(var message) ->
            pause(new PauseReason(PauseReason.Cause.BUDGET, message));
        case BatchCommand.ResumeBatch _ -> resume();
        case BatchCommand.ChangeSettings(var settings) -> change(settings);
        case BatchCommand.CancelBatch _ -> cancel("");
        case BatchCommand.ExpireBatch _ -> expire();
        case BatchCommand.CancelPending(var most) -> cancelPending(most);
        case BatchCommand.CancelItem(var item) -> cancelItem(item);
        case BatchCommand.ReopenBatch _ -> reopen();
        case BatchCommand.Review _ -> settled();
      };
    }

    private Decision<BatchState, BatchEvent, BatchEffect> create(BatchEvent.BatchCreated created) {
      if (state.createdAt().isPresent()) {
        return rejected("the batch exists already");
      }
      record(created);
      return accepted();
    }

    private Decision<BatchState, BatchEvent, BatchEffect> add(int count) {
      if (state.status() != BatchStatus.ACCEPTING) {
        return rejected("items can only be added before the batch starts");
      }
      long total = state.counts().total() + (long) count;
      if (count < 1 || total > BatchState.ITEMS_MAX) {
        return rejected("expected 1 to " + BatchState.ITEMS_MAX + " items, but " + total);
      }
      record(new BatchEvent.ItemsAdded(count, now));
      return accepted();
    }

    private Decision<BatchState, BatchEvent, BatchEffect> seal() {
      if (state.status() != BatchStatus.ACCEPTING || state.createdAt().isEmpty()) {
        return rejected("the batch has already started");
      }
      if (state.counts().total() == 0) {
        return rejected("expected at least one item, but the batch is empty");
      }
      record(new BatchEvent.BatchSealed(now));
      effects.add(BatchEffect.ENTER_SCHEDULE);
      return accepted();
    }

    private Decision<BatchState, BatchEvent, BatchEffect> pause(PauseReason why) {
      if (state.status() != BatchStatus.RUNNING) {
        return rejected("only a running batch can be paused; this one is " + state.status().word());
      }
      holdAll(why);
      return accepted();
    }

    private void holdAll(PauseReason why) {
      record(new BatchEvent.BatchPaused(why, now));
      effects.add(BatchEffect.LEAVE_SCHEDULE);
      effects.add(BatchEffect.PAUSE_RUNS);
    }

    private Decision<BatchState, BatchEvent, BatchEffect> resume() {
      if (state.status() != BatchStatus.PAUSED) {
        return rejected("only a paused batch can be resumed; this one is " + state.status().word());
      }
      boolean byCanary =
          state
              .progress()
              .pause()
              .filter(why -> why.cause() == PauseReason.Cause.CANARY)
              .isPresent();
      record(byCanary ? new BatchEvent.CanaryPassed(now) : new BatchEvent.BatchResumed(now));
      effects.add(BatchEffect.ENTER_SCHEDULE);
      effects.add(BatchEffect.RESUME_RUNS);
      return settled();
    }

    private Decision<BatchState, BatchEvent, BatchEffect> change(BatchSettings settings) {
      var old = state.settings();
      if (!settings.canary().equals(old.canary()) || settings.reuse() != old.reuse()) {
        return rejected("the canary and the use of the memo are fixed once a batch exists");
      }
      if (settings.equals(old)) {
        return accepted();
      }
      record(new BatchEvent.SettingsChanged(settings, now));
      effects.add(BatchEffect.RESCHEDULE);
      return settled();
    }

    private Decision<BatchState, BatchEvent, BatchEffect> expire() {
      boolean due =
          state.settings().deadline().filter(deadline -> !now.isBefore(deadline)).isPresent();
      return due ? cancel("its deadline has passed") : rejected("the deadline has been moved");
    }

    private Decision<BatchState, BatchEvent, BatchEffect> cancel(String reason) {
      if (state.status() == BatchStatus.CANCELLING) {
        return accepted();
      }
      record(new BatchEvent.BatchCancelRequested(reason, now));
      effects.add(BatchEffect.LEAVE_SCHEDULE);
      effects.add(BatchEffect.CANCEL_PENDING);
      effects.add(BatchEffect.CANCEL_RUNS);
      return accepted();
    }

    private Decision<BatchState, BatchEvent, BatchEffect> cancelPending(int most) {
      if (state.status() == BatchStatus.ACCEPTING) {
        // its writer is gone: nobody was told that the batch exists
        record(new BatchEvent.BatchCancelRequested("its upload was not completed", now));
      }
      int left = most;
      while (left > 0 && state.counts().pending() > 0) {
        int from = state.cursor() + 1;
        int to = Math.min(state.cursor() + left, state.lastPending());
        record(new BatchEvent.PendingCancelled(from, to, now));
        left -= to - from + 1;
      }
      if (state.counts().pending() > 0) {
        effects.add(BatchEffect.CANCEL_PENDING);
        return accepted();
      }
      return settled();
    }

    private Decision<BatchState, BatchEvent, BatchEffect> cancelItem(int item) {
      if (state.status() == BatchStatus.ACCEPTING) {
        return rejected("the batch is still being written");
      }
      if (!state.isPending(item)) {
        return rejected("the item has already started or ended, or there is none");
      }
      if (item > state.cursor() + 1 && state.progress().withdrawn().isFull()) {
        return rejected(TOO_MANY);
      }
      record(new BatchEvent.PendingCancelled(item, item, now));
      return settled();
    }

    private Decision<BatchState, BatchEvent, BatchEffect> reopen() {
      switch (state.status()) {
        case SUCCEEDED, FAILED, CANCELLED -> {
          record(new BatchEvent.BatchReopened(now));
          effects.add(BatchEffect.ENTER_SCHEDULE);
        }
        case ACCEPTING, CANCELLING, STOPPING -> {
          return rejected("the batch is " + state.status().word() + "; wait until it has ended");
        }
        case RUNNING, PAUSED -> {}
      }
      return accepted();
    }

    /** What the state as it is now calls for: an end, a pause, the end of the canary. */
    private Decision<BatchState, BatchEvent, BatchEffect> settled() {
      boolean open = state.status() == BatchStatus.RUNNING || state.status() == BatchStatus.PAUSED;
      if (open && state.settings().tolerance().isExceededBy(state.counts())) {
        record(new BatchEvent.BatchStopped(now));
        effects.add(BatchEffect.LEAVE_SCHEDULE);
        effects.add(BatchEffect.CANCEL_PENDING);
        return accepted();
      }
      if (state.status() == BatchStatus.RUNNING && state.counts().pending() > 0) {
        tripBreaker();
      }
      if (state.status() == BatchStatus.RUNNING && canaryIsOver()) {
        endCanary();
      }
      if (state.status() != BatchStatus.ACCEPTING && state.counts().open() == 0) {
        record(new BatchEvent.BatchFinished(finalStatus(), now));
        effects.add(BatchEffect.LEAVE_SCHEDULE);
      }
      return accepted();
    }

    private void tripBreaker() {
      var breaker = state.settings().breaker();
      long counted = state.progress().recent().stream().filter(failed -> failed).count();
      if (breaker.isPresent() && counted >= breaker.get().failures()) {
        holdAll(new PauseReason(PauseReason.Cause.BREAKER, tripped(breaker.get(), counted)));
      }
    }

    private String tripped(Breaker breaker, long counted) {
      var kind = breaker.kind().map(word -> " as " + word).orElse("");
      return "%d of the latest %d items failed%s; mend the cause, then resume: %d items have not started"
          .formatted(counted, state.progress().recent().size(), kind, state.counts().pending());
    }

    private boolean canaryIsOver() {
      var counts = state.counts();
      return state.isHeldByCanary() && counts.pending() > 0 && counts.open() == counts.pending();
    }

    private void endCanary() {
      boolean waits = state.settings().canary().orElseThrow().waits();
      if (!waits && state.counts().failed() == 0) {
        record(new BatchEvent.CanaryPassed(now));
        effects.add(BatchEffect.RESCHEDULE);
        return;
      }
      var counts = state.counts();
      var message =
          "%d of %d canary items succeeded; look at them, then resume: %d items have not started"
              .formatted(counts.succeeded(), state.started(), counts.pending());
      holdAll(new PauseReason(PauseReason.Cause.CANARY, message));
    }

    private BatchStatus finalStatus() {
      if (state.status() == BatchStatus.CANCELLING) {
        return BatchStatus.CANCELLED;
      }
      if (state.counts().failed() > 0) {
        return BatchStatus.FAILED;
      }
      return state.counts().cancelled() > 0 ? BatchStatus.CANCELLED : BatchStatus.SUCCEEDED;
    }

    private void record(BatchEvent event) {
      events.add(event);
      state = BatchApplier.apply(state, event);
    }

    private Decision<BatchState, BatchEvent, BatchEffect> accepted() {
      return new Decision.Accepted<>(state, List.copyOf(events), List.copyOf(effects));
    }

    private static Decision<BatchState, BatchEvent, BatchEffect> rejected(String why) {
      return new Decision.Rejected<>(new Failure.Invalid("", why));
    }
  }
}
