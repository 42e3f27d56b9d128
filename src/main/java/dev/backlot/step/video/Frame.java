package dev.backlot.step.video;

import dev.backlot.media.Colour;
import dev.backlot.media.MediaException;
import dev.backlot.media.ffmpeg.Movie;
import dev.backlot.media.ffmpeg.MovieLimits;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;

/**
 * A size for pictures of a video, and the filter that brings them to it with square pixels.
 *
 * @param filter of ffmpeg, made of numbers alone
 */
record Frame(int width, int height, String filter) {
  private static final int SIDE_MIN = 16;

  static final Port WIDTH = side("width", "Width in pixels; follows from the height if left out");
  static final Port HEIGHT = side("height", "Height in pixels; follows from the width if left out");
  static final Port FIT =
      Port.of(
              "fit",
              PortType.TEXT,
              "How another shape goes in when both sides are given: inside keeps all and is"
                  + " smaller, cover cuts, pad keeps all and fills up")
          .oneOf("inside", "cover", "pad")
          .defaultingTo(Value.of("inside"));
  static final Port BACKGROUND =
      Port.of("background", PortType.TEXT, "Colour of what pad fills up, such as #f3efe8")
          .defaultingTo(Value.of("#000000"));

  private static Port side(String name, String description) {
    return Port.of(name, PortType.INTEGER, description).between(SIDE_MIN, MovieLimits.SIDE_MAX);
  }

  /** As {@code width}, {@code height}, {@code fit} and {@code background} say. */
  static Frame of(MovieJob job, Movie.Moving video) throws MediaException {
    var width = job.input().integer("width");
    var height = job.input().integer("height");
    if (width.isPresent() && height.isPresent()) {
      return switch (job.text("fit")) {
        case "cover" -> cover(video, even(width.get()), even(height.get()));
        case "pad" -> pad(video, even(width.get()), even(height.get()), job.colour("background"));
        default -> inside(video, width.get(), height.get());
      };
    }
    if (width.isPresent()) {
      return inside(video, width.get(), MovieLimits.SIDE_MAX);
    }
    return inside(
        video,
        height.isPresent() ? MovieLimits.SIDE_MAX : video.width(),
        height.orElse(video.height()));
  }

  /** The largest of the video's shape within these sides. */
  static Frame inside(Movie.Moving video, int width, int height) {
    double scale = Math.min((double) width / video.width(), (double) height / video.height());
    return scaled(even(video.width() * scale), even(video.height() * scale));
  }

  static Frame pad(Movie.Moving video, int width, int height, Colour ground) {
    var whole = inside(video, width, height);
    var filter =
        "%s,pad=%d:%d:%d:%d:color=0x%02x%02x%02x"
            .formatted(
                whole.filter,
                width,
                height,
                (width - whole.width) / 2,
                (height - whole.height) / 2,
                ground.red(),
                ground.green(),
                ground.blue());
    return new Frame(width, height, filter);
  }

  private static Frame cover(Movie.Moving video, int width, int height) {
    double scale = Math.max((double) width / video.width(), (double) height / video.height());
    var whole =
        scaled(
            Math.max(width, even(video.width() * scale)),
            Math.max(height, even(video.height() * scale)));
    return new Frame(width, height, whole.filter + ",crop=%d:%d".formatted(width, height));
  }

  private static Frame scaled(int width, int height) {
    return new Frame(width, height, "scale=%d:%d:flags=lanczos,setsar=1".formatted(width, height));
  }

  /** Encoders want even sides. */
  private static int even(double side) {
    return Math.max(2, (int) Math.round(side / 2) * 2);
  }
}
