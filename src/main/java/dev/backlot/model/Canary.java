package dev.backlot.model;

/**
 * The first items of a batch go alone, so that a mistake costs little.
 *
 * @param items how many, 1 to {@value #ITEMS_MAX}
 * @param waits whether a person has to say that the rest may go on; otherwise it goes on by itself
 *     when no canary failed
 */
public record Canary(int items, boolean waits) {
  public static final int ITEMS_MAX = 10_000;

  public Canary {
    if (items < 1 || items > ITEMS_MAX) {
      throw new IllegalArgumentException(
          "expected 1 to " + ITEMS_MAX + " canary items, but " + items);
    }
  }
}
