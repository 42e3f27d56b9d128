/**
 * The pure heart: {@code decide(state, command, now) -> events and effects} and {@code apply(state,
 * event) -> state}, for runs and for batches.
 *
 * <p>Called by {@code runtime} and by tests. No clock, no I/O, no thread, no logger: everything a
 * function needs is an argument, so any thread may call it.
 */
@NullMarked
package dev.backlot.engine;

import org.jspecify.annotations.NullMarked;
