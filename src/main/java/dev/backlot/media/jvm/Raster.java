package dev.backlot.media.jvm;

import dev.backlot.media.Colour;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;
import java.util.function.Consumer;

/** Packed sRGB images and drawing on them. */
final class Raster {
  private Raster() {}

  static BufferedImage like(BufferedImage image, int width, int height) {
    return new BufferedImage(width, height, image.getType());
  }

  static BufferedImage filled(int width, int height, Colour colour) {
    int type = colour.alpha() == 255 ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB;
    var image = new BufferedImage(width, height, type);
    Arrays.fill(packed(image), argb(colour));
    return image;
  }

  /** The live pixels of an image this engine made, as 0xAARRGGBB. */
  static int[] packed(BufferedImage image) {
    return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
  }

  static BufferedImage draw(BufferedImage on, Consumer<Graphics2D> drawing) {
    var graphics = on.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    try {
      drawing.accept(graphics);
    } finally {
      graphics.dispose();
    }
    return on;
  }

  /** A copy with other pixels put in unmixed. */
  static BufferedImage place(BufferedImage on, BufferedImage image, int left, int top) {
    return draw(
        on,
        graphics -> {
          graphics.setComposite(AlphaComposite.Src);
          graphics.drawImage(image, left, top, null);
        });
  }

  static Color awt(Colour colour) {
    return new Color(argb(colour), true);
  }

  static int argb(Colour colour) {
    return (colour.alpha() << 24) | (colour.red() << 16) | (colour.green() << 8) | colour.blue();
  }
}
