package dev.backlot.media.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.media.Box;
import dev.backlot.media.Imaging;
import dev.backlot.media.Photos;
import dev.backlot.media.Pixels;
import dev.backlot.media.Scaling;
import dev.backlot.media.load.ImagingLoader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class UpscalerTest {
  private static final Imaging IMAGING = ImagingLoader.load(Path.of(""));
  private static final Upscaler UPSCALER = Upscaler.bundled();

  @AfterAll
  static void close() {
    UPSCALER.close();
  }

  /** What TensorFlow.js 4.22.0 makes of the same pattern with the models as npm has them. */
  @Test
  void networks_give_what_they_gave_before_they_were_turned_to_onnx() throws Exception {
    var samples = new byte[16 * 12 * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (i * 37L / 11);
    }
    var pattern = new Pixels(16, 12, 3, samples);
    var twice = UPSCALER.enlarged(pattern, 2, () -> {});
    assertThat(twice.at(0, 0)).isEqualTo(28);
    assertThat(twice.at(1, 0)).isEqualTo(21);
    assertThat(twice.at(5 * 32 + 7, 0)).isEqualTo(51);
    assertThat(twice.at(3, 1)).isEqualTo(3);
    var four = UPSCALER.enlarged(pattern, 4, () -> {});
    assertThat(four.at(0, 0)).isEqualTo(42);
    assertThat(four.at(5 * 64 + 7, 0)).isEqualTo(209);
  }

  @Test
  void a_picture_of_many_tiles_has_no_seams() throws Exception {
    var whole = photo(new Box(500, 300, 330, 100));
    var tiled = UPSCALER.enlarged(whole, 2, () -> {});
    var middle = UPSCALER.enlarged(cut(whole, 85, 150), 2, () -> {});
    for (int y = 0; y < 200; y++) {
      for (int x = 40; x < 260; x++) {
        int tile = tiled.at(y * 660 + x + 170, 1);
        assertThat(tile).as("%d, %d", x, y).isEqualTo(middle.at(y * 300 + x, 1));
      }
    }
  }

  @Test
  void edges_come_nearer_to_the_original_than_by_stretching_pixels() throws Exception {
    var original = photo(new Box(500, 300, 256, 256));
    try (var studio = IMAGING.studio()) {
      var small = studio.picture(original).resize(Scaling.exactly(128, 128)).pixels();
      var drawn = UPSCALER.enlarged(small, 2, () -> {});
      assertThat(error(original, drawn)).isLessThan(0.8 * error(original, stretched(small)));
    }
  }

  @Test
  void work_stops_when_nobody_waits() {
    assertThatThrownBy(
            () ->
                UPSCALER.enlarged(
                    new Pixels(1, 1, 3, new byte[3]),
                    2,
                    () -> {
                      throw new IOException("cancelled");
                    }))
        .hasMessage("cancelled");
  }

  private static Pixels photo(Box part) throws Exception {
    try (var studio = IMAGING.studio()) {
      return studio.open(Photos.of("camera-twin-lens.jpg")).crop(part).pixels();
    }
  }

  private static Pixels cut(Pixels picture, int left, int width) {
    try (var studio = IMAGING.studio()) {
      return studio.picture(picture).crop(new Box(left, 0, width, picture.height())).pixels();
    }
  }

  private static Pixels stretched(Pixels small) {
    var samples = new byte[small.samples().length * 4];
    for (int i = 0; i < small.count() * 4; i++) {
      int x = i % (2 * small.width()) / 2;
      int y = i / (2 * small.width()) / 2;
      System.arraycopy(small.samples(), 3 * (y * small.width() + x), samples, 3 * i, 3);
    }
    return new Pixels(2 * small.width(), 2 * small.height(), 3, samples);
  }

  private static double error(Pixels one, Pixels other) {
    double sum = 0;
    for (int i = 0; i < one.count(); i++) {
      double apart = one.at(i, 1) - other.at(i, 1);
      sum += apart * apart;
    }
    return sum / one.count();
  }
}
