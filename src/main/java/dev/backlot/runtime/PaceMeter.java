package dev.backlot.runtime;

import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.Money;
import dev.backlot.store.Commit;
import dev.backlot.store.Pace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * How many items of a batch ended when, and what was paid: in at most {@value #SPANS_MAX} spans,
 * which grow twice as long as often as it takes. Owned by the engine thread.
 */
final class PaceMeter {
  static final int SPANS_MAX = 120;
  private static final long WIDTH_MS_LEAST = 1_000;

  private long widthMs = WIDTH_MS_LEAST;
  private final TreeMap<Long, Pace> spans = new TreeMap<>();
  private final List<Pace> changed = new ArrayList<>();
  private boolean rewritten;

  void adopt(List<Pace> stored) {
    for (var span : stored) {
      widthMs = span.widthMs();
      spans.put(span.from().toEpochMilli(), span);
    }
  }

  void succeeded(Instant at) {
    add(at, 1, 0, Money.NONE);
  }

  void failed(Instant at) {
    add(at, 0, 1, Money.NONE);
  }

  void spent(Instant at, Money amount) {
    if (!amount.isNone()) {
      add(at, 0, 0, amount);
    }
  }

  private void add(Instant at, long succeeded, long failed, Money spent) {
    put(new Pace(begin(at.toEpochMilli()), widthMs, succeeded, failed, spent));
    while (isTooLong()) {
      widen();
    }
  }

  private Instant begin(long ms) {
    return Instant.ofEpochMilli(Math.floorDiv(ms, widthMs) * widthMs);
  }

  private void put(Pace more) {
    var sum = spans.merge(more.from().toEpochMilli(), more, PaceMeter::sum);
    changed.removeIf(one -> one.from().equals(sum.from()));
    changed.add(sum);
  }

  private static Pace sum(Pace one, Pace other) {
    return new Pace(
        one.from(),
        one.widthMs(),
        one.succeeded() + other.succeeded(),
        one.failed() + other.failed(),
        one.spent().plus(other.spent()));
  }

  private boolean isTooLong() {
    return (spans.lastKey() - spans.firstKey()) / widthMs >= SPANS_MAX;
  }

  private void widen() {
    var before = List.copyOf(spans.values());
    widthMs *= 2;
    spans.clear();
    changed.clear();
    rewritten = true;
    for (var span : before) {
      put(
          new Pace(
              begin(span.from().toEpochMilli()),
              widthMs,
              span.succeeded(),
              span.failed(),
              span.spent()));
    }
  }

  void write(BatchId batch, Caller creator, Commit commit) {
    if (!changed.isEmpty()) {
      commit.paces.add(new Commit.PaceChanged(batch, creator, rewritten, List.copyOf(changed)));
      changed.clear();
      rewritten = false;
    }
  }
}
