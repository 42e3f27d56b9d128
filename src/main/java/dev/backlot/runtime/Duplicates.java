package dev.backlot.runtime;

import dev.backlot.model.AssetId;
import dev.backlot.model.RunId;
import java.util.List;

/**
 * Groups of pictures of a batch that look alike.
 *
 * @param groups of two at least, the largest first
 * @param others how many groups there are beyond those told
 * @param compared how many pictures were compared
 * @param withoutLook how many have no look yet: ask again later
 * @param notCompared how many lie beyond what one question compares, or cannot be read
 */
public record Duplicates(
    List<Group> groups, int others, int compared, int withoutLook, int notCompared) {
  /**
   * Pictures that look like the first of them.
   *
   * @param size of how many the pictures told are the first
   */
  public record Group(List<Member> pictures, int size) {}

  /**
   * One of a group.
   *
   * @param bits in how many of 64 it differs from the first
   */
  public record Member(RunId run, String name, AssetId picture, int bits) {}
}
