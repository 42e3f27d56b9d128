package dev.backlot.runtime;

import dev.backlot.model.RunId;
import dev.backlot.model.StepPath;
import java.util.List;
import java.util.Optional;

/**
 * Why a step was run, or why it was not.
 *
 * @param reused whether its result came from earlier work
 * @param reason in words
 * @param changed the parts of the key that differ from the nearest earlier result, such as {@code
 *     with.width}
 * @param comparedWith the run of that earlier result
 */
public record Explanation(
    StepPath step,
    boolean reused,
    String reason,
    List<String> changed,
    Optional<RunId> comparedWith) {}
