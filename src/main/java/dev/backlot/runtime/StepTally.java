package dev.backlot.runtime;

import dev.backlot.model.Failure;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The counters of one step of a batch. Owned by the engine thread. */
final class StepTally {
  private final String step;
  private final int place;
  private final long[] counts = new long[StepPhase.values().length];
  private long rejected;
  private long reused;
  private long attempts;
  private Money spent = Money.NONE;
  private long waitedMs;
  private TimeSpread took = new TimeSpread();
  private Optional<StepStanding.Latest> latest = Optional.empty();

  /** Whether it is not as it is stored. */
  boolean changed;

  StepTally(String step, int place) {
    this.step = step;
    this.place = place;
  }

  static StepTally of(StepStanding stored) {
    var tally = new StepTally(stored.step(), stored.place());
    stored.counts().forEach((phase, many) -> tally.counts[phase.code()] = many);
    tally.rejected = stored.rejected();
    tally.reused = stored.reused();
    tally.attempts = stored.attempts();
    tally.spent = stored.spent();
    tally.waitedMs = stored.waitedMs();
    tally.took = stored.took();
    tally.latest = stored.latest();
    return tally;
  }

  /** A step run stands differently; null where there is none. */
  void moved(@Nullable StepState before, @Nullable StepState after) {
    if (before != null) {
      counts[before.phase().code()]--;
      rejected -= isRejection(before) ? 1 : 0;
    }
    if (after != null) {
      counts[after.phase().code()]++;
      rejected += isRejection(after) ? 1 : 0;
    }
  }

  private static boolean isRejection(StepState step) {
    return step.phase() == StepPhase.FAILED
        && step.failure().filter(Failure.Rejected.class::isInstance).isPresent();
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
    if (after.spent().equals(before.spent())) {
      return Money.NONE;
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
    var phases = new EnumMap<StepPhase, Long>(StepPhase.class);
    for (var phase : StepPhase.values()) {
      if (counts[phase.code()] > 0) {
        phases.put(phase, counts[phase.code()]);
      }
    }
    return new StepStanding(
        step, place, phases, rejected, reused, attempts, spent, waitedMs, took, latest);
  }
}
