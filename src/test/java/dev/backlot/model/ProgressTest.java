package dev.backlot.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whatever somebody says of how far he is, it can be shown. */
class ProgressTest {
  @Test
  void a_fraction_is_brought_between_nothing_and_all() {
    assertThat(new Progress(0.25).fraction()).isEqualTo(0.25);
    assertThat(new Progress(-1).fraction()).isZero();
    assertThat(new Progress(17).fraction()).isEqualTo(1);
    assertThat(new Progress(Double.NaN).fraction()).isZero();
    assertThat(new Progress(Double.POSITIVE_INFINITY).fraction()).isEqualTo(1);
  }

  @Test
  void words_are_short_and_whole_characters() {
    assertThat(Progress.of("frame", 12, 50)).isEqualTo(new Progress(0.24, "frame 12 of 50"));
    assertThat(new Progress(0, "  ").words()).isEmpty();
    assertThat(new Progress(0, "x".repeat(1_000)).words().orElseThrow()).hasSize(80);
    var split = "x".repeat(79) + "🎞";
    assertThat(new Progress(0, split).words()).hasValue("x".repeat(79));
  }
}
