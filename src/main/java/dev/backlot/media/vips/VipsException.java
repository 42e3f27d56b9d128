package dev.backlot.media.vips;

/** An operation of libvips failed; the message is its own. */
final class VipsException extends Exception {
  private static final long serialVersionUID = 1L;

  VipsException(String message) {
    super(message);
  }
}
