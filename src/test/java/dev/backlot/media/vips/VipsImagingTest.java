package dev.backlot.media.vips;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.Imaging;
import dev.backlot.media.ImagingContract;
import dev.backlot.media.PictureFormat;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VipsImagingTest extends ImagingContract {
  private static final Imaging VIPS =
      VipsImaging.load(Path.of(""))
          .orElseThrow(() -> new AssertionError("no libvips: run npm ci --prefix native"));

  @Override
  protected Imaging imaging() {
    return VIPS;
  }

  @Test
  void it_writes_every_format() {
    assertThat(VIPS.writes()).containsExactlyInAnyOrder(PictureFormat.values());
  }
}
