package dev.backlot.model;

/**
 * What must happen because of a batch's events, once they are durable; derived again after a crash.
 */
public enum BatchEffect {
  /** Let it take part in the choice of who goes next. */
  ENTER_SCHEDULE,
  /** Start nothing more of it. */
  LEAVE_SCHEDULE,
  /** Send {@link BatchCommand.CancelPending} until none is left. */
  CANCEL_PENDING,
  /** Send {@link RunCommand.CancelRun} to every run on its way. */
  CANCEL_RUNS,
  PAUSE_RUNS,
  /** The settings changed: look again who may start, and when the deadline is. */
  RESCHEDULE,
  RESUME_RUNS
}
