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

  record BatchPaused(Instant at) implements BatchEvent {}

  record BatchResumed(Instant at) implements BatchEvent {}

  record BatchCancelRequested(Instant at) implements BatchEvent {}

  /** The first failure of a batch that does not continue on error. */
  record BatchStopped(Instant at) implements BatchEvent {}

  /** Items {@code from} to {@code to}, both included, were cancelled before they started. */
  record PendingCancelled(int from, int to, Instant at) implements BatchEvent {}

  record BatchFinished(BatchStatus status, Instant at) implements BatchEvent {}
}
