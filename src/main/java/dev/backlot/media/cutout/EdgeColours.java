package dev.backlot.media.cutout;

import dev.backlot.media.GoingOn;
import dev.backlot.media.Pixels;
import java.io.IOException;

/**
 * Frees half-transparent pixels of the old background's colour (Forte and Pitié, "Approximate Fast
 * Foreground Colour Estimation"): guess subject and background from their blurred surroundings,
 * then correct the guess so that both mixed by alpha give the pixel that was photographed. A wide
 * pass finds the colours, a narrow one the detail.
 */
final class EdgeColours {
  private static final float TINY = 1e-4f;
  private static final float SURE = 0.996f;

  /** Square of the opacity below which a thin part keeps less and less of a colour of its own. */
  private static final float FAINT = 0.1f;

  /** How far a part too thin to have an inside is trusted. */
  private static final double THIN = 0.15;

  private final Plane alpha;
  private final Plane against;
  private final Plane trusted;
  private final Plane correction;
  private final Pass wide;
  private final Pass narrow;
  private final GoingOn goingOn;

  /**
   * @param wide radius in pixels in which a colour to borrow is looked for
   * @param narrow radius in pixels of the rim that a lens mixes with the background
   */
  EdgeColours(Plane alpha, int wide, int narrow, GoingOn goingOn) throws IOException {
    this.alpha = alpha;
    this.against = alpha.map(a -> 1 - a);
    this.trusted = trusted(alpha, narrow);
    goingOn.check();
    this.correction = trusted.with(thin(alpha, wide), Math::max);
    goingOn.check();
    this.wide = new Pass(wide);
    this.narrow = new Pass(narrow);
    this.goingOn = goingOn;
  }

  /**
   * Alpha that fades towards the rim, where an opaque pixel may still be tinted; thin parts keep a
   * little.
   */
  private static Plane trusted(Plane alpha, int rim) {
    var inside = BoxBlur.of(BoxBlur.of(alpha, rim), rim);
    return alpha.times(inside.map(a -> THIN + (1 - THIN) * Math.clamp((a - 0.7) / 0.28, 0.0, 1.0)));
  }

  /**
   * Where the ground is sure because little else is around, such as at a whisker, what is mixed is
   * parted; a part that is hardly to be seen is not, as its noise would be all that is left.
   */
  private static Plane thin(Plane alpha, int radius) {
    return alpha.with(
        BoxBlur.of(alpha, radius),
        (a, around) -> Math.clamp((0.3f - around) / 0.1f, 0, 1) * a / (a * a + FAINT));
  }

  /** The picture with its alpha, the colour of the subject alone in every pixel. */
  Pixels freed(Guide picture) throws IOException {
    var samples = new byte[alpha.count() * 4];
    write(samples, 0, freed(picture.red()));
    Stage.RED.over(goingOn);
    write(samples, 1, freed(picture.green()));
    Stage.GREEN.over(goingOn);
    write(samples, 2, freed(picture.blue()));
    write(samples, 3, alpha);
    Stage.BLUE.over(goingOn);
    return new Pixels(alpha.width(), alpha.height(), 4, samples);
  }

  private static void write(byte[] samples, int band, Plane plane) {
    for (int i = 0; i < plane.count(); i++) {
      samples[i * 4 + band] = sample(plane.at(i));
    }
  }

  private Plane freed(Plane photographed) throws IOException {
    var ground = wide.ground(photographed);
    goingOn.check();
    var subject = corrected(photographed, wide.subject(photographed), ground);
    goingOn.check();
    return corrected(photographed, narrow.subject(subject), narrow.ground(ground));
  }

  private Plane corrected(Plane photographed, Plane subject, Plane ground) {
    var colour = new float[photographed.count()];
    for (int i = 0; i < colour.length; i++) {
      float a = alpha.at(i);
      float mixed = a * subject.at(i) + (1 - a) * ground.at(i);
      float freed = subject.at(i) + correction.at(i) * (photographed.at(i) - mixed);
      colour[i] = trusted.at(i) > SURE ? photographed.at(i) : Math.clamp(freed, 0, 1);
    }
    return new Plane(photographed.width(), photographed.height(), colour);
  }

  /** Looks for colours within one radius; what each place weighs is the same for all channels. */
  private final class Pass {
    private final int radius;
    private final Plane subjects;
    private final Plane grounds;

    Pass(int radius) {
      this.radius = radius;
      this.subjects = BoxBlur.of(trusted, radius);
      this.grounds = BoxBlur.of(against, radius);
    }

    Plane subject(Plane plane) {
      return weighted(plane, trusted, subjects);
    }

    Plane ground(Plane plane) {
      return weighted(plane, against, grounds);
    }

    private Plane weighted(Plane plane, Plane weight, Plane weights) {
      var sum = BoxBlur.of(plane.times(weight), radius).values();
      for (int i = 0; i < sum.length; i++) {
        sum[i] = weights.at(i) > TINY ? sum[i] / weights.at(i) : plane.at(i);
      }
      return new Plane(plane.width(), plane.height(), sum);
    }
  }

  private static byte sample(float value) {
    return (byte) Math.round(Math.clamp(value, 0, 1) * 255);
  }
}
