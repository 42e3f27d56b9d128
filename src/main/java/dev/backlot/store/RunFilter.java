package dev.backlot.store;

import dev.backlot.model.RunStatus;
import java.util.Optional;

/**
 * Which items of a batch to list.
 *
 * @param status only these
 * @param failedStep only those that failed at this step
 */
public record RunFilter(Optional<RunStatus> status, Optional<String> failedStep) {
  public static final RunFilter ALL = new RunFilter(Optional.empty(), Optional.empty());
}
