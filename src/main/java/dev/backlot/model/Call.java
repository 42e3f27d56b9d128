package dev.backlot.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One way to do a step's work: its own, or a fallback.
 *
 * @param uses the step type, such as {@code image.resize}
 * @param with parameters by name
 * @param timeout of one attempt
 */
public record Call(String uses, Map<String, Template> with, RetryPolicy retry, Duration timeout) {
  public static final Duration TIMEOUT_DEFAULT = Duration.ofMinutes(5);
  public static final Duration TIMEOUT_MAX = Duration.ofHours(24);

  public Call {
    with = Collections.unmodifiableMap(new LinkedHashMap<>(with));
  }
}
