package dev.backlot.runtime;

import dev.backlot.engine.Plan;
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

/**
 * A batch that has not ended, as the engine thread holds it: its state and those of its runs on
 * their way (bounded by its concurrency). Owned by the engine thread.
 */
final class LiveBatch {
  final BatchId id;
  final Caller creator;
  final BatchOrigin origin;
  final Submission.Workload workload;
  final Map<RunId, LiveRun> runs = new HashMap<>();
  BatchState state = BatchState.NONE;

  /** Its items on their way as the scheduler last counted them. */
  int scheduled;

  private List<Views.PendingItem> firstItems = List.of();

  LiveBatch(BatchId id, Caller creator, BatchOrigin origin, Submission.Workload workload) {
    this.id = id;
    this.creator = creator;
    this.origin = origin;
    this.workload = workload;
  }

  /** Remembers the first items, so that a small batch starts without reading them back. */
  void keepFirstItems(List<Commit.NewItem> items) {
    firstItems =
        items.stream()
            .map(item -> new Views.PendingItem(item.run(), item.name(), item.inputs()))
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
    RunState state = RunState.NONE;

    LiveRun(RunId id, String name, Plan plan) {
      this.id = id;
      this.name = name;
      this.plan = plan;
    }
  }
}
