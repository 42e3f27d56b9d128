package dev.backlot.provider.fake;

import java.util.Arrays;
import java.util.Optional;

/** How the fake provider misbehaves, each about one time in ten. */
public enum Fault {
  /** A prediction takes ten times as long. */
  SLOW("slow"),
  /** A request is refused with 429 and {@code Retry-After}. */
  BUSY("429"),
  /**
   * A request is answered with 500 or 503; half the time what it asked for is done all the same.
   */
  BROKEN("5xx"),
  /** The connection ends without an answer, before or after what was asked for is done. */
  LOST("lost"),
  /** A callback comes twice. */
  DUPLICATE("duplicate"),
  /** An old callback comes after the last one. */
  OUT_OF_ORDER("out-of-order");

  private final String word;

  Fault(String word) {
    this.word = word;
  }

  /** As it is written on the command line. */
  public String word() {
    return word;
  }

  public static Optional<Fault> parse(String word) {
    return Arrays.stream(values()).filter(fault -> fault.word.equals(word)).findFirst();
  }
}
