package dev.backlot.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One way to do a step's work: its own, or a fallback.
 *
 * @param uses the step type, such as {@code image.resize}
 * @param with parameters by name
 * @param timeout of one attempt
 * @param memo whether its result is remembered; empty where that follows from the step type
 */
public record Call(
    String uses,
    Map<String, Template> with,
    RetryPolicy retry,
    Duration timeout,
    Optional<Boolean> memo) {
  public static final Duration TIMEOUT_DEFAULT = Duration.ofMinutes(5);
  public static final Duration TIMEOUT_MAX = Duration.ofHours(24);

  /** Remembered as the step type is. */
  public Call(String uses, Map<String, Template> with, RetryPolicy retry, Duration timeout) {
    this(uses, with, retry, timeout, Optional.empty());
  }

  public Call {
    with = Collections.unmodifiableMap(new LinkedHashMap<>(with));
  }

  /** Whether it is tried, given up and remembered as steps are that say nothing of it. */
  public boolean isUsual() {
    return retry.equals(RetryPolicy.DEFAULT) && timeout.equals(TIMEOUT_DEFAULT) && memo.isEmpty();
  }

  /**
   * Whether its result goes into the memo and comes from there.
   *
   * @param deterministic whether the step type gives the same result each time
   */
  public boolean isRemembered(boolean deterministic) {
    return memo.orElse(deterministic);
  }
}
