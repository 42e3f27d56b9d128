package dev.backlot.media.ffmpeg;

import dev.backlot.media.MediaException;
import dev.backlot.media.MediaProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file and how it is to be read. */
public final class Source {
  private final Path file;
  private final Demuxer demuxer;

  private Source(Path file, Demuxer demuxer) {
    this.file = file;
    this.demuxer = demuxer;
  }

  /** A video or a sound by its content; playlists, drawings and all else are refused in words. */
  public static Source movie(Path file) throws IOException, MediaException {
    var source = new Source(file, demuxer(file));
    if (source.demuxer.isPicture()) {
      throw MediaException.invalid("expected a video or a sound, but the content is a picture");
    }
    return source;
  }

  /** A still picture that is laid over a video: PNG, JPEG or WebP within the limits of pictures. */
  public static Source picture(Path file) throws IOException, MediaException {
    var facts = MediaProbe.picture(file);
    var demuxer = Demuxer.of(facts.mediaType());
    if (demuxer == Demuxer.GIF) {
      throw MediaException.invalid("expected PNG, JPEG or WebP, but the content is a GIF");
    }
    return new Source(file, demuxer);
  }

  private static Demuxer demuxer(Path file) throws IOException, MediaException {
    long bytes = Files.size(file);
    if (bytes == 0) {
      throw MediaException.invalid("expected a video or a sound, but the file is empty");
    }
    if (bytes > MovieLimits.FILE_BYTES_MAX) {
      throw MediaException.invalid(
          "expected at most %d MiB, but the file has %d MiB"
              .formatted(MovieLimits.FILE_BYTES_MAX >> 20, bytes >> 20));
    }
    return Demuxer.of(MediaProbe.facts(file).mediaType());
  }

  /** What stands before the file on the command line, and the file. */
  List<String> words() {
    return List.of(
        "-protocol_whitelist", "file,pipe", "-f", demuxer.word(), "-i", "file:" + absolute());
  }

  String absolute() {
    return file.toAbsolutePath().toString();
  }
}
