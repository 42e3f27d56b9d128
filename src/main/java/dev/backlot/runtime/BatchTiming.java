package dev.backlot.runtime;

import dev.backlot.store.BatchRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a batch is getting on.
 *
 * @param elapsed from creation to its end, or until now
 * @param itemsPerSecond ended items over the elapsed time
 * @param remaining at that rate; empty before the first item ended and after the batch did
 */
public record BatchTiming(Duration elapsed, double itemsPerSecond, Optional<Duration> remaining) {

  public static BatchTiming of(BatchRecord batch, Instant now) {
    var state = batch.state();
    var start = state.createdAt().orElse(batch.id().createdAt());
    var elapsed = Duration.between(start, state.endedAt().orElse(now));
    double seconds = Math.max(elapsed.toMillis(), 1) / 1000.0;
    int worked = state.counts().succeeded() + state.counts().failed();
    double rate = worked / seconds;
    int left = state.counts().open();
    var remaining =
        rate > 0 && !state.status().isFinal()
            ? Optional.of(Duration.ofMillis(Math.round(left / rate * 1000)))
            : Optional.<Duration>empty();
    return new BatchTiming(elapsed, rate, remaining);
  }
}
