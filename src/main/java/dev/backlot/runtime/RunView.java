package dev.backlot.runtime;

import dev.backlot.model.RunEvent;
import dev.backlot.model.RunState;
import dev.backlot.store.RunRecord;
import java.util.List;

/** A run with all its steps: the row as lists show it, its events in order, and their fold. */
public record RunView(RunRecord run, List<RunEvent> events, RunState state) {}
