package dev.backlot.store;

import dev.backlot.model.Asset;
import java.util.List;
import java.util.Optional;

/**
 * Pictures found by what they look like, the nearest first.
 *
 * @param notCompared how many pictures have no look yet, or were beyond what one question reads
 */
public record Alike(List<Found> items, long notCompared) {
  /**
   * One that is near enough.
   *
   * @param bits in how many of 64 it differs from the one it is like
   * @param colour how far its nearest main colour is from the one sought
   */
  public record Found(Asset asset, Optional<Integer> bits, Optional<Double> colour) {}
}
