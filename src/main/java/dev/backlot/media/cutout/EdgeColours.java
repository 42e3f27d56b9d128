package dev.backlot.media.cutout;

import dev.backlot.media.Pixels;

/**
 * Frees half-transparent pixels of the old background's colour (Forte and Pitié, "Approximate Fast
 * Foreground Colour Estimation"): guess subject and background from their blurred surroundings,
 * then correct the guess so that both mixed by alpha give the pixel that was photographed. A wide
 * pass finds the colours, a narrow one the detail.
 */
final class EdgeColours {
  private static final float TINY = 1e-4f;
  private static final float SURE = 0.996f;

  /** How far a part too thin to have an inside is trusted. */
  private static final double THIN = 0.15;

  private final Plane alpha;
  private final Plane against;
  private final Plane trusted;
  private final int wide;
  private final int narrow;

  /**
   * @param wide radius in pixels in which a colour to borrow is looked for
   * @param narrow radius in pixels of the rim that a lens mixes with the background
   */
  EdgeColours(Plane alpha, int wide, int narrow) {
    this.alpha = alpha;
    this.against = alpha.map(a -> 1 - a);
    this.trusted = trusted(alpha, narrow);
    this.wide = wide;
    this.narrow = narrow;
  }

  /**
   * Alpha that fades towards the rim, where an opaque pixel may still be tinted; thin parts keep a
   * little.
   */
  private static Plane trusted(Plane alpha, int rim) {
    var inside = BoxBlur.of(BoxBlur.of(alpha, rim), rim);
    return alpha.times(inside.map(a -> THIN + (1 - THIN) * Math.clamp((a - 0.7) / 0.28, 0.0, 1.0)));
  }

  /** The picture with its alpha, the colour of the subject alone in every pixel. */
  Pixels freed(Guide picture) {
    var red = freed(picture.red());
    var green = freed(picture.green());
    var blue = freed(picture.blue());
    var samples = new byte[alpha.count() * 4];
    for (int i = 0; i < alpha.count(); i++) {
      samples[i * 4] = sample(red.at(i));
      samples[i * 4 + 1] = sample(green.at(i));
      samples[i * 4 + 2] = sample(blue.at(i));
      samples[i * 4 + 3] = sample(alpha.at(i));
    }
    return new Pixels(alpha.width(), alpha.height(), 4, samples);
  }

  private Plane freed(Plane photographed) {
    var subject = photographed;
    var ground = photographed;
    for (int radius : new int[] {wide, narrow}) {
      var nearSubject = weighted(subject, trusted, radius);
      ground = weighted(ground, against, radius);
      subject = corrected(photographed, nearSubject, ground);
    }
    return subject;
  }

  private static Plane weighted(Plane plane, Plane weight, int radius) {
    var sum = BoxBlur.of(plane.times(weight), radius).values();
    var weights = BoxBlur.of(weight, radius);
    for (int i = 0; i < sum.length; i++) {
      sum[i] = weights.at(i) > TINY ? sum[i] / weights.at(i) : plane.at(i);
    }
    return new Plane(plane.width(), plane.height(), sum);
  }

  private Plane corrected(Plane photographed, Plane subject, Plane ground) {
    var colour = new float[photographed.count()];
    for (int i = 0; i < colour.length; i++) {
      float a = alpha.at(i);
      float mixed = a * subject.at(i) + (1 - a) * ground.at(i);
      float freed = subject.at(i) + trusted.at(i) * (photographed.at(i) - mixed);
      colour[i] = trusted.at(i) > SURE ? photographed.at(i) : Math.clamp(freed, 0, 1);
    }
    return new Plane(photographed.width(), photographed.height(), colour);
  }

  private static byte sample(float value) {
    return (byte) Math.round(Math.clamp(value, 0, 1) * 255);
  }
}
