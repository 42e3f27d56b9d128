package dev.backlot.media.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.Pixels;
import dev.backlot.media.onnx.PictureInput.Channels;
import dev.backlot.media.onnx.PictureInput.Layout;
import org.junit.jupiter.api.Test;

class PictureInputTest {
  /** Two pixels beside each other, with alpha, which is not looked at. */
  private static final Pixels PICTURE =
      new Pixels(2, 1, 4, new byte[] {10, 20, 30, 99, 40, 50, 60, 99});

  @Test
  void channels_come_one_after_the_other_or_pixels_do() {
    var planes = PictureInput.even(Layout.NCHW, Channels.RGB, 1, 0, 1).of(PICTURE);
    assertThat(planes.values()).containsExactly(10, 40, 20, 50, 30, 60);
    assertThat(planes.shape()).containsExactly(1, 3, 1, 2);
    var pixels = PictureInput.even(Layout.NHWC, Channels.BGR, 1, 0, 1).of(PICTURE);
    assertThat(pixels.values()).containsExactly(30, 20, 10, 60, 50, 40);
    assertThat(pixels.shape()).containsExactly(1, 1, 2, 3);
  }

  @Test
  void samples_are_scaled_then_moved_then_divided_by_channel() {
    var input =
        new PictureInput(
            Layout.NHWC, Channels.RGB, 0.1f, new float[] {1, 0, 0}, new float[] {1, 2, 0.5f});
    assertThat(input.of(PICTURE).values()).containsExactly(0, 1, 6, 3, 2.5f, 12);
  }
}
