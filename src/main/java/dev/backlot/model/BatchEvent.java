package dev.backlot.model;

import java.time.Instant;

/** What happened to a batch as a whole. Its items' own events count into its state too. */
public sealed interface BatchEvent {
  Instant at();

  record BatchCreated(String workflow, int version, BatchSettings settings, Instant at)
      implements BatchEvent {}

  record ItemsAdded(int count, Instant at) implements BatchEvent {}

  /** All items are written; the batch may start. */
  record BatchSealed(Instant at) implements BatchEvent {}

  record BatchPaused(PauseReason why, Instant at) implements BatchEvent {}

  /** The canary items ended well, or a person said that the others may go on. */
  record CanaryPassed(Instant at) implements BatchEvent {}

  record SettingsChanged(BatchSettings settings, Instant at) implements BatchEvent {}

  record BatchReopened(Instant at) implements BatchEvent {}

  record BatchResumed(Instant at) implements BatchEvent {}

  /**
   * Nothing more starts, and what runs is stopped.
   *
   * @param reason why, for people; empty when a person asked
   */
  record BatchCancelRequested(String reason, Instant at) implements BatchEvent {}

  /** More items failed than the batch tolerates. */
  record BatchStopped(Instant at) implements BatchEvent {}

  /**
   * Items {@code from} to {@code to}, both included, were cancelled before they started: the next
   * ones, or one by itself.
   */
  record PendingCancelled(int from, int to, Instant at) implements BatchEvent {}

  record BatchFinished(BatchStatus status, Instant at) implements BatchEvent {}
}
