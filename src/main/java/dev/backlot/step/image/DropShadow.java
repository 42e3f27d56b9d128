package dev.backlot.step.image;

import dev.backlot.media.Box;
import dev.backlot.media.Colour;
import dev.backlot.media.Picture;
import dev.backlot.media.Scaling;
import dev.backlot.media.Shadow;

/**
 * The shadow of a subject in soft light from above: a wide haze on the wall behind, a narrow one
 * along the lower edge, and a flat one on the floor it stands on.
 */
final class DropShadow {
  /** A warm black; pure black looks pasted on. */
  private static final Colour COLOUR = new Colour(38, 30, 24, 255);

  /**
   * Shadows are blurred on a copy this many times smaller: nobody sees the difference, and it is
   * much quicker.
   */
  private static final int COARSER = 4;

  /** The share of the subject's height that counts as its foot. */
  private static final double FOOT = 0.18;

  private final Picture subject;
  private final Box place;
  private final double strength;

  private DropShadow(Picture subject, Box place, double strength) {
    this.subject = subject;
    this.place = place;
    this.strength = strength;
  }

  static Picture cast(Picture subject, Picture ground, Box place, double strength) {
    if (strength == 0) {
      return ground;
    }
    return new DropShadow(subject, place, strength).on(ground);
  }

  private Picture on(Picture ground) {
    double size = Math.sqrt((double) place.width() * place.height());
    var hazy = soft(ground, subject, place.height(), 0.05 * size, 0.32, 0.035 * size);
    var edged = soft(hazy, subject, place.height(), 0.012 * size, 0.26, 0.008 * size);
    int floor = Math.max(COARSER, (int) (place.height() * 0.05));
    return soft(edged, foot(), floor, 0.018 * size, 0.6, place.height() - floor * 0.6);
  }

  /** The part that stands on the floor; arms and wings above it cast nothing there. */
  private Picture foot() {
    int height = Math.max(1, (int) (place.height() * FOOT));
    return subject.crop(new Box(0, place.height() - height, place.width(), height));
  }

  /**
   * An outline squeezed to a height, blurred, and laid {@code down} pixels below the subject's top.
   */
  private Picture soft(
      Picture ground, Picture outline, int height, double blur, double opacity, double down) {
    int width = place.width();
    var coarse =
        outline.resize(
            Scaling.exactly(Math.max(1, width / COARSER), Math.max(1, height / COARSER)));
    var shadow = new Shadow(Math.min(400, blur / COARSER), opacity * strength, COLOUR);
    var blurred = coarse.shadow(shadow);
    double scaleX = (double) width / coarse.width();
    double scaleY = (double) height / coarse.height();
    var full =
        blurred.resize(
            Scaling.exactly(
                (int) Math.round(blurred.width() * scaleX),
                (int) Math.round(blurred.height() * scaleY)));
    int left = place.left() - (int) Math.round(shadow.margin() * scaleX);
    int top = place.top() + (int) Math.round(down - shadow.margin() * scaleY);
    return ground.overlay(full, left, top);
  }
}
