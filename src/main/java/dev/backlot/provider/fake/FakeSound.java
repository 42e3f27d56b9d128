package dev.backlot.provider.fake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** A second of a plain tone, so that nobody takes it for what was asked for. */
final class FakeSound {
  private static final int RATE = 16_000;
  private static final int LOUDNESS = 6_000;
  private static final double TONE = 440;

  private FakeSound() {}

  /** As WAV. */
  static byte[] wav() throws IOException {
    var samples = new byte[RATE * 2];
    for (int i = 0; i < RATE; i++) {
      int sample = (int) (LOUDNESS * Math.sin(2 * Math.PI * TONE * i / RATE));
      samples[2 * i] = (byte) sample;
      samples[2 * i + 1] = (byte) (sample >> 8);
    }
    var format = new AudioFormat(RATE, 16, 1, true, false);
    var bytes = new ByteArrayOutputStream();
    try (var stream = new AudioInputStream(new ByteArrayInputStream(samples), format, RATE)) {
      AudioSystem.write(stream, AudioFileFormat.Type.WAVE, bytes);
    }
    return bytes.toByteArray();
  }
}
