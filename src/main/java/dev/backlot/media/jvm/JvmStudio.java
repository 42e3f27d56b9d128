package dev.backlot.media.jvm;

import dev.backlot.media.Animation;
import dev.backlot.media.Colour;
import dev.backlot.media.MediaException;
import dev.backlot.media.MediaProbe;
import dev.backlot.media.Picture;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.Pixels;
import dev.backlot.media.Studio;
import dev.backlot.media.TextStyle;
import dev.backlot.media.Typefaces;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes pictures that the garbage collector frees. */
final class JvmStudio implements Studio {
  private final Typefaces typefaces;

  JvmStudio(Typefaces typefaces) {
    this.typefaces = typefaces;
  }

  @Override
  public Picture open(Path file) throws IOException, MediaException {
    var facts = MediaProbe.picture(file);
    if (facts.mediaType().equals("image/avif")) {
      throw MediaException.invalid(
          "expected a JPEG, PNG, WebP or GIF image, because reading AVIF needs libvips: run npm ci"
              + " --prefix native");
    }
    return new JvmPicture(Upright.turned(JvmReader.read(file), facts.orientation()));
  }

  @Override
  public Picture openAsStored(Path file) throws MediaException {
    throw MediaException.invalid(JvmWriter.KEEPS_NOTHING);
  }

  @Override
  public Picture openFrame(Path file, int frame) throws MediaException {
    throw MediaException.invalid("taking a frame needs libvips: run npm ci --prefix native");
  }

  @Override
  public Picture canvas(int width, int height, Colour colour) {
    return new JvmPicture(Raster.filled(width, height, colour));
  }

  @Override
  public Picture picture(Pixels pixels) {
    int type = pixels.hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
    var image = new BufferedImage(pixels.width(), pixels.height(), type);
    var packed = Raster.packed(image);
    int green = pixels.bands() == 1 ? 0 : 1;
    int blue = pixels.bands() == 1 ? 0 : 2;
    for (int i = 0; i < packed.length; i++) {
      packed[i] =
          (pixels.alpha(i) << 24)
              | (pixels.at(i, 0) << 16)
              | (pixels.at(i, green) << 8)
              | pixels.at(i, blue);
    }
    return new JvmPicture(image);
  }

  @Override
  public Picture text(String words, TextStyle style) throws MediaException {
    typefaces.check(style.font());
    return new JvmPicture(Lettering.drawn(words, style, typefaces));
  }

  @Override
  public void animate(List<Picture> frames, Animation animation, Path to)
      throws IOException, MediaException {
    if (animation.format() != Animation.Format.GIF) {
      throw MediaException.invalid(new JvmImaging().cannotWrite(PictureFormat.WEBP));
    }
    var images = frames.stream().map(frame -> ((JvmPicture) frame).image()).toList();
    MovingGif.write(images, animation, to);
  }

  @Override
  public void close() {}
}
