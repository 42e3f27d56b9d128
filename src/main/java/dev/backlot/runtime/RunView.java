package dev.backlot.runtime;

import dev.backlot.model.RunState;
import dev.backlot.store.RunRecord;

/** A run with all its steps: the row as lists show it, and the fold of its events. */
public record RunView(RunRecord run, RunState state) {}
