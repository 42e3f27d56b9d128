package dev.backlot.runtime;

import dev.backlot.store.Views.FailureCount;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The failures of a batch by step, kind and class of message: messages that differ only in numbers
 * and in what stands in quotes are one class.
 *
 * @param groups the most frequent first
 * @param others how many failures are in none of them, because their words are too rare
 * @param rejected how many failures are people's rejections at gates
 */
public record FailureGroups(List<FailureCount> groups, long others, long rejected) {
  static final int WORDINGS_MAX = 1_000;
  static final int GROUPS_MAX = 100;

  /**
   * Puts wordings together; each class is told in the words of its most frequent one.
   *
   * @param counts the most frequent first
   * @param failed how many failures there are in all
   * @param rejected how many of them are people's rejections
   */
  static FailureGroups of(List<FailureCount> counts, long failed, long rejected) {
    var classes = new LinkedHashMap<FailureClass, FailureCount>();
    for (var count : counts) {
      classes.merge(
          FailureClass.of(count.step(), count.kind(), count.message()), count, FailureGroups::sum);
    }
    var groups =
        classes.values().stream()
            .sorted(Comparator.comparingLong(FailureCount::count).reversed())
            .limit(GROUPS_MAX)
            .toList();
    long told = groups.stream().mapToLong(FailureCount::count).sum();
    return new FailureGroups(groups, Math.max(0, failed - told), rejected);
  }

  private static FailureCount sum(FailureCount one, FailureCount other) {
    return new FailureCount(
        one.step(),
        one.kind(),
        one.message(),
        one.count() + other.count(),
        Math.min(one.firstItem(), other.firstItem()),
        one.rejected() || other.rejected());
  }
}
