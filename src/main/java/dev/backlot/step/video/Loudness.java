package dev.backlot.step.video;

import dev.backlot.media.MediaException;
import dev.backlot.media.ffmpeg.Command;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * How loud something is, by EBU R128.
 *
 * @param integrated over all of it, in LUFS
 * @param peak the true peak in dBTP
 * @param range in LU
 * @param threshold of what counts, in LUFS
 * @param offset what the filter would still be off by
 */
record Loudness(double integrated, double peak, double range, double threshold, double offset) {
  static final double LEAST = -50;
  static final double MOST = -5;

  /** The true peak that players and broadcasters ask for, in dBTP. */
  static final double PEAK = -1;

  private static final double RANGE = 20;

  /** Nothing that a person would hear. */
  private static final double SILENCE = -70;

  /** Measures all of a clip's sound. */
  static Loudness of(MovieJob job, Clip clip)
      throws IOException, MediaException, InterruptedException {
    var filter = clip.channels() + ",loudnorm=print_format=json[a]";
    var said =
        job.measure(
            new Command()
                .input(clip.source())
                .lasting(clip.movie().seconds())
                .with("-filter_complex", filter, "-map", "[a]")
                .toNothing(),
            clip.parameter());
    var loudness = read(said, clip);
    if (loudness.integrated < SILENCE) {
      throw clip.wrong("expected sound that can be heard, but it is silent");
    }
    return loudness;
  }

  private static Loudness read(String said, Clip clip) throws MediaException {
    return new Loudness(
        number(said, "input_i", clip),
        number(said, "input_tp", clip),
        number(said, "input_lra", clip),
        number(said, "input_thresh", clip),
        number(said, "target_offset", clip));
  }

  private static double number(String said, String name, Clip clip) throws MediaException {
    var found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"(-?[0-9.]+|-?inf)\"").matcher(said);
    if (!found.find()) {
      throw clip.wrong("expected sound that can be measured, but it is too short or damaged");
    }
    var text = found.group(1);
    return text.endsWith("inf") ? 2 * SILENCE : Double.parseDouble(text);
  }

  /**
   * The filter that brings it to another loudness: by one gain for all of it where the peak allows,
   * otherwise with a limiter.
   */
  String filter(double target, double peakMax) {
    return ("loudnorm=I=%s:TP=%s:LRA=%s:measured_I=%s:measured_TP=%s:measured_LRA=%s"
            + ":measured_thresh=%s:offset=%s:linear=true,aresample=48000")
        .formatted(
            Command.number(target),
            Command.number(peakMax),
            Command.number(RANGE),
            Command.number(integrated),
            Command.number(peak),
            Command.number(range),
            Command.number(threshold),
            Command.number(offset));
  }
}
