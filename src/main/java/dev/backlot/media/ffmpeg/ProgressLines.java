package dev.backlot.media.ffmpeg;

import java.util.function.DoubleConsumer;
import java.util.regex.Pattern;

/**
 * Reads what ffmpeg says with {@code -progress}: lines of a name and a value, of which {@code
 * out_time_us} is how much of the result is written. Takes whatever comes: a line longer than
 * {@value #LINE_MAX} characters is passed over, and so is a time that ffmpeg does not know yet.
 */
final class ProgressLines implements GuardedProcess.Ear {
  private static final int LINE_MAX = 200;
  private static final Pattern WRITTEN = Pattern.compile("out_time_us=(\\d{1,15})\\s*");
  private static final double MICROS = 1e6;

  private final double seconds;
  private final DoubleConsumer told;
  private final StringBuilder line = new StringBuilder();

  /**
   * @param seconds how long the whole result will be; more than 0
   * @param told which part of it is written, 0 to 1
   */
  ProgressLines(double seconds, DoubleConsumer told) {
    this.seconds = seconds;
    this.told = told;
  }

  @Override
  public void hear(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      if (bytes[i] == '\n') {
        read();
        line.setLength(0);
      } else if (line.length() <= LINE_MAX) {
        line.append((char) (bytes[i] & 0xff));
      }
    }
  }

  private void read() {
    var written = WRITTEN.matcher(line);
    if (written.matches()) {
      told.accept(Math.min(1, Long.parseLong(written.group(1)) / MICROS / seconds));
    }
  }
}
