package dev.backlot.media.onnx;

import dev.backlot.media.Pixels;

/**
 * How a network wants to see a picture: each sample becomes {@code (sample * scale - mean) /
 * deviation}, where a sample is 0 to 255.
 *
 * @param mean of each channel, in the order of the channels
 * @param deviation of each channel, in the order of the channels
 */
@SuppressWarnings("ArrayRecordComponent") // three constants each, which nobody compares
public record PictureInput(
    Layout layout, Channels channels, float scale, float[] mean, float[] deviation) {
  /** What lies side by side. */
  public enum Layout {
    /** Channel after channel: 1 x 3 x height x width. */
    NCHW,
    /** Pixel after pixel: 1 x height x width x 3. */
    NHWC
  }

  /** The order of the channels. */
  public enum Channels {
    RGB,
    BGR
  }

  private static final int BANDS = 3;

  /** The mean and deviation of the photographs that most networks were trained on. */
  public static PictureInput imageNet(Channels channels, float scale) {
    return new PictureInput(
        Layout.NCHW,
        channels,
        scale,
        new float[] {0.485f, 0.456f, 0.406f},
        new float[] {0.229f, 0.224f, 0.225f});
  }

  /** The same mean and deviation for each channel. */
  public static PictureInput even(
      Layout layout, Channels channels, float scale, float mean, float deviation) {
    return new PictureInput(
        layout,
        channels,
        scale,
        new float[] {mean, mean, mean},
        new float[] {deviation, deviation, deviation});
  }

  /** The picture as numbers; alpha is not looked at. */
  public Tensor of(Pixels pixels) {
    var values = new float[BANDS * pixels.count()];
    for (int channel = 0; channel < BANDS; channel++) {
      int band = channels == Channels.RGB ? channel : BANDS - 1 - channel;
      for (int pixel = 0; pixel < pixels.count(); pixel++) {
        values[place(pixel, channel, pixels.count())] =
            (pixels.at(pixel, band) * scale - mean[channel]) / deviation[channel];
      }
    }
    return layout == Layout.NCHW
        ? new Tensor(values, 1, BANDS, pixels.height(), pixels.width())
        : new Tensor(values, 1, pixels.height(), pixels.width(), BANDS);
  }

  /** Samples of an output in the same layout and order, pixel after pixel, red first. */
  public byte[] ordered(byte[] output, int area) {
    var samples = new byte[BANDS * area];
    for (int channel = 0; channel < BANDS; channel++) {
      int band = channels == Channels.RGB ? channel : BANDS - 1 - channel;
      for (int pixel = 0; pixel < area; pixel++) {
        samples[pixel * BANDS + band] = output[place(pixel, channel, area)];
      }
    }
    return samples;
  }

  private int place(int pixel, int channel, int area) {
    return layout == Layout.NCHW ? channel * area + pixel : pixel * BANDS + channel;
  }
}
