package dev.backlot.provider.openai;

import dev.backlot.provider.DataUri;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * Masks as OpenAI reads them: fully transparent where a picture is to change. Ours are white there
 * and black where it is to stay; what lies between becomes half transparent.
 */
final class Mask {
  static final String TOO_LARGE = "expected a PNG of at most 16 megapixels";
  private static final int PIXELS_MAX = 16 << 20;
  private static final int OPAQUE = 255;

  private Mask() {}

  /** The PNG with the mask in its alpha; empty when it is no PNG, or a very large one. */
  static Optional<byte[]> transparent(String uri) {
    try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(DataUri.bytes(uri)))) {
      var readers = ImageIO.getImageReadersByFormatName("png");
      if (!readers.hasNext()) {
        return Optional.empty();
      }
      var reader = readers.next();
      try {
        reader.setInput(in);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        return pixels > PIXELS_MAX ? Optional.empty() : Optional.of(png(turned(reader.read(0))));
      } finally {
        reader.dispose();
      }
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static BufferedImage turned(BufferedImage mask) {
    var turned = new BufferedImage(mask.getWidth(), mask.getHeight(), BufferedImage.TYPE_INT_ARGB);
    var row = new int[mask.getWidth()];
    for (int y = 0; y < mask.getHeight(); y++) {
      mask.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int x = 0; x < row.length; x++) {
        row[x] = (OPAQUE - brightness(row[x])) << 24;
      }
      turned.setRGB(0, y, row.length, 1, row, 0, row.length);
    }
    return turned;
  }

  /** 0 for black, and for what is transparent; 255 for white. */
  private static int brightness(int argb) {
    int sum = (argb >> 16 & OPAQUE) + (argb >> 8 & OPAQUE) + (argb & OPAQUE);
    return sum / 3 * (argb >>> 24) / OPAQUE;
  }

  private static byte[] png(BufferedImage image) {
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("a PNG in memory could not be written", e);
    }
    return bytes.toByteArray();
  }
}
