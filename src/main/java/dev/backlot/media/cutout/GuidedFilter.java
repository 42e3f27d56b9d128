package dev.backlot.media.cutout;

/**
 * Makes a mask follow the edges of a colour picture (He, Sun and Tang, "Guided Image Filtering"):
 * within each window the mask becomes a linear function of the colours. The functions are found on
 * a small picture and used on the large one, which costs little and stays sharp.
 */
final class GuidedFilter {
  private final Guide small;
  private final int radius;
  private final float smoothness;
  private final Plane meanRed;
  private final Plane meanGreen;
  private final Plane meanBlue;

  /**
   * @param radius of the window in pixels of the small picture
   * @param smoothness variance of colour (0 to 1) below which an edge is ignored
   */
  GuidedFilter(Guide small, int radius, float smoothness) {
    this.small = small;
    this.radius = radius;
    this.smoothness = smoothness;
    meanRed = BoxBlur.of(small.red(), radius);
    meanGreen = BoxBlur.of(small.green(), radius);
    meanBlue = BoxBlur.of(small.blue(), radius);
  }

  /** The linear functions that best explain a mask of the small picture's size. */
  Linear explain(Plane mask) {
    var mean = BoxBlur.of(mask, radius);
    var withRed = covariance(small.red(), mask, meanRed, mean);
    var withGreen = covariance(small.green(), mask, meanGreen, mean);
    var withBlue = covariance(small.blue(), mask, meanBlue, mean);
    return solve(withRed, withGreen, withBlue, mean);
  }

  private Plane covariance(Plane one, Plane other, Plane meanOne, Plane meanOther) {
    var product = BoxBlur.of(one.times(other), radius).values();
    for (int i = 0; i < product.length; i++) {
      product[i] -= meanOne.at(i) * meanOther.at(i);
    }
    return new Plane(one.width(), one.height(), product);
  }

  private Linear solve(Plane withRed, Plane withGreen, Plane withBlue, Plane mean) {
    var rr = covariance(small.red(), small.red(), meanRed, meanRed);
    var rg = covariance(small.red(), small.green(), meanRed, meanGreen);
    var rb = covariance(small.red(), small.blue(), meanRed, meanBlue);
    var gg = covariance(small.green(), small.green(), meanGreen, meanGreen);
    var gb = covariance(small.green(), small.blue(), meanGreen, meanBlue);
    var bb = covariance(small.blue(), small.blue(), meanBlue, meanBlue);
    var answer = Linear.empty(mean.width(), mean.height());
    for (int i = 0; i < mean.count(); i++) {
      float r = rr.at(i) + smoothness;
      float g = gg.at(i) + smoothness;
      float b = bb.at(i) + smoothness;
      // Cramer's rule on the symmetric 3 x 3 covariance matrix, by its cofactors.
      float c00 = g * b - gb.at(i) * gb.at(i);
      float c01 = gb.at(i) * rb.at(i) - rg.at(i) * b;
      float c02 = rg.at(i) * gb.at(i) - g * rb.at(i);
      float c11 = r * b - rb.at(i) * rb.at(i);
      float c12 = rg.at(i) * rb.at(i) - r * gb.at(i);
      float c22 = r * g - rg.at(i) * rg.at(i);
      float determinant = r * c00 + rg.at(i) * c01 + rb.at(i) * c02;
      float red =
          (c00 * withRed.at(i) + c01 * withGreen.at(i) + c02 * withBlue.at(i)) / determinant;
      float green =
          (c01 * withRed.at(i) + c11 * withGreen.at(i) + c12 * withBlue.at(i)) / determinant;
      float blue =
          (c02 * withRed.at(i) + c12 * withGreen.at(i) + c22 * withBlue.at(i)) / determinant;
      float offset =
          mean.at(i) - red * meanRed.at(i) - green * meanGreen.at(i) - blue * meanBlue.at(i);
      answer.set(i, red, green, blue, offset);
    }
    return answer.smoothed(radius);
  }
}
