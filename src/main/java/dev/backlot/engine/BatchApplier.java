package dev.backlot.engine;

import dev.backlot.model.BatchEvent;
import dev.backlot.model.BatchState;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Money;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunStatus;
import java.util.Optional;

/** The one place that changes a batch's state: by its own events and by those of its items. */
public final class BatchApplier {
  private BatchApplier() {}

  public static BatchState apply(BatchState state, BatchEvent event) {
    return switch (event) {
      case BatchEvent.BatchCreated(_, _, var settings, var at) -> state.created(settings, at);
      case BatchEvent.ItemsAdded(var count, _) -> state.with(state.counts().added(count));
      case BatchEvent.BatchSealed _ -> state.with(BatchStatus.RUNNING);
      case BatchEvent.BatchResumed _ -> state.resumed();
      case BatchEvent.BatchPaused(var why, _) -> state.paused(why);
      case BatchEvent.CanaryPassed _ -> state.canaryOver();
      case BatchEvent.SettingsChanged(var settings, _) -> state.with(settings);
      case BatchEvent.BatchReopened _ -> state.reopened();
      case BatchEvent.BatchCancelRequested _ -> state.with(BatchStatus.CANCELLING);
      case BatchEvent.BatchStopped _ -> state.with(BatchStatus.STOPPING);
      case BatchEvent.PendingCancelled(var from, var to, _) -> state.cancelledBeforeStart(from, to);
      case BatchEvent.BatchFinished(var status, var at) -> state.ended(status, at);
    };
  }

  /** Counts an item's event; most leave the batch as it is. */
  public static BatchState apply(BatchState state, int item, RunEvent event) {
    return switch (event) {
      case RunEvent.RunStarted _ -> state.at(item).with(state.counts().started());
      case RunEvent.RunSucceeded _ ->
          state.with(state.counts().ended(RunStatus.SUCCEEDED)).itemEnded(Optional.empty());
      case RunEvent.RunFailed(_, var failure, _) ->
          state.with(state.counts().ended(RunStatus.FAILED)).itemEnded(Optional.of(failure));
      case RunEvent.RunCancelled(var bill, _) ->
          state.with(state.counts().ended(RunStatus.CANCELLED)).cancelledOnItsWay(bill);
      case RunEvent.RunParked _ -> state.with(state.counts().parked());
      case RunEvent.RunWoken _ -> state.with(state.counts().woken());
      case RunEvent.RunReopened _ -> state.with(state.counts().reopened(RunStatus.FAILED));
      case RunEvent.CallIntended(_, _, var call, _) ->
          state.money(state.progress().spent(), state.progress().reserved().plus(call.reserved()));
      case RunEvent.StepSucceeded(_, _, var result, var released, _) ->
          paid(state, result.cost(), released);
      case RunEvent.StepFailed(_, _, _, _, var call, var released, _) ->
          paid(state, call.billed(), released);
      case RunEvent.RetryScheduled(_, _, _, var call, var released, _, _) ->
          paid(state, call.billed(), released);
      case RunEvent.FellBack(_, _, _, _, var call, var released, _) ->
          paid(state, call.billed(), released);
      case RunEvent.StepCancelled(_, _, var call, var released, _) ->
          paid(state, call.billed(), released);
      default -> state;
    };
  }

  private static BatchState paid(BatchState state, Money cost, Money released) {
    return cost.isNone() && released.isNone()
        ? state
        : state.money(
            state.progress().spent().plus(cost), state.progress().reserved().less(released));
  }
}
