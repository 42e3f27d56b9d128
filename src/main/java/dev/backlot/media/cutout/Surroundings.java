package dev.backlot.media.cutout;

/** Colours of a picture around each of its pixels, some pixels counting more than others. */
final class Surroundings {
  private final Guide picture;
  private final int radius;
  private final Plane weight;
  private final Plane weights;
  private final Guide mean;

  /**
   * @param radius of the window in pixels
   * @param weight how much each pixel counts, more than 0
   */
  Surroundings(Guide picture, int radius, Plane weight) {
    this.picture = picture;
    this.radius = radius;
    this.weight = weight;
    this.weights = BoxBlur.of(weight, radius);
    this.mean = new Guide(mean(picture.red()), mean(picture.green()), mean(picture.blue()));
  }

  Guide mean() {
    return mean;
  }

  /** How far colours lie from their mean: its square, over all three channels. */
  Plane variance() {
    var squares = mean(picture.squares());
    return squares.with(mean.squares(), (all, own) -> Math.max(0, all - own));
  }

  private Plane mean(Plane channel) {
    return BoxBlur.of(channel.times(weight), radius).with(weights, (sum, share) -> sum / share);
  }
}
