package dev.backlot.media.jvm;

import dev.backlot.media.Colour;
import java.awt.AlphaComposite;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/** Turns an image by any angle on a ground as large as it then needs. */
final class Rotation {
  private Rotation() {}

  static BufferedImage of(BufferedImage image, double degrees, Colour ground) {
    double angle = Math.toRadians(degrees);
    double sin = Math.abs(Math.sin(angle));
    double cos = Math.abs(Math.cos(angle));
    int width = (int) Math.max(1, Math.round(image.getWidth() * cos + image.getHeight() * sin));
    int height = (int) Math.max(1, Math.round(image.getWidth() * sin + image.getHeight() * cos));
    boolean alpha = image.getColorModel().hasAlpha() || ground.alpha() < 255;
    var out = Raster.filled(width, height, alpha ? ground.withAlpha(0) : ground);
    if (alpha && ground.alpha() > 0) {
      Arrays.fill(Raster.packed(out), Raster.argb(ground));
    }
    var turning = AffineTransform.getTranslateInstance(width / 2.0, height / 2.0);
    turning.rotate(angle);
    turning.translate(-image.getWidth() / 2.0, -image.getHeight() / 2.0);
    return Raster.draw(
        out,
        graphics -> {
          graphics.setRenderingHint(
              RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
          graphics.setComposite(AlphaComposite.Src);
          graphics.drawImage(image, turning, null);
        });
  }
}
