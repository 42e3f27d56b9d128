package dev.backlot.model;

import java.time.Instant;
import java.util.Optional;

/**
 * All the engine knows of a batch: small, however many items it has.
 *
 * @param cursor the last item that was started or cancelled before start; items are taken in order
 */
public record BatchState(
    BatchStatus status,
    BatchSettings settings,
    ItemCounts counts,
    int cursor,
    Optional<Instant> createdAt,
    Optional<Instant> endedAt) {
  /** The most items a batch may hold. */
  public static final int ITEMS_MAX = 1_000_000;

  public static final BatchState NONE =
      new BatchState(
          BatchStatus.ACCEPTING,
          BatchSettings.DEFAULT,
          ItemCounts.NONE,
          0,
          Optional.empty(),
          Optional.empty());

  public boolean mayStartItem() {
    return status == BatchStatus.RUNNING
        && counts.pending() > 0
        && counts.running() < settings.concurrency();
  }

  public BatchState with(BatchStatus newStatus) {
    return new BatchState(newStatus, settings, counts, cursor, createdAt, endedAt);
  }

  public BatchState with(BatchSettings newSettings) {
    return new BatchState(status, newSettings, counts, cursor, createdAt, endedAt);
  }

  public BatchState with(ItemCounts newCounts) {
    return new BatchState(status, settings, newCounts, cursor, createdAt, endedAt);
  }

  public BatchState at(int newCursor) {
    return new BatchState(status, settings, counts, newCursor, createdAt, endedAt);
  }

  public BatchState created(BatchSettings newSettings, Instant at) {
    return new BatchState(
        BatchStatus.ACCEPTING, newSettings, counts, cursor, Optional.of(at), endedAt);
  }

  public BatchState ended(BatchStatus finalStatus, Instant at) {
    return new BatchState(finalStatus, settings, counts, cursor, createdAt, Optional.of(at));
  }
}
