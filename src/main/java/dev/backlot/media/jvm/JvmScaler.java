package dev.backlot.media.jvm;

import dev.backlot.media.Scaling;
import java.awt.image.BufferedImage;
import net.coobird.thumbnailator.resizers.ProgressiveBilinearResizer;
import net.coobird.thumbnailator.resizers.Resizers;

/** Scales by Thumbnailator. */
final class JvmScaler {
  private JvmScaler() {}

  static BufferedImage scaled(BufferedImage image, Scaling scaling) {
    return switch (scaling.fit()) {
      case FILL -> sized(image, scaling.width(), scaling.height());
      case INSIDE ->
          by(image, limited(scaling, Math.min(across(image, scaling), down(image, scaling))));
      case COVER, SMART, ENTROPY -> {
        double factor = limited(scaling, Math.max(across(image, scaling), down(image, scaling)));
        yield cut(by(image, factor), scaling);
      }
    };
  }

  private static double across(BufferedImage image, Scaling scaling) {
    return (double) scaling.width() / image.getWidth();
  }

  private static double down(BufferedImage image, Scaling scaling) {
    return (double) scaling.height() / image.getHeight();
  }

  private static double limited(Scaling scaling, double factor) {
    return scaling.enlarge() ? factor : Math.min(1, factor);
  }

  static BufferedImage by(BufferedImage image, double factor) {
    int width = Math.max(1, (int) Math.round(image.getWidth() * factor));
    return sized(image, width, Math.max(1, (int) Math.round(image.getHeight() * factor)));
  }

  private static BufferedImage cut(BufferedImage image, Scaling scaling) {
    int width = Math.min(scaling.width(), image.getWidth());
    int height = Math.min(scaling.height(), image.getHeight());
    double share =
        switch (scaling.fit()) {
          case SMART -> Interest.of(image, width, height, Interest::attention);
          case ENTROPY -> Interest.of(image, width, height, Interest::entropy);
          default -> 0.5;
        };
    int left = (int) Math.round((width - image.getWidth()) * share);
    int top = (int) Math.round((height - image.getHeight()) * share);
    return Raster.place(Raster.like(image, width, height), image, left, top);
  }

  private static BufferedImage sized(BufferedImage image, int width, int height) {
    var sized = Raster.like(image, width, height);
    // Halving step by step avoids the aliasing of one large step; it only works downwards on both
    // sides.
    boolean smaller = width <= image.getWidth() && height <= image.getHeight();
    var resizer = smaller ? new ProgressiveBilinearResizer() : Resizers.BICUBIC;
    resizer.resize(image, sized);
    return sized;
  }
}
