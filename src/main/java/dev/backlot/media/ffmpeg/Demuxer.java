package dev.backlot.media.ffmpeg;

import dev.backlot.media.MediaException;
import dev.backlot.media.MediaWords;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The containers that are read. Each file is read by the one that its content shows, never by what
 * ffmpeg would guess: so no playlist is followed, no list of files opened, no drawing rendered.
 */
enum Demuxer {
  MOV("video/mp4 video/quicktime audio/mp4 video/x-m4v video/3gpp"),
  MATROSKA("video/webm video/x-matroska audio/webm"),
  AVI("video/x-msvideo"),
  MPEGTS("video/mp2t"),
  MPEG("video/mpeg"),
  FLV("video/x-flv"),
  OGG("video/ogg audio/ogg"),
  MP3("audio/mpeg"),
  WAV("audio/vnd.wave"),
  FLAC("audio/x-flac"),
  AAC("audio/x-aac"),
  AIFF("audio/x-aiff"),
  GIF("image/gif"),
  PNG_PIPE("image/png"),
  JPEG_PIPE("image/jpeg"),
  WEBP_PIPE("image/webp");

  private final String mediaTypes;

  /**
   * @param mediaTypes with spaces between
   */
  Demuxer(String mediaTypes) {
    this.mediaTypes = mediaTypes;
  }

  static Demuxer of(String mediaType) throws MediaException {
    return Arrays.stream(values())
        .filter(demuxer -> List.of(demuxer.mediaTypes.split(" ", -1)).contains(mediaType))
        .findFirst()
        .orElseThrow(
            () ->
                MediaException.invalid(
                    "expected MP4, MOV, WebM, Matroska, AVI, MPEG, FLV, Ogg, MP3, WAV, FLAC, AAC or"
                        + " AIFF, but the content is "
                        + MediaWords.of(mediaType)));
  }

  /** The word that ffmpeg's {@code -f} takes. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isPicture() {
    return mediaTypes.startsWith("image/");
  }
}
