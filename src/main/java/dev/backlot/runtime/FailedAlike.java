package dev.backlot.runtime;

import dev.backlot.model.RunStatus;
import dev.backlot.store.RunFilter;
import dev.backlot.store.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Items that failed in the way of another one, a page of them: at the same step, of the same kind,
 * in words that differ only in numbers and in what stands in quotes.
 *
 * @param items in order
 * @param next the item that the next page comes after; empty behind the last. A page looks at
 *     {@value #LOOKED_AT_MAX} failures at most: it may be short, even empty, and have a next one
 */
public record FailedAlike(List<RunRecord> items, Optional<Integer> next) {
  static final int LOOKED_AT_MAX = 20_000;
  private static final int PAGE = 500;

  /** Items of a batch that fit the filter, in order, those after the given one. */
  interface Source {
    List<RunRecord> page(RunFilter filter, int afterItem, int limit);
  }

  static FailedAlike read(RunRecord like, int limit, int afterItem, Source source) {
    var wanted = FailureClass.of(like);
    var step = like.failedStep().map(Object::toString);
    var filter = RunFilter.of(RunStatus.FAILED).failedAt(step);
    var found = new ArrayList<RunRecord>();
    int after = afterItem;
    for (int looked = 0; looked < LOOKED_AT_MAX; looked += PAGE) {
      var page = source.page(filter, after, PAGE);
      for (var run : page) {
        if (FailureClass.of(run).equals(wanted)) {
          if (found.size() == limit) {
            return new FailedAlike(found, Optional.of(found.getLast().id().item()));
          }
          found.add(run);
        }
      }
      if (page.size() < PAGE) {
        return new FailedAlike(found, Optional.empty());
      }
      after = page.getLast().id().item();
    }
    return new FailedAlike(found, Optional.of(after));
  }
}
