package dev.backlot.media.own;

import dev.backlot.media.Pixels;
import java.util.List;

/** What a model says of a picture. */
public sealed interface Found {
  /** One band: white where something is; in the network's size. */
  record Mask(Pixels pixels) implements Found {}

  /** Every label, the likeliest first. */
  record Ranking(List<Score> scores) implements Found {
    public Ranking {
      scores = List.copyOf(scores);
    }
  }

  /** A label and how likely it holds. */
  record Score(String label, double score) {}

  /**
   * Another picture, in the network's size.
   *
   * @param across by how much it is wider than what the network saw
   * @param down by how much it is higher than what the network saw
   */
  record Made(Pixels pixels, double across, double down) implements Found {}
}
