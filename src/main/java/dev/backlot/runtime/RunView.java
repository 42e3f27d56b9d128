package dev.backlot.runtime;

import dev.backlot.model.Progress;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunState;
import dev.backlot.model.StepPath;
import dev.backlot.store.RunRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run with all its steps: the row as lists show it, its events in order, and their fold.
 *
 * @param progress how far those steps say they are that run right now; in no event, gone afterwards
 */
public record RunView(
    RunRecord run, List<RunEvent> events, RunState state, Map<StepPath, Progress> progress) {
  /** How far a step says it is; empty when it does not run or says nothing. */
  public Optional<Progress> progress(StepPath step) {
    return Optional.ofNullable(progress.get(step));
  }
}
