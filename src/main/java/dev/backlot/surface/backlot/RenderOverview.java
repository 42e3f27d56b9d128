package dev.backlot.surface.backlot;

import dev.backlot.model.StepPhase;
import dev.backlot.model.TimeSpread;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.Pace;
import dev.backlot.store.ProviderStanding;
import dev.backlot.store.StepStanding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a batch stands as a whole: its steps and its pace. */
final class RenderOverview {
  private static final long EVERY_MS_LEAST = 1_000;

  private RenderOverview() {}

  static Wire.BatchSteps of(
      BatchRecord batch,
      List<StepStanding> steps,
      List<Pace> pace,
      List<ProviderStanding> providers) {
    long pending = batch.state().counts().pending();
    return new Wire.BatchSteps(
        steps.stream().map(step -> step(step, pending)).toList(),
        of(pace),
        providers.stream().map(RenderOverview::calls).toList());
  }

  private static Wire.ProviderCalls calls(ProviderStanding one) {
    return new Wire.ProviderCalls(one.provider(), one.model(), one.failed(), times(one.took()));
  }

  private static Wire.StepCounts step(StepStanding step, long pendingItems) {
    return new Wire.StepCounts(
        step.step(),
        counts(step, pendingItems),
        step.rejected(),
        step.reused(),
        step.attempts(),
        step.spent().amount(),
        step.attempts() == 0 ? 0 : step.waitedMs() / step.attempts(),
        times(step.took()),
        step.latest()
            .map(latest -> new Wire.Latest(latest.picture().toString(), latest.run().toString())));
  }

  /** Steps within loops come to be when their loop starts; the others are there from the start. */
  private static Map<String, Long> counts(StepStanding step, long pendingItems) {
    var counts = new LinkedHashMap<String, Long>();
    for (var phase : StepPhase.values()) {
      counts.put(phase.word(), step.counts().getOrDefault(phase, 0L));
    }
    if (!step.step().contains(".")) {
      counts.merge(StepPhase.PENDING.word(), pendingItems, Long::sum);
    }
    return counts;
  }

  private static Optional<Wire.Times> times(TimeSpread took) {
    return took.count() == 0
        ? Optional.empty()
        : Optional.of(
            new Wire.Times(
                took.count(),
                took.leastMs(),
                took.percentileMs(0.5),
                took.percentileMs(0.9),
                took.percentileMs(0.99),
                took.mostMs(),
                took.meanMs()));
  }

  private static Wire.BatchPace of(List<Pace> pace) {
    var spans =
        pace.stream()
            .map(
                span ->
                    new Wire.PaceSpan(
                        span.from(), span.succeeded(), span.failed(), span.spent().amount()))
            .toList();
    return new Wire.BatchPace(pace.isEmpty() ? EVERY_MS_LEAST : pace.getFirst().widthMs(), spans);
  }
}
