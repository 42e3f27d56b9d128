package dev.backlot.model;

import java.time.Instant;
import java.util.Optional;

/**
 * One workflow version over N inputs. The number is time-ordered: milliseconds since 1970 in the
 * upper 48 bits, a counter in the lower 16, so a later batch has the greater id.
 */
public record BatchId(long number) implements Comparable<BatchId> {
  public BatchId {
    if (number <= 0) {
      throw new IllegalArgumentException("expected a positive batch number, but " + number);
    }
  }

  /** Reads the UUID form; empty when the text is no batch id of ours. */
  public static Optional<BatchId> parse(String text) {
    return TimeOrderedUuid.parse(text)
        .filter(uuid -> uuid.item() == 0)
        .map(uuid -> new BatchId(uuid.number()));
  }

  /** The least id that a batch made at this time, or later, can have. */
  public static BatchId leastAt(Instant time) {
    return new BatchId(Math.max(1, time.toEpochMilli() << 16));
  }

  /** The least id that is greater. */
  public BatchId next() {
    return new BatchId(number + 1);
  }

  /** The run of this batch's item, counted from 1. */
  public RunId run(int item) {
    return new RunId(this, item);
  }

  public Instant createdAt() {
    return Instant.ofEpochMilli(number >>> 16);
  }

  @Override
  public int compareTo(BatchId other) {
    return Long.compare(number, other.number);
  }

  /** The UUID form (version 7), as every surface shows it. */
  @Override
  public String toString() {
    return new TimeOrderedUuid(number, 0).toString();
  }
}
