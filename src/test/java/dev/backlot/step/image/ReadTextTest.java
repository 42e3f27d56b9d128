package dev.backlot.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.Imaging;
import dev.backlot.media.jvm.JvmImaging;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.model.Value;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadTextTest {
  private static final Imaging BEST = ImagingLoader.load(Path.of(""));

  @TempDir Path folder;

  static Stream<Imaging> engines() {
    return Stream.of(BEST, new JvmImaging());
  }

  @ParameterizedTest
  @MethodSource("engines")
  void words_come_as_text_and_as_pieces_with_their_place(Imaging imaging) throws Exception {
    var bench = new StepBench(imaging, folder);
    var words = bench.photo("chinese-words.png");
    var read = bench.outputs("image.read-text", "image", words, "side", 640);
    assertThat(((Value.Text) of(read, "text")).value().lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("春夏新品"))
        .anyMatch(line -> line.startsWith("木质台灯"));
    assertThat(StepBench.number(read, "confidence")).isBetween(0.7, 1.0);
    var first = fields(((Value.ListOf) of(read, "lines")).items().getFirst());
    assertThat(first).containsEntry("row", Value.of(0)).containsKeys("confidence", "corners");
    var part = fields(of(first, "box"));
    var cut =
        bench.image(
            "image.crop",
            "image",
            words,
            "left",
            of(part, "left"),
            "top",
            of(part, "top"),
            "width",
            of(part, "width"),
            "height",
            of(part, "height"));
    assertThat(cut.width()).isBetween(150, 400);
  }

  @Test
  void what_is_not_read_surely_is_left_out() throws Exception {
    var bench = new StepBench(BEST, folder);
    var words = bench.photo("chinese-words.png");
    var read = bench.outputs("image.read-text", "image", words, "confidence_min", 1);
    assertThat(read).containsEntry("text", Value.of("")).containsEntry("confidence", Value.of(0.0));
  }

  private static Value of(Map<String, Value> values, String name) {
    return Objects.requireNonNull(values.get(name));
  }

  private static Map<String, Value> fields(Value value) {
    return ((Value.ObjectOf) value).fields();
  }
}
