package dev.backlot.store;

import dev.backlot.model.AssetId;
import dev.backlot.model.Money;
import dev.backlot.model.RunId;
import dev.backlot.model.StepPhase;
import dev.backlot.model.TimeSpread;
import java.util.Map;
import java.util.Optional;

/**
 * How one step of a workflow stands over all started items of a batch, all iterations of loops
 * together.
 *
 * @param step its id; behind its loop's and a dot where it is in one
 * @param place its place among the others, in file order
 * @param counts how many step runs stand so; phases without any are left out
 * @param rejected how many of those that failed did because somebody said no at a gate
 * @param reused how many of those that succeeded were not done again
 * @param attempts how many were made
 * @param spent what they cost
 * @param waitedMs how long they waited for a slot, all together
 * @param took how long attempts took that came to their end; what was reused took none
 * @param latest the newest picture that came out of it
 */
public record StepStanding(
    String step,
    int place,
    Map<StepPhase, Long> counts,
    long rejected,
    long reused,
    long attempts,
    Money spent,
    long waitedMs,
    TimeSpread took,
    Optional<Latest> latest) {

  /** A picture and the run that it was made in. */
  public record Latest(AssetId picture, RunId run) {}
}
