package dev.backlot.cli;

/** What the process tells its caller. */
final class ExitCodes {
  static final int SUCCEEDED = 0;
  static final int SOME_FAILED = 1;

  /** Bad usage, a bad workflow, or a folder that cannot be used. */
  static final int NOT_STARTED = 2;

  /** Stopped by Ctrl-C; the same command resumes. */
  static final int INTERRUPTED = 130;

  private ExitCodes() {}
}
