package dev.backlot.runtime;

import dev.backlot.engine.RunApplier;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.store.Views;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The runs that others redrive, read once for all the steps of a run; keeps the latest {@value
 * #KEPT_MAX}. Thread-safe.
 */
final class EarlierRuns {
  private static final int KEPT_MAX = 256;
  private final Views views;
  private final Map<RunId, RunState> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RunId, RunState> eldest) {
          return size() > KEPT_MAX;
        }
      };

  EarlierRuns(Views views) {
    this.views = views;
  }

  /** The run as its history says; a run that nobody knows has no steps. */
  RunState of(RunId run) {
    synchronized (kept) {
      var known = kept.get(run);
      if (known != null) {
        return known;
      }
    }
    var state = RunState.NONE;
    for (var event : views.events(run)) {
      state = RunApplier.apply(state, event);
    }
    synchronized (kept) {
      // a run that may still go on is read again the next time
      if (state.status().isFinal()) {
        kept.put(run, state);
      }
    }
    return state;
  }
}
