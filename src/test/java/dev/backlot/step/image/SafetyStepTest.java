package dev.backlot.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.load.ImagingLoader;
import dev.backlot.model.Value;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetyStepTest {
  @TempDir Path folder;
  private StepBench bench;
  private Value flower;

  @BeforeEach
  void setUp() throws Exception {
    bench = new StepBench(ImagingLoader.load(Path.of("")), folder);
    // taken for explicit with a likelihood of 0.11
    flower = bench.photo("yellow-poppy.webp");
  }

  @Test
  void a_harmless_picture_is_safe_with_all_scores_told() throws Exception {
    var said = bench.outputs("image.safety", "image", flower);
    assertThat(said).containsEntry("verdict", Value.of("safe"));
    assertThat(StepBench.number(said, "explicit")).isBetween(0.05, 0.2);
    var scores = (Value.ObjectOf) Objects.requireNonNull(said.get("scores"));
    assertThat(scores.fields()).containsKeys("drawing", "hentai", "neutral", "porn", "sexy");
    double sum =
        scores.fields().keySet().stream()
            .mapToDouble(name -> StepBench.number(scores.fields(), name))
            .sum();
    assertThat(sum).isBetween(0.999, 1.001);
  }

  @Test
  void thresholds_decide_between_review_and_blocked() throws Exception {
    assertThat(verdict("review", 0.02)).isEqualTo("review");
    assertThat(verdict("review", 0.02, "block", 0.03)).isEqualTo("blocked");
    assertThat(verdict("review_suggestive", 0.0001)).isEqualTo("review");
  }

  private String verdict(Object... thresholds) throws Exception {
    var given = new Object[thresholds.length + 2];
    given[0] = "image";
    given[1] = flower;
    System.arraycopy(thresholds, 0, given, 2, thresholds.length);
    return Objects.requireNonNull(bench.outputs("image.safety", given).get("verdict")).inText();
  }

  @Test
  void a_review_above_the_block_is_refused() throws Exception {
    bench.refused(
        "review",
        "expected at most what block is, 0.5, but 0.6",
        "image.safety",
        "image",
        flower,
        "block",
        0.5,
        "review",
        0.6);
  }
}
