/**
 * The one door to the engine, and the embedded runtime behind it: the engine thread that decides
 * and commits, the scheduler that says who goes next, the pools that run steps, timers and
 * recovery.
 *
 * <p>Called by surfaces and the command line. {@link dev.backlot.runtime.Runs} is thread-safe; what
 * is owned by the engine thread says so.
 */
@NullMarked
package dev.backlot.runtime;

import org.jspecify.annotations.NullMarked;
