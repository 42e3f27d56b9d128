package dev.backlot.media.jvm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.media.Colour;
import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.ImagingContract;
import dev.backlot.media.MediaException;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.Typefaces;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmImagingTest extends ImagingContract {
  @TempDir Path here;

  @Override
  protected Imaging imaging(Typefaces typefaces) {
    return new JvmImaging(typefaces);
  }

  @Test
  void what_it_cannot_write_it_says_in_words() {
    try (var studio = imaging(Typefaces.installed()).studio()) {
      var picture = studio.canvas(4, 4, Colour.WHITE);
      assertThatThrownBy(
              () -> picture.write(here.resolve("a.webp"), Encoding.of(PictureFormat.WEBP)))
          .isInstanceOf(MediaException.class)
          .hasMessage(
              "writing WEBP needs libvips: run npm ci --prefix native, or install libvips 8.14 or"
                  + " newer");
    }
  }
}
