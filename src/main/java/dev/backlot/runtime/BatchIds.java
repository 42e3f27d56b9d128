package dev.backlot.runtime;

import dev.backlot.model.BatchId;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Gives time-ordered ids that never repeat, also when the clock steps back. */
final class BatchIds {
  private final InstantSource clock;
  private final AtomicLong last;

  BatchIds(InstantSource clock, long greatest) {
    this.clock = clock;
    this.last = new AtomicLong(greatest);
  }

  BatchId next() {
    long now = clock.millis() << 16;
    return new BatchId(last.updateAndGet(before -> Math.max(before + 1, now)));
  }
}
