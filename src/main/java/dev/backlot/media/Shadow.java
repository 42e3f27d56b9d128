package dev.backlot.media;

/**
 * A soft shadow cast by whatever is opaque.
 *
 * @param blur standard deviation of the softness, in pixels, 0 to 400
 * @param opacity of its darkest part, 0 to 1
 */
public record Shadow(double blur, double opacity, Colour colour) {
  public Shadow {
    if (blur < 0 || blur > 400 || opacity < 0 || opacity > 1) {
      throw new IllegalArgumentException(
          "expected a blur of 0 to 400 and an opacity of 0 to 1, but " + blur + ", " + opacity);
    }
  }

  /** How far the shadow reaches beyond the picture on every side, in pixels. */
  public int margin() {
    return (int) Math.ceil(blur * 3);
  }
}
