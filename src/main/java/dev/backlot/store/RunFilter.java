package dev.backlot.store;

import dev.backlot.model.RunStatus;
import java.util.Optional;
import java.util.Set;

/**
 * Which items of a batch.
 *
 * @param statuses only these; empty means all
 * @param failedStep only those that failed at this step
 * @param started whether only those that have started, or only those that never did
 * @param rejected whether only those that failed because somebody said no at a gate, or none of
 *     those
 */
public record RunFilter(
    Set<RunStatus> statuses,
    Optional<String> failedStep,
    Optional<Boolean> started,
    Optional<Boolean> rejected) {
  public static final RunFilter ALL = of(Set.of());

  public RunFilter {
    statuses = Set.copyOf(statuses);
  }

  public static RunFilter of(Set<RunStatus> statuses) {
    return new RunFilter(statuses, Optional.empty(), Optional.empty(), Optional.empty());
  }

  public static RunFilter of(RunStatus status) {
    return of(Set.of(status));
  }

  public RunFilter failedAt(Optional<String> step) {
    return new RunFilter(statuses, step, started, rejected);
  }

  public RunFilter started(boolean whether) {
    return new RunFilter(statuses, failedStep, Optional.of(whether), rejected);
  }

  public RunFilter rejected(Optional<Boolean> whether) {
    return new RunFilter(statuses, failedStep, started, whether);
  }
}
