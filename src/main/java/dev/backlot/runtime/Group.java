package dev.backlot.runtime;

import dev.backlot.engine.RunDecider;
import dev.backlot.model.BatchEvent;
import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunId;
import dev.backlot.model.RunStatus;
import dev.backlot.store.Commit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one turn of the engine has decided and not yet made durable. Events of one run are gathered
 * into one row; rows that change several times are written once.
 */
final class Group {
  private final Commit commit = new Commit();
  private final Map<RunId, RunEntry> runs = new HashMap<>();
  private final Set<LiveBatch> changedBatches = new LinkedHashSet<>();
  private final Set<LiveBatch> changedOverviews = new LinkedHashSet<>();

  /** Rows of the log in the order in which their first event happened. */
  private final List<Entry> log = new ArrayList<>();

  private final List<Runnable> afterwards = new ArrayList<>();

  private sealed interface Entry {}

  private static final class RunEntry implements Entry {
    final LiveBatch.LiveRun run;
    final Caller caller;
    final RunStatus before;
    final List<RunEvent> events = new ArrayList<>();

    RunEntry(LiveBatch.LiveRun run, Caller caller) {
      this.run = run;
      this.caller = caller;
      this.before = run.state.status();
    }
  }

  private record BatchEntry(LiveBatch batch, Caller caller, List<BatchEvent> events)
      implements Entry {}

  /** Rows without events: assets, workflows, items. */
  Commit rows() {
    return commit;
  }

  /** Whether this group has events of the run that are not durable yet. */
  boolean concerns(RunId run) {
    return runs.containsKey(run);
  }

  /** Whether this group has events of the batch that are not durable yet. */
  boolean concerns(BatchId batch) {
    return changedBatches.stream().anyMatch(changed -> changed.id.equals(batch));
  }

  /** Takes a run's events, while the run still has its old state. */
  void runEvents(LiveBatch.LiveRun run, Caller caller, List<RunEvent> events) {
    var entry = runs.get(run.id);
    if (entry == null) {
      entry = new RunEntry(run, caller);
      runs.put(run.id, entry);
      log.add(entry);
    }
    entry.events.addAll(events);
  }

  void batchEvents(LiveBatch batch, Caller caller, List<BatchEvent> events) {
    changedBatches.add(batch);
    if (!events.isEmpty()) {
      log.add(new BatchEntry(batch, caller, events));
    }
  }

  /** The batch's counters changed through its items. */
  void batchChanged(LiveBatch batch) {
    changedBatches.add(batch);
  }

  /** Steps of the batch's runs changed. */
  void overviewChanged(LiveBatch batch) {
    changedOverviews.add(batch);
  }

  /** What to do once the group is durable, in order. */
  void afterwards(Runnable action) {
    afterwards.add(action);
  }

  List<Runnable> afterwards() {
    return afterwards;
  }

  /**
   * Numbers the events from {@code next} on and completes the rows; returns the number after the
   * last.
   */
  long seal(long next, Instant now) {
    long sequence = next;
    for (var entry : log) {
      sequence +=
          switch (entry) {
            case RunEntry run -> seal(run, sequence, now);
            case BatchEntry batch -> seal(batch, sequence);
          };
    }
    for (var batch : changedBatches) {
      commit.batches.add(new Commit.BatchChange(batch.id, batch.state, now));
    }
    for (var batch : changedOverviews) {
      batch.overview.write(batch.id, batch.creator, commit);
    }
    return sequence;
  }

  private int seal(RunEntry entry, long sequence, Instant now) {
    if (entry.events.isEmpty()) {
      return 0;
    }
    commit.runEvents.add(
        new Commit.RunEvents(sequence, entry.caller, entry.run.id, List.copyOf(entry.events)));
    var state = entry.run.state;
    boolean waits = state.status() == RunStatus.WAITING;
    if (state.status() != entry.before || waits) {
      var due = waits ? RunDecider.dueAt(entry.run.plan, state) : Optional.<Instant>empty();
      commit.runs.add(new Commit.RunChange(entry.run.id, state, due, now));
    }
    return entry.events.size();
  }

  private int seal(BatchEntry entry, long sequence) {
    commit.batchEvents.add(
        new Commit.BatchEvents(sequence, entry.caller, entry.batch.id, List.copyOf(entry.events)));
    return entry.events.size();
  }
}
