package dev.backlot.media;

/** How alike two pictures look, whatever wrote them. */
public final class Likeness {
  private static final int SIDE = 32;

  private Likeness() {}

  /** Mean difference per channel of two small copies, 0 (the same) to 255. */
  public static double difference(Picture one, Picture other) {
    var a = small(one);
    var b = small(other);
    double sum = 0;
    for (int i = 0; i < a.samples().length; i++) {
      sum += Math.abs((a.samples()[i] & 0xff) - (b.samples()[i] & 0xff));
    }
    return sum / a.samples().length;
  }

  private static Pixels small(Picture picture) {
    return picture.flatten(Colour.WHITE).resize(Scaling.exactly(SIDE, SIDE)).pixels();
  }
}
