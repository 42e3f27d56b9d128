package dev.backlot.media.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.backlot.media.onnx.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  private static final List<String> LETTERS = List.of("", "a", "b", " ");

  @Test
  void a_letter_seen_twice_in_a_row_is_one_unless_a_gap_parts_it() {
    var words = LineReader.decoded(seen(1, 1, 0, 1, 2, 2, 3), LETTERS);
    assertThat(words.text()).isEqualTo("aab");
    assertThat(words.confidence()).isCloseTo(0.7, within(1e-6));
  }

  @Test
  void no_letter_at_all_is_nothing_and_not_sure() {
    assertThat(LineReader.decoded(seen(0, 0), LETTERS)).isEqualTo(new LineReader.Words("", 0));
  }

  @Test
  void letters_that_do_not_belong_to_the_network_are_refused() {
    assertThatThrownBy(() -> LineReader.decoded(seen(0), List.of("", "a")))
        .hasMessage("expected a network of 2 letters, but 4");
  }

  /** What is seen at each place, with a likelihood of 0.7. */
  private static Tensor seen(int... letters) {
    var values = new float[letters.length * LETTERS.size()];
    for (int i = 0; i < letters.length; i++) {
      values[i * LETTERS.size() + letters[i]] = 0.7f;
    }
    return new Tensor(values, 1, letters.length, LETTERS.size());
  }
}
