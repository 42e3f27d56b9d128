package dev.backlot.runtime;

import dev.backlot.model.Caller;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.ResourceLimit;
import dev.backlot.model.TenantLimits;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;

/**
 * How long work would take if nothing else were there: each limit alone allows so much, and the
 * narrowest of them decides.
 */
final class TimeEstimate {
  private static final double MS = 1_000;
  private final Limits limits;
  private final Paces paces;
  private final int cores;

  /**
   * @param cores steps that compute at once
   */
  TimeEstimate(Limits limits, Paces paces, int cores) {
    this.limits = limits;
    this.paces = paces;
    this.cores = cores;
  }

  /**
   * Empty where neither earlier runs nor limits say anything.
   *
   * @param demand of the items that were played through
   * @param scale from those to all items
   */
  Optional<DryRun.Time> of(Caller caller, NewBatch wanted, int items, Demand demand, double scale) {
    var pace = paces.of(caller, wanted.workflow());
    var bounds = new Bounds();
    var keys = new HashMap<ResourceKey, Load>();
    var all = new Load();
    var computing = new Load();
    demand
        .counts()
        .forEach(
            (part, count) -> {
              double starts = count * scale;
              double seconds =
                  starts * pace.getOrDefault(part.step(), Duration.ZERO).toMillis() / MS;
              all.add(starts, seconds);
              if (part.cpu()) {
                computing.add(starts, seconds);
              }
              part.keys()
                  .forEach(key -> keys.computeIfAbsent(key, _ -> new Load()).add(starts, seconds));
            });
    int atOnce = Math.min(wanted.settings().concurrency(), Math.max(items, 1));
    bounds.add(
        all.seconds / atOnce,
        atOnce < items ? "the batch's concurrency of " + atOnce : "its steps, one after the other");
    bounds.add(computing.seconds / cores, cores + " steps that compute at once");
    ofTenant(limits.tenant(caller.tenant()).limits(), all, bounds);
    keys.forEach((key, load) -> ofResource(key, load, bounds));
    return bounds.narrowest();
  }

  private static void ofTenant(TenantLimits tenant, Load all, Bounds bounds) {
    tenant
        .steps()
        .ifPresent(
            most -> bounds.add(all.seconds / most, "the tenant's " + most + " steps at once"));
    tenant
        .items()
        .ifPresent(
            most -> bounds.add(all.seconds / most, "the tenant's " + most + " items at once"));
  }

  private void ofResource(ResourceKey key, Load load, Bounds bounds) {
    var limit = limits.resource(key).map(Limits.Resource::limit);
    limit
        .flatMap(ResourceLimit::concurrent)
        .ifPresent(most -> bounds.add(load.seconds / most, key + ", " + most + " at once"));
    limit
        .flatMap(ResourceLimit::rate)
        .ifPresent(
            rate -> {
              double per = rate.per().toMillis() / MS;
              double later = Math.max(0, load.starts - rate.burst());
              bounds.add(
                  later / rate.starts() * per,
                  "%s, %d starts in %.0f s".formatted(key, rate.starts(), per));
            });
  }

  private static final class Load {
    private double starts;
    private double seconds;

    void add(double moreStarts, double moreSeconds) {
      starts += moreStarts;
      seconds += moreSeconds;
    }
  }

  private static final class Bounds {
    private double seconds;
    private String words = "";

    void add(double bound, String what) {
      if (bound > seconds) {
        seconds = bound;
        words = what;
      }
    }

    Optional<DryRun.Time> narrowest() {
      return seconds > 0
          ? Optional.of(new DryRun.Time(Duration.ofMillis(Math.round(seconds * MS)), words))
          : Optional.empty();
    }
  }
}
