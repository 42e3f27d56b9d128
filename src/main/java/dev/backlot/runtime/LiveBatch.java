package dev.backlot.runtime;

import dev.backlot.engine.Plan;
import dev.backlot.engine.RunApplier;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchState;
import dev.backlot.model.Caller;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.store.BatchOrigin;
import dev.backlot.store.Commit;
import dev.backlot.store.Views;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A batch that has not ended, as the engine thread holds it: its state and those of its runs on
 * their way (bounded by its concurrency). Owned by the engine thread.
 */
final class LiveBatch {
  final BatchId id;
  final Caller creator;

  /** Who acts when the engine itself does something for this batch. */
  final Caller engine;

  final BatchOrigin origin;
  final Submission.Workload workload;
  final Map<RunId, LiveRun> runs = new HashMap<>();
  final BatchOverview overview = new BatchOverview();
  BatchState state = BatchState.NONE;

  /** Its items on their way as the scheduler last counted them. */
  int scheduled;

  private List<Views.PendingItem> firstItems = List.of();

  LiveBatch(BatchId id, Caller creator, BatchOrigin origin, Submission.Workload workload) {
    this.id = id;
    this.creator = creator;
    this.engine = new Caller(creator.tenant(), Engine.ENGINE_USER);
    this.origin = origin;
    this.workload = workload;
  }

  /** A run of this batch, before anything of it happened. */
  LiveRun newRun(RunId run, String name, Optional<Integer> sourceItem) {
    var source = sourceItem.flatMap(item -> origin.redriveOf().map(earlier -> earlier.run(item)));
    return new LiveRun(run, name, workload.plan(run, name), source);
  }

  /** A run of this batch as its history says it is. */
  LiveRun revive(Views.LiveRun stored) {
    var run = newRun(stored.run().id(), stored.run().name(), stored.source());
    for (var event : stored.events()) {
      run.state = RunApplier.apply(run.state, event);
    }
    return run;
  }

  /** Remembers the first items, so that a small batch starts without reading them back. */
  void keepFirstItems(List<Commit.NewItem> items) {
    firstItems =
        items.stream()
            .map(
                item ->
                    new Views.PendingItem(item.run(), item.name(), item.inputs(), item.source()))
            .toList();
  }

  List<Views.PendingItem> takeFirstItems() {
    var items = firstItems;
    firstItems = List.of();
    return items;
  }

  /** A run on its way. */
  static final class LiveRun {
    final RunId id;
    final String name;
    final Plan plan;

    /** The earlier run whose finished steps it reuses. */
    final Optional<RunId> source;

    RunState state = RunState.NONE;

    LiveRun(RunId id, String name, Plan plan, Optional<RunId> source) {
      this.id = id;
      this.name = name;
      this.plan = plan;
      this.source = source;
    }
  }
}
