package dev.backlot.media.vips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.media.Hostile;
import dev.backlot.media.Imaging;
import dev.backlot.media.ImagingContract;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.Scaling;
import dev.backlot.media.Typefaces;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VipsImagingTest extends ImagingContract {
  @Override
  protected Imaging imaging(Typefaces typefaces) {
    return VipsImaging.load(Path.of(""), typefaces)
        .orElseThrow(() -> new AssertionError("no libvips: run npm ci --prefix native"));
  }

  @Test
  void pixels_that_are_not_there_are_missed(@TempDir Path folder) throws IOException {
    var promise = new Hostile(folder).jpegOfMissingPixels();
    try (var studio = imaging(Typefaces.installed()).studio()) {
      assertThatThrownBy(() -> studio.open(promise)).hasMessageContaining("damaged or cut off");
      assertThatThrownBy(() -> studio.open(promise, Scaling.inside(90, 90)))
          .hasMessageContaining("damaged or cut off");
    }
  }

  @Test
  void it_writes_every_format() {
    assertThat(imaging(Typefaces.installed()).writes())
        .containsExactlyInAnyOrder(PictureFormat.values());
  }
}
