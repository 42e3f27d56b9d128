package dev.backlot.media;

/** Bounds checked before a pixel is decoded or a canvas is made. */
public final class MediaLimits {
  /** Largest file that is opened as a picture: 512 MiB. */
  public static final long FILE_BYTES_MAX = 512L << 20;

  /** Longest side in pixels, read or written: the most that WebP can hold. */
  public static final int SIDE_MAX = 16_383;

  /** Most pixels of a picture, read or written: 100 megapixels, some 400 MB once decoded. */
  public static final long PIXELS_MAX = 100_000_000;

  /** Most pixels of a picture whose background is removed: 25 megapixels, some 1.6 GB at work. */
  public static final long CUTOUT_PIXELS_MAX = 25_000_000;

  /** The last frame of an animation that can be taken. */
  public static final int FRAMES_MAX = 100_000;

  /**
   * Most pixels of all frames up to the one that is taken, each of which has to be decoded: 4
   * gigapixels, some ten seconds of one core.
   */
  public static final long ANIMATION_PIXELS_MAX = 4_000_000_000L;

  private MediaLimits() {}

  /** Refuses a frame, counted from 1, of an animation in which too much lies before it. */
  public static void checkFrame(long width, long height, int frame) throws MediaException {
    if (width * height > ANIMATION_PIXELS_MAX / frame) {
      throw MediaException.invalid(
          "expected at most %d megapixels in all frames up to the one that is taken, but %d of %d x %d are more: take an earlier one"
              .formatted(ANIMATION_PIXELS_MAX / 1_000_000, frame, width, height));
    }
  }

  /** Refuses a width and height in pixels that no picture may have. */
  public static void check(long width, long height) throws MediaException {
    if (width > SIDE_MAX || height > SIDE_MAX) {
      throw MediaException.invalid(
          "expected at most "
              + SIDE_MAX
              + " pixels on a side, but the picture is "
              + width
              + " x "
              + height);
    }
    if (width * height > PIXELS_MAX) {
      throw MediaException.invalid(
          "expected at most "
              + PIXELS_MAX / 1_000_000
              + " megapixels, but the picture is "
              + width
              + " x "
              + height);
    }
  }
}
