package dev.backlot.media.own;

/** How the numbers of a network become likelihoods. */
enum Likelihood {
  /** They are. */
  NONE,
  /** One class holds: together they are 1. */
  SOFTMAX,
  /** Any number of classes hold: each by itself is 0 to 1. */
  SIGMOID;

  double[] of(float[] values) {
    var likely = new double[values.length];
    for (int i = 0; i < likely.length; i++) {
      likely[i] = this == SIGMOID ? 1 / (1 + Math.exp(-values[i])) : values[i];
    }
    if (this == SOFTMAX) {
      soften(likely);
    }
    return likely;
  }

  private static void soften(double[] values) {
    double most = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      most = Math.max(most, value);
    }
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.exp(values[i] - most);
      sum += values[i];
    }
    for (int i = 0; i < values.length; i++) {
      values[i] /= sum;
    }
  }
}
