package dev.backlot.step.video;

import dev.backlot.media.MediaException;
import dev.backlot.media.ffmpeg.Command;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How sound alone is written. */
enum SoundFile {
  M4A("ipod"),
  MP3("mp3"),
  OPUS("ogg"),
  FLAC("flac"),
  WAV("wav");

  static final Port FORMAT =
      Port.of("format", PortType.TEXT, "File format; FLAC and WAV lose nothing")
          .oneOf("m4a", "mp3", "opus", "flac", "wav")
          .defaultingTo(Value.of("m4a"));

  private final String muxer;

  SoundFile(String muxer) {
    this.muxer = muxer;
  }

  private List<String> encoding() {
    return switch (this) {
      case M4A -> List.of("-c:a", "aac", "-b:a", "192k");
      case MP3 -> List.of("-c:a", "libmp3lame", "-q:a", "2");
      case OPUS -> List.of("-c:a", "libopus", "-b:a", "128k", "-ar", "48000");
      case FLAC -> List.of("-c:a", "flac");
      case WAV -> List.of("-c:a", "pcm_s16le");
    };
  }

  /** As {@code format} says. */
  static SoundFile of(MovieJob job) {
    return valueOf(job.text("format").toUpperCase(Locale.ROOT));
  }

  /** Writes the sound of a clip through a filter. */
  Value make(MovieJob job, Clip clip, Span span, Optional<String> filter, String suffix)
      throws IOException, MediaException, InterruptedException {
    var file = job.newFile(name().toLowerCase(Locale.ROOT));
    var graph = clip.channels() + filter.map(own -> "," + own).orElse("") + "[a]";
    job.run(
        new Command()
            .input(clip.source(), span.part())
            .lasting(span.seconds())
            .with("-filter_complex", graph, "-map", "[a]", "-threads", "1")
            .with(encoding())
            .to(file, muxer),
        clip.parameter());
    return job.keepMovie(clip, file, suffix, span.seconds());
  }
}
