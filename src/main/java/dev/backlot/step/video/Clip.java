package dev.backlot.step.video;

import dev.backlot.media.MediaException;
import dev.backlot.media.credit.Credit;
import dev.backlot.media.ffmpeg.Movie;
import dev.backlot.media.ffmpeg.Source;
import dev.backlot.model.Asset;

/**
 * A video or sound that a parameter named, and what it says of itself.
 *
 * @param parameter whom to blame
 * @param credit what it says of where it comes from
 */
record Clip(String parameter, Asset asset, Source source, Movie movie, Credit credit) {
  Movie.Moving video() throws MediaException {
    return movie
        .video()
        .orElseThrow(() -> wrong("expected a video, but there are no pictures in it"));
  }

  Movie.Sound sound() throws MediaException {
    return movie.audio().orElseThrow(() -> wrong("expected sound, but there is none in it"));
  }

  /** Its sound in one channel or two, as filters start with it; more are mixed down. */
  String channels() throws MediaException {
    return "[0:%d]aformat=channel_layouts=%s"
        .formatted(sound().index(), sound().channels() == 1 ? "mono" : "stereo");
  }

  boolean isLoud() {
    return movie.audio().isPresent();
  }

  /** How long it is; some live recordings do not say. */
  double seconds() throws MediaException {
    if (movie.seconds() <= 0) {
      throw wrong("expected a file that says how long it is, but this one does not");
    }
    return movie.seconds();
  }

  MediaException wrong(String message) {
    return MediaException.invalid(message).about(parameter);
  }
}
