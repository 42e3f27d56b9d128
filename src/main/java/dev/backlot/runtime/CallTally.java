package dev.backlot.runtime;

import dev.backlot.model.BatchId;
import dev.backlot.model.CallKey;
import dev.backlot.model.Caller;
import dev.backlot.model.ProviderCall;
import dev.backlot.model.StepPhase;
import dev.backlot.model.StepState;
import dev.backlot.model.TimeSpread;
import dev.backlot.store.Commit;
import dev.backlot.store.ProviderStanding;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long providers take for a batch, model by model, counted when their calls come to a known
 * end. A model may come from an expression, so there is a limit to how many are told apart. Owned
 * by the engine thread.
 */
final class CallTally {
  private record Maker(String provider, String model) {}

  /** Counted so far; its spread grows in place. */
  private record Count(long failed, TimeSpread took) {}

  private final Map<Maker, Count> counts = new HashMap<>();
  private final Set<Maker> changed = new LinkedHashSet<>();

  /** Goes on from what was stored. */
  void adopt(List<ProviderStanding> stored) {
    stored.forEach(
        one ->
            counts.put(
                new Maker(one.provider(), one.model()), new Count(one.failed(), one.took())));
  }

  /**
   * A step run went from one state to another, or is no more; a call that it had and has no longer
   * came to its end, whatever became of the step.
   */
  void changed(@Nullable StepState before, @Nullable StepState after, Instant now) {
    var had = before == null ? Optional.<ProviderCall>empty() : before.call();
    var has = after == null ? Optional.<ProviderCall>empty() : after.call();
    if (had.isPresent()
        && !had.map(ProviderCall::idempotencyKey).equals(has.map(ProviderCall::idempotencyKey))) {
      boolean well = after != null && after.phase() == StepPhase.SUCCEEDED;
      ended(had.get(), well, after == null ? now : after.endedAt().orElse(now));
    }
  }

  private void ended(ProviderCall call, boolean well, Instant at) {
    var maker = maker(call);
    var count = counts.getOrDefault(maker, new Count(0, new TimeSpread()));
    if (well) {
      CallKey.parse(call.idempotencyKey())
          .ifPresent(key -> count.took().add(Duration.between(key.at(), at).toMillis()));
    }
    counts.put(maker, new Count(count.failed() + (well ? 0 : 1), count.took()));
    changed.add(maker);
  }

  private Maker maker(ProviderCall call) {
    var maker = new Maker(call.provider(), call.model());
    return counts.containsKey(maker) || counts.size() < ProviderStanding.MODELS_MAX
        ? maker
        : new Maker(call.provider(), ProviderStanding.OTHERS);
  }

  /** Adds the rows that are not as they are stored. */
  void write(BatchId batch, Caller creator, Commit commit) {
    for (var maker : changed) {
      var count = counts.getOrDefault(maker, new Count(0, new TimeSpread()));
      commit.calls.add(
          new Commit.CallStanding(
              batch,
              creator,
              new ProviderStanding(maker.provider(), maker.model(), count.failed(), count.took())));
    }
    changed.clear();
  }
}
