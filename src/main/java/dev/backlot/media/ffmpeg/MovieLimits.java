package dev.backlot.media.ffmpeg;

import java.time.Duration;

/** Bounds on what is read, on what is written and on the work between. */
public final class MovieLimits {
  /** Largest file that is read or written: 4 GiB. */
  public static final long FILE_BYTES_MAX = 4L << 30;

  /** Longest video or sound: four hours. */
  public static final int SECONDS_MAX = 4 * 3600;

  /** Longest side in pixels: what 8K has. */
  public static final int SIDE_MAX = 8192;

  /** Most frames a second that are read. */
  public static final int RATE_MAX = 240;

  /** Most streams of a file. */
  static final int STREAMS_MAX = 64;

  /** Most pixels of a frame, whatever a stream says of itself on its way. */
  static final long FRAME_PIXELS_MAX = 8192L * 4320;

  /** Address space of one process, where the system can hold it to that: 4 GiB. */
  static final long MEMORY_BYTES_MAX = 4L << 30;

  /** Longest time that one process may take. */
  static final Duration TIME_MAX = Duration.ofHours(2);

  private MovieLimits() {}
}
