package dev.backlot.runtime;

import dev.backlot.engine.BatchApplier;
import dev.backlot.model.Asset;
import dev.backlot.model.BatchEvent;
import dev.backlot.model.BatchId;
import dev.backlot.model.RunEvent;
import dev.backlot.model.StepPath;
import dev.backlot.model.Value;
import dev.backlot.model.Work;
import dev.backlot.store.Commit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows that follow from events, for the same commit: neither can exist without the other. */
final class FollowingRows {
  private FollowingRows() {}

  static void ofBatch(BatchId batch, List<BatchEvent> events, Group group) {
    for (var event : events) {
      if (event instanceof BatchEvent.PendingCancelled(var from, var to, var at)) {
        group.rows().cancelled.add(new Commit.PendingCancelled(batch, from, to, at));
      }
    }
  }

  /** The rows that follow from a run's event: counters, assets, lineage, memo. */
  static void ofRun(
      LiveBatch batch,
      LiveBatch.LiveRun run,
      RunEvent event,
      Optional<StepKey> memo,
      Group group,
      Instant now) {
    var before = batch.state;
    batch.state = BatchApplier.apply(before, run.id.item(), event);
    if (!batch.state.equals(before)) {
      group.batchChanged(batch);
    }
    addGateRows(batch, run, event, group);
    switch (event) {
      case RunEvent.StepSucceeded done -> {
        var rows = group.rows();
        var made =
            done.result().outputs().values().stream()
                .map(Value::assets)
                .flatMap(List::stream)
                .toList();
        for (Asset asset : made) {
          rows.assets.add(new Commit.NewAsset(batch.creator, asset, now));
          // what a step was given and hands on, it did not make
          if (!done.result().reused() && !done.result().consumed().contains(asset.id())) {
            rows.lineage.add(
                new Commit.Lineage(
                    batch.creator.tenant(),
                    asset.id(),
                    done.result().consumed(),
                    run.id,
                    done.step()));
          }
        }
        memo.ifPresent(
            key ->
                rows.memos.add(
                    new Commit.NewMemo(
                        batch.creator.tenant(),
                        key.key(),
                        key.parts(),
                        key.place(),
                        done.result().outputs(),
                        run.id,
                        done.step(),
                        now)));
      }
      default -> {}
    }
  }

  private static void addGateRows(
      LiveBatch batch, LiveBatch.LiveRun run, RunEvent event, Group group) {
    switch (event) {
      case RunEvent.GateOpened(var step, var question, var round, var at) -> {
        var rows = group.rows();
        // what closed in this very group is open again: closings are written last
        rows.closedGates.remove(new Commit.ClosedGate(run.id, step));
        rows.openGates.add(
            new Commit.OpenGate(batch.creator, run.id, run.name, step, round, question, at));
      }
      case RunEvent.StepSucceeded done -> closeGate(run, done.step(), group);
      case RunEvent.StepFailed failed -> closeGate(run, failed.step(), group);
      case RunEvent.StepCancelled cancelled -> closeGate(run, cancelled.step(), group);
      case RunEvent.StepsReset reset -> {
        closeGate(run, reset.gate(), group);
        reset.steps().forEach(step -> closeGate(run, step, group));
      }
      default -> {}
    }
  }

  private static void closeGate(LiveBatch.LiveRun run, StepPath step, Group group) {
    if (run.plan.spec(step).filter(spec -> spec.work() instanceof Work.Gate).isPresent()) {
      var closed = new Commit.ClosedGate(run.id, step);
      if (!group.rows().closedGates.contains(closed)) {
        group.rows().closedGates.add(closed);
      }
    }
  }
}
