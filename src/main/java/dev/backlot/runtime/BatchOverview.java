package dev.backlot.runtime;

import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.Iteration;
import dev.backlot.model.Money;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.StepId;
import dev.backlot.model.StepState;
import dev.backlot.store.Commit;
import dev.backlot.store.Pace;
import dev.backlot.store.ProviderStanding;
import dev.backlot.store.StepStanding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the steps of a batch stand over all its items, and how fast it goes: counted as runs change,
 * so that nobody has to read them all. Its size follows from the workflow, not from the number of
 * items. Owned by the engine thread.
 */
final class BatchOverview {
  private final Map<String, StepTally> steps = new LinkedHashMap<>();
  private final List<StepTally> changed = new ArrayList<>();
  private final CallTally calls = new CallTally();
  private final PaceMeter pace = new PaceMeter();

  /** Goes on from what was stored. */
  void adopt(List<StepStanding> standings, List<ProviderStanding> providers, List<Pace> spans) {
    calls.adopt(providers);
    standings.forEach(one -> steps.put(one.step(), StepTally.of(one)));
    pace.adopt(spans);
  }

  /** A run went from one state to another. */
  void changed(RunId run, RunState before, RunState after, Instant now) {
    var change = new Change(run, now);
    change.steps("", before.steps(), after.steps());
    pace.spent(now, change.spent);
    if (before.status() != after.status()) {
      switch (after.status()) {
        case SUCCEEDED -> pace.succeeded(now);
        case FAILED -> pace.failed(now);
        default -> {}
      }
    }
  }

  /** Adds the rows that are not as they are stored. */
  void write(BatchId batch, Caller creator, Commit commit) {
    for (var one : changed) {
      one.changed = false;
      commit.standings.add(new Commit.Standing(batch, creator, one.standing()));
    }
    changed.clear();
    calls.write(batch, creator, commit);
    pace.write(batch, creator, commit);
  }

  /**
   * One change of a run, step by step. States never change, so what is still the very same object
   * stands as before, and nothing within it is looked at.
   */
  @SuppressWarnings("ReferenceEquality")
  private final class Change {
    private final RunId run;
    private final Instant now;
    private Money spent = Money.NONE;

    Change(RunId run, Instant now) {
      this.run = run;
      this.now = now;
    }

    void steps(String prefix, Map<StepId, StepState> before, Map<StepId, StepState> after) {
      after.forEach((id, step) -> step(prefix, id, before.get(id), step));
      if (after.isEmpty()) {
        before.forEach((id, step) -> step(prefix, id, step, null));
      }
    }

    private void step(
        String prefix, StepId id, @Nullable StepState before, @Nullable StepState after) {
      if (before == after) {
        return;
      }
      var name = prefix.isEmpty() ? id.value() : prefix + id.value();
      var tally = steps.computeIfAbsent(name, _ -> new StepTally(name, steps.size()));
      tally.moved(before, after);
      calls.changed(before, after, now);
      if (after != null) {
        spent = spent.plus(tally.worked(before == null ? StepState.PENDING : before, after, run));
      }
      if (!tally.changed) {
        tally.changed = true;
        changed.add(tally);
      }
      iterations(name + ".", roundsOf(before), roundsOf(after));
    }

    private void iterations(String prefix, List<Iteration> before, List<Iteration> after) {
      for (int at = 0; at < Math.max(before.size(), after.size()); at++) {
        var was = at < before.size() ? before.get(at) : null;
        var is = at < after.size() ? after.get(at) : null;
        if (was != is) {
          steps(prefix, stepsOf(was), stepsOf(is));
        }
      }
    }

    private static List<Iteration> roundsOf(@Nullable StepState step) {
      return step == null ? List.of() : step.iterations();
    }

    private static Map<StepId, StepState> stepsOf(@Nullable Iteration round) {
      return round == null ? Map.of() : round.steps();
    }
  }
}
