package dev.backlot.media.own;

/**
 * Which numbers stand for black and white.
 *
 * @param stretched whether each picture's own least and greatest number do, instead of these
 */
record Range(float black, float white, boolean stretched) {
  /** What lies beyond is black or white. */
  byte[] samples(float[] values) {
    return stretched ? own(values).samples(values) : scaled(values);
  }

  private byte[] scaled(float[] values) {
    var samples = new byte[values.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) Math.round(Math.clamp((values[i] - black) / (white - black), 0, 1) * 255);
    }
    return samples;
  }

  private static Range own(float[] values) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return new Range(least, Math.max(most, least + 1e-6f), false);
  }
}
