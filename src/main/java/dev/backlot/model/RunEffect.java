package dev.backlot.model;

import java.time.Instant;

/**
 * What must happen because of events, once they are durable. Every outstanding effect follows from
 * the run's state, so it needs no record of its own: after a crash it is derived again.
 */
public sealed interface RunEffect {
  /** Ask for a slot, then run the attempt. */
  record StartAttempt(StepPath step, int attempt) implements RunEffect {}

  /** Give up waiting for a slot; an attempt that has begun goes on. */
  record WithdrawAttempt(StepPath step, int attempt) implements RunEffect {}

  /** Ask the attempt to stop, whether it runs or waits for a slot. */
  record StopAttempt(StepPath step, int attempt) implements RunEffect {}

  /** Send {@link RunCommand.RetryStep} at the given time. */
  record WakeRetry(StepPath step, int attempt, Instant dueAt) implements RunEffect {}

  /** Send {@link RunCommand.LookAtClock} at the given time. */
  record WakeRun(Instant dueAt) implements RunEffect {}
}
