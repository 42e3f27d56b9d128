package dev.backlot.runtime;

import dev.backlot.model.BatchEvent;
import dev.backlot.model.Caller;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunId;
import dev.backlot.model.RunStatus;
import dev.backlot.store.Commit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one turn of the engine has decided and not yet made durable. Events of one run are gathered into
 * one row; rows that change several times are written once.
 */
final class Group {
  private final Commit commit = new Commit();
  private final Map<RunId, RunEntry> runs = new LinkedHashMap<>();
  private final Map<LiveBatch, BatchEntry> batches = new LinkedHashMap<>();
  private final List<Runnable> afterwards = new ArrayList<>();

  private static final class RunEntry {
    final LiveBatch.LiveRun run;
    final Caller caller;
    final List<RunEvent> events = new ArrayList<>();
    RunStatus before;

    RunEntry(LiveBatch.LiveRun run, Caller caller) {
      this.run = run;
      this.caller = caller;
      this.before = run.state.status();
    }
  }

  private static final class BatchEntry {
    @Nullable Caller caller;
    final List<BatchEvent> events = new ArrayList<>();
  }

  /** Rows without events: assets, workflows, items. */
  Commit rows() {
    return commit;
  }

  /** Before the first event of a decision, while the run still has its old state. */
  void runEvents(LiveBatch.LiveRun run, Caller caller, List<RunEvent> events) {
    runs.computeIfAbsent(run.id, _ -> new RunEntry(run, caller)).events.addAll(events);
  }

  void batchEvents(LiveBatch batch, Caller caller, List<BatchEvent> events) {
    var entry = batches.computeIfAbsent(batch, _ -> new BatchEntry());
    entry.caller = caller;
    entry.events.addAll(events);
  }

  /** The batch's counters changed through its items. */
  void batchChanged(LiveBatch batch) {
    batches.computeIfAbsent(batch, _ -> new BatchEntry());
  }

  /** What to do once the group is durable, in order. */
  void afterwards(Runnable action) {
    afterwards.add(action);
  }

  List<Runnable> afterwards() {
    return afterwards;
  }

  /** Numbers the events from {@code next} on and completes the rows; returns the number after the last. */
  long seal(long next, Instant now) {
    long sequence = next;
    for (var entry : runs.values()) {
      sequence = sealRun(entry, sequence, now);
    }
    for (var entry : batches.entrySet()) {
      var batch = entry.getKey();
      var events = entry.getValue().events;
      var caller = entry.getValue().caller;
      if (!events.isEmpty() && caller != null) {
        commit.batchEvents.add(new Commit.BatchEvents(sequence, caller, batch.id, List.copyOf(events)));
        sequence += events.size();
      }
      commit.batches.add(new Commit.BatchChange(batch.id, batch.state, now));
    }
    return sequence;
  }

  private long sealRun(RunEntry entry, long sequence, Instant now) {
    if (entry.events.isEmpty()) {
      return sequence;
    }
    commit.runEvents.add(
        new Commit.RunEvents(sequence, entry.caller, entry.run.id, List.copyOf(entry.events)));
    if (entry.run.state.status() != entry.before) {
      commit.runs.add(new Commit.RunChange(entry.run.id, entry.run.state, now));
    }
    return sequence + entry.events.size();
  }
}
