package dev.backlot.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A node of the graph.
 *
 * @param uses the step type, such as {@code image.resize}
 * @param with parameters by name
 * @param needs steps that must be final before this one starts: the written ones and those it binds
 *     to
 * @param when a boolean; false skips the step
 * @param timeout of one attempt
 * @param continueOnError a failure of this step does not fail the run: it counts as skipped
 */
public record StepSpec(
    StepId id,
    String uses,
    Map<String, Template> with,
    Set<StepId> needs,
    Optional<Expression> when,
    RetryPolicy retry,
    Duration timeout,
    boolean continueOnError) {
  public static final Duration TIMEOUT_DEFAULT = Duration.ofMinutes(5);
  public static final Duration TIMEOUT_MAX = Duration.ofHours(24);

  public StepSpec {
    with = Collections.unmodifiableMap(new LinkedHashMap<>(with));
    needs = Collections.unmodifiableSet(new LinkedHashSet<>(needs));
  }
}
