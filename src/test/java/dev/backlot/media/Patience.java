package dev.backlot.media;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Waits for work until it has been asked a number of times, and keeps what it was told. */
public record Patience(AtomicInteger left, List<Part> told) implements GoingOn {
  public static final String CANCELLED = "cancelled";

  /** So many parts of so many are done. */
  public record Part(int done, int all) {}

  public static Patience of(int checks) {
    return new Patience(new AtomicInteger(checks), new CopyOnWriteArrayList<>());
  }

  public static Patience endless() {
    return of(Integer.MAX_VALUE);
  }

  @Override
  public void check() throws IOException {
    if (left.getAndDecrement() <= 0) {
      throw new IOException(CANCELLED);
    }
  }

  @Override
  public void done(int parts, int all) {
    told.add(new Part(parts, all));
  }

  /** How many parts were done, each time it was told. */
  public List<Integer> parts() {
    return told.stream().map(Part::done).toList();
  }
}
