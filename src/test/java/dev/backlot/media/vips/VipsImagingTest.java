package dev.backlot.media.vips;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.Imaging;
import dev.backlot.media.ImagingContract;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.Typefaces;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VipsImagingTest extends ImagingContract {
  @Override
  protected Imaging imaging(Typefaces typefaces) {
    return VipsImaging.load(Path.of(""), typefaces)
        .orElseThrow(() -> new AssertionError("no libvips: run npm ci --prefix native"));
  }

  @Test
  void it_writes_every_format() {
    assertThat(imaging(Typefaces.installed()).writes())
        .containsExactlyInAnyOrder(PictureFormat.values());
  }
}
