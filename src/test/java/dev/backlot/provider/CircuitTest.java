package dev.backlot.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When a provider that does not answer is left alone, and for how long. */
class CircuitTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  private final Circuit circuit = new Circuit();

  private void fail(int times, Instant at) {
    for (int i = 0; i < times; i++) {
      assertThat(circuit.enter(at)).isEmpty();
      circuit.failed(at);
    }
  }

  @Test
  void five_failures_in_a_row_open_it_and_an_answer_before_that_starts_anew() {
    fail(Circuit.FAILURES - 1, NOW);
    circuit.answered();
    fail(Circuit.FAILURES, NOW);
    assertThat(circuit.enter(NOW)).contains(Circuit.FIRST_PAUSE);
    assertThat(circuit.isOpen(NOW)).isTrue();
  }

  @Test
  void after_the_pause_one_tries_and_the_others_wait() {
    fail(Circuit.FAILURES, NOW);
    var later = NOW.plus(Circuit.FIRST_PAUSE);
    assertThat(circuit.isOpen(later)).isFalse();
    assertThat(circuit.enter(later)).as("the one who tries").isEmpty();
    assertThat(circuit.enter(later)).as("another").isPresent();
    circuit.answered();
    assertThat(circuit.enter(later)).isEmpty();
  }

  @Test
  void each_trial_that_fails_doubles_the_pause_up_to_five_minutes() {
    fail(Circuit.FAILURES, NOW);
    var at = NOW;
    var pause = Circuit.FIRST_PAUSE;
    for (int i = 0; i < 8; i++) {
      at = at.plus(pause);
      fail(1, at);
      pause = circuit.enter(at).orElseThrow();
      assertThat(pause).isLessThanOrEqualTo(Duration.ofMinutes(5));
    }
    assertThat(pause).isEqualTo(Duration.ofMinutes(5));
  }
}
