package dev.backlot.runtime;

import dev.backlot.model.Money;
import dev.backlot.model.RunId;
import dev.backlot.model.StepPhase;
import dev.backlot.model.StepState;
import dev.backlot.model.TimeSpread;
import dev.backlot.model.Value;
import dev.backlot.store.StepStanding;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The counters of one step of a batch. Owned by the engine thread. */
final class StepTally {
  /** What a step run is counted as. */
  sealed interface Standing {
    /** There is no such step run (yet, or any more). */
    record None() implements Standing {}

    record In(StepPhase phase) implements Standing {}

    /** It never began, and never will unless its run is taken up again. */
    record Unreached() implements Standing {}

    /**
     * How a step run counts.
     *
     * @param over whether what it is part of has failed
     */
    static Standing of(@Nullable StepState step, boolean over) {
      if (step == null) {
        return new None();
      }
      return over && !step.phase().isFinal() ? new Unreached() : new In(step.phase());
    }
  }

  private final String step;
  private final int place;
  private final Map<StepPhase, Long> counts = new EnumMap<>(StepPhase.class);
  private long unreached;
  private long reused;
  private long attempts;
  private Money spent = Money.NONE;
  private long waitedMs;
  private TimeSpread took = new TimeSpread();
  private Optional<StepStanding.Latest> latest = Optional.empty();

  StepTally(String step, int place) {
    this.step = step;
    this.place = place;
  }

  static StepTally of(StepStanding stored) {
    var tally = new StepTally(stored.step(), stored.place());
    tally.counts.putAll(stored.counts());
    tally.unreached = stored.unreached();
    tally.reused = stored.reused();
    tally.attempts = stored.attempts();
    tally.spent = stored.spent();
    tally.waitedMs = stored.waitedMs();
    tally.took = stored.took();
    tally.latest = stored.latest();
    return tally;
  }

  void moved(Standing from, Standing to) {
    add(from, -1);
    add(to, 1);
  }

  private void add(Standing standing, int change) {
    switch (standing) {
      case Standing.None _ -> {}
      case Standing.In(var phase) -> counts.merge(phase, (long) change, Long::sum);
      case Standing.Unreached _ -> unreached += change;
    }
  }

  /** Takes note of what the step run did, and tells what it cost. */
  Money worked(StepState before, StepState after, RunId run) {
    if (after.startedAt().isPresent() && !after.startedAt().equals(before.startedAt())) {
      attempts++;
      waitedMs += between(after.readyAt(), after.startedAt());
    }
    if (before.reused() != after.reused()) {
      reused += after.reused() ? 1 : -1;
    }
    if (after.endedAt().isPresent()
        && !after.endedAt().equals(before.endedAt())
        && after.startedAt().isPresent()
        && !after.reused()
        && after.phase() != StepPhase.CANCELLED) {
      took.add(between(after.startedAt(), after.endedAt()));
    }
    if (after.phase() == StepPhase.SUCCEEDED && before.phase() != StepPhase.SUCCEEDED) {
      pictureOf(after, run).ifPresent(picture -> latest = Optional.of(picture));
    }
    var cost = after.spent().less(before.spent());
    spent = spent.plus(cost);
    return cost;
  }

  private static long between(Optional<Instant> from, Optional<Instant> to) {
    return from.isEmpty() || to.isEmpty()
        ? 0
        : Math.max(0, Duration.between(from.get(), to.get()).toMillis());
  }

  private static Optional<StepStanding.Latest> pictureOf(StepState step, RunId run) {
    return step.outputs().values().stream()
        .map(Value::assets)
        .flatMap(List::stream)
        .filter(asset -> asset.mediaType().startsWith("image/"))
        .findFirst()
        .map(asset -> new StepStanding.Latest(asset.id(), run));
  }

  StepStanding standing() {
    counts.values().removeIf(many -> many <= 0);
    return new StepStanding(
        step, place, counts, unreached, reused, attempts, spent, waitedMs, took, latest);
  }
}
