package dev.backlot.media.vips;

import java.util.Locale;

/** An operation of libvips failed; the message is its own. */
final class VipsException extends Exception {
  private static final long serialVersionUID = 1L;

  VipsException(String message) {
    super(message);
  }

  /** Whether a JPEG ended before all that its header says was there (libjpeg's words). */
  boolean tellsOfMissingPixels() {
    return String.valueOf(getMessage()).toLowerCase(Locale.ROOT).contains("premature end");
  }
}
