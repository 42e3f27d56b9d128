package dev.backlot.step.image;

import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;
import dev.backlot.media.Scaling;
import dev.backlot.model.Value;
import java.util.List;
import java.util.Map;

/**
 * What the pixels of a picture tell.
 *
 * @param alpha whether it has a transparency channel
 * @param coverage mean opacity, 0 to 1
 * @param sharpness variance of the Laplacian of the brightness, on a copy of at most 640 pixels a
 *     side
 */
record Measures(boolean alpha, double coverage, double sharpness, List<Palette.Share> colours) {
  static final Measures NONE = new Measures(false, 1, 0, List.of());

  private static final int DETAIL_SIDE = 640;
  private static final int COLOUR_SIDE = 160;

  static Measures of(Picture picture) {
    var detail = picture.resize(Scaling.inside(DETAIL_SIDE, DETAIL_SIDE)).pixels();
    var colours = picture.resize(Scaling.inside(COLOUR_SIDE, COLOUR_SIDE)).pixels();
    return new Measures(
        picture.hasAlpha(), detail.coverage(), sharpness(detail), Palette.of(colours));
  }

  Map<String, Value> values() {
    var list = colours.stream().map(Palette.Share::value).toList();
    return Map.of(
        "has_alpha", Value.of(alpha),
        "coverage", Value.of(coverage),
        "sharpness", Value.of(sharpness),
        "colours", new Value.ListOf(list));
  }

  private static double sharpness(Pixels pixels) {
    int width = pixels.width();
    double sum = 0;
    double squares = 0;
    int count = Math.max(1, (width - 2) * (pixels.height() - 2));
    for (int y = 1; y < pixels.height() - 1; y++) {
      for (int x = 1; x < width - 1; x++) {
        int i = y * width + x;
        double beside = luma(pixels, i - 1) + luma(pixels, i + 1);
        double edge =
            4 * luma(pixels, i) - beside - luma(pixels, i - width) - luma(pixels, i + width);
        sum += edge;
        squares += edge * edge;
      }
    }
    return squares / count - (sum / count) * (sum / count);
  }

  private static double luma(Pixels pixels, int i) {
    return 0.299 * pixels.at(i, 0) + 0.587 * pixels.at(i, 1) + 0.114 * pixels.at(i, 2);
  }
}
