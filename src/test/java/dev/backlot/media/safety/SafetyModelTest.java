package dev.backlot.media.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backlot.media.Imaging;
import dev.backlot.media.Photos;
import dev.backlot.media.Pixels;
import dev.backlot.media.load.ImagingLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SafetyModelTest {
  private static final Imaging IMAGING = ImagingLoader.load(Path.of(""));
  private static final SafetyModel MODEL = SafetyModel.bundled();

  @AfterAll
  static void close() {
    MODEL.close();
  }

  /** What TensorFlow.js 4.22.0 says of the same pattern with the model as npm has it. */
  @Test
  void it_says_what_the_model_said_before_it_was_turned_to_onnx() {
    var samples = new byte[224 * 224 * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (i * 37L / 11);
    }
    try (var studio = IMAGING.studio()) {
      var said = MODEL.of(studio.picture(new Pixels(224, 224, 3, samples)));
      assertThat(said.drawing()).isCloseTo(0.22962, within(1e-4));
      assertThat(said.hentai()).isCloseTo(0.01217, within(1e-4));
      assertThat(said.neutral()).isCloseTo(0.74482, within(1e-4));
      assertThat(said.porn()).isCloseTo(0.01013, within(1e-4));
      assertThat(said.sexy()).isCloseTo(0.00326, within(1e-4));
    }
  }

  @Test
  void photos_of_products_and_animals_are_harmless() throws Exception {
    for (var name : new String[] {"bag-duffel.jpg", "cat-whiskers.jpg", "car-sports.jpg"}) {
      try (var studio = IMAGING.studio()) {
        var said = MODEL.of(studio.open(Photos.of(name)));
        assertThat(said.explicit()).as(name).isLessThan(0.05);
        assertThat(said.neutral() + said.drawing()).as(name).isGreaterThan(0.9);
      }
    }
  }
}
