package dev.backlot.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailureTest {
  @Test
  void a_wait_is_never_finer_than_events_keep_it_and_never_shorter_than_asked() {
    assertThat(waitOf(Duration.ofNanos(26_680_750_000L))).hasValue(Duration.ofMillis(26_681));
    assertThat(waitOf(Duration.ofMillis(26_680))).hasValue(Duration.ofMillis(26_680));
    assertThat(waitOf(Duration.ZERO)).hasValue(Duration.ZERO);
  }

  private static Optional<Duration> waitOf(Duration asked) {
    return new Failure.Transient("busy", Optional.of(asked)).retryAfter();
  }
}
