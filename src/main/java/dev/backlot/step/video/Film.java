package dev.backlot.step.video;

import dev.backlot.media.MediaException;
import dev.backlot.media.ffmpeg.Command;
import dev.backlot.model.Value;
import java.io.IOException;
import java.util.Optional;

/**
 * A video made of one other.
 *
 * @param pictures the filter from {@code [v0]} to {@code [v]}
 * @param sound the filter that its sound goes through
 */
record Film(Clip clip, Span span, String pictures, Optional<String> sound, boolean audio) {
  static Film of(Clip clip, Span span, String pictures) {
    return new Film(clip, span, pictures, Optional.empty(), true);
  }

  /** The whole of a clip. */
  static Span whole(Clip clip) throws MediaException {
    return new Span(0, clip.seconds());
  }

  Value make(MovieJob job, Command command, String suffix)
      throws IOException, MediaException, InterruptedException {
    var encoder = Encoder.of(job);
    var file = job.newFile(encoder.extension());
    boolean loud = audio && clip.isLoud();
    var filter = new StringBuilder(pictures);
    if (loud) {
      filter.append(";").append(clip.channels());
      sound.ifPresent(own -> filter.append(",").append(own));
      filter.append("[a]");
    }
    command.with("-filter_complex", filter.toString(), "-map", "[v]");
    command.with(encoder.pictures());
    if (loud) {
      command.with("-map", "[a]").with(encoder.sound());
    }
    job.run(command.lasting(span.seconds()).to(file, encoder.muxer()), clip.parameter());
    return job.keepMovie(clip, file, suffix, span.seconds());
  }

  Value make(MovieJob job, String suffix) throws IOException, MediaException, InterruptedException {
    return make(job, new Command().input(clip.source(), span.part()), suffix);
  }
}
