package dev.backlot.step.video;

import dev.backlot.media.MediaException;
import dev.backlot.media.ffmpeg.Command;
import dev.backlot.media.ffmpeg.MovieLimits;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.step.OneOf;
import java.util.Optional;

/** From when to when, in seconds. */
record Span(double from, double seconds) {
  /** A shorter piece than this may be less than a frame. */
  private static final double SHORTEST = 0.04;

  /** What a header says is rounded. */
  private static final double ROUNDING = 0.1;

  static final Port FROM = time("from", "Second at which it starts");
  static final Port TO = time("to", "Second at which it ends; the end if left out");
  static final Port SECONDS = time("seconds", "How long it is, instead of to");

  /** Both say when it ends. */
  static final OneOf END = OneOf.optional(TO.name(), SECONDS.name());

  private static Port time(String name, String description) {
    return Port.of(name, PortType.NUMBER, description).between(0, MovieLimits.SECONDS_MAX);
  }

  /** As {@code from}, {@code to} and {@code seconds} say. */
  static Span of(MovieJob job, Clip clip) throws MediaException {
    double from = job.input().number("from").orElse(0.0);
    var to = job.input().number("to");
    var seconds = job.input().number("seconds");
    double length = clip.seconds();
    double end = to.or(() -> seconds.map(some -> from + some)).orElse(length);
    if (end > length + ROUNDING) {
      throw MediaException.invalid(
              "expected an end within the %.2f seconds there are, but %.2f".formatted(length, end))
          .about(to.isPresent() ? "to" : "seconds");
    }
    return within(from, Math.min(end, length));
  }

  private static Span within(double from, double end) throws MediaException {
    if (end - from < SHORTEST) {
      throw MediaException.invalid(
              "expected a start before the end at %.2f seconds, but %.2f".formatted(end, from))
          .about("from");
    }
    return new Span(from, end - from);
  }

  Command.Part part() {
    return new Command.Part(from, Optional.of(seconds));
  }
}
