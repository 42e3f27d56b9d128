package dev.backlot.model;

import java.util.Comparator;
import java.util.Optional;

/** One input on its way through the graph: a batch and the item's place in it, counted from 1. */
public record RunId(BatchId batch, int item) implements Comparable<RunId> {
  private static final Comparator<RunId> ORDER =
      Comparator.comparing(RunId::batch).thenComparingInt(RunId::item);

  public RunId {
    if (item < 1) {
      throw new IllegalArgumentException("expected an item number of at least 1, but " + item);
    }
  }

  /** Reads the UUID form; empty when the text is no run id of ours. */
  public static Optional<RunId> parse(String text) {
    return TimeOrderedUuid.parse(text)
        .filter(uuid -> uuid.item() > 0)
        .map(uuid -> new RunId(new BatchId(uuid.number()), uuid.item()));
  }

  @Override
  public int compareTo(RunId other) {
    return ORDER.compare(this, other);
  }

  /** The UUID form (version 7), as every surface shows it. */
  @Override
  public String toString() {
    return new TimeOrderedUuid(batch.number(), item).toString();
  }
}
