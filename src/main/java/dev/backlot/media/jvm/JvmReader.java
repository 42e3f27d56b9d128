package dev.backlot.media.jvm;

import dev.backlot.media.MediaException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;

/** Decodes a file into packed sRGB. */
final class JvmReader {
  private JvmReader() {}

  static BufferedImage read(Path file) throws IOException, MediaException {
    try (var in = ImageIO.createImageInputStream(file.toFile())) {
      var readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw damaged("no decoder knows it");
      }
      return packed(decoded(readers.next(), in));
    }
  }

  private static BufferedImage decoded(ImageReader reader, ImageInputStream in)
      throws MediaException {
    var cutOff = new AtomicBoolean();
    IIOReadWarningListener listener = (_, warning) -> cutOff.compareAndSet(false, isEnd(warning));
    try {
      reader.setInput(in, true, true);
      reader.addIIOReadWarningListener(listener);
      var image = reader.read(0);
      // A JPEG that ends early is filled with grey and only warned about.
      if (cutOff.get()) {
        throw damaged("it ends too early");
      }
      return image;
    } catch (IOException | RuntimeException damage) {
      var refusal = damaged(String.valueOf(damage.getMessage()));
      refusal.initCause(damage);
      throw refusal;
    } finally {
      reader.dispose();
    }
  }

  private static boolean isEnd(String warning) {
    var words = warning.toLowerCase(Locale.ROOT);
    return words.contains("premature")
        || words.contains("unexpected end")
        || words.contains("truncated");
  }

  private static MediaException damaged(String why) {
    return MediaException.invalid("expected a whole image, but it is damaged or cut off: " + why);
  }

  private static BufferedImage packed(BufferedImage image) {
    boolean alpha = image.getColorModel().hasAlpha();
    int type = alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
    var packed = new BufferedImage(image.getWidth(), image.getHeight(), type);
    if (isWideGamut(image)) {
      return new ColorConvertOp(null).filter(image, packed);
    }
    return Raster.place(packed, image, 0, 0);
  }

  private static boolean isWideGamut(BufferedImage image) {
    var space = image.getColorModel().getColorSpace();
    return space.getType() == ColorSpace.TYPE_RGB && !space.isCS_sRGB();
  }
}
