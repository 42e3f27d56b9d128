package dev.backlot.surface.sartiq;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Two lists, each newest first, read as one. Where a page begins in each of them is found by
 * halving, so that what lies before it is not read.
 */
final class NewestFirst<T> {
  private final Rows<T> first;
  private final Rows<T> second;
  private final long firstCount;
  private final long secondCount;

  /** Rows of a list by the time at which they were made. */
  interface Rows<T> {
    long count();

    List<T> page(long skipped, int limit, boolean oldestFirst);

    Instant at(T row);
  }

  NewestFirst(Rows<T> first, Rows<T> second) {
    this.first = first;
    this.second = second;
    this.firstCount = first.count();
    this.secondCount = second.count();
  }

  long count() {
    return firstCount + secondCount;
  }

  /** Read from the nearer end, so that the last pages take no longer than the first. */
  List<T> page(long skipped, int limit) {
    long end = Math.min(skipped + limit, count());
    if (skipped >= end) {
      return List.of();
    }
    int size = (int) (end - skipped);
    return skipped <= count() / 2
        ? new Way(false).page(skipped, size)
        : new Way(true).page(count() - end, size).reversed();
  }

  /** Through both lists, from the newest or from the oldest. */
  private final class Way {
    private final boolean oldestFirst;

    Way(boolean oldestFirst) {
      this.oldestFirst = oldestFirst;
    }

    List<T> page(long skipped, int limit) {
      long ofFirst = before(skipped);
      long ofSecond = skipped - ofFirst;
      return merged(
          ofFirst < firstCount ? first.page(ofFirst, limit, oldestFirst) : List.of(),
          ofSecond < secondCount ? second.page(ofSecond, limit, oldestFirst) : List.of(),
          limit);
    }

    /** How many of the first so many stand in the first list. */
    private long before(long skipped) {
      long least = Math.max(0, skipped - secondCount);
      long most = Math.min(skipped, firstCount);
      while (least < most) {
        long middle = (least + most) / 2;
        if (isEarlier(middle, skipped - middle - 1)) {
          least = middle + 1;
        } else {
          most = middle;
        }
      }
      return least;
    }

    /** Whether a row of the first list comes before one of the second. */
    private boolean isEarlier(long inFirst, long inSecond) {
      var one = first.page(inFirst, 1, oldestFirst);
      var other = second.page(inSecond, 1, oldestFirst);
      return other.isEmpty() || (!one.isEmpty() && comesFirst(one.getFirst(), other.getFirst()));
    }

    /** Of two that were made at the same time, the first list's is the newer one. */
    private boolean comesFirst(T one, T other) {
      return oldestFirst
          ? first.at(one).isBefore(second.at(other))
          : !first.at(one).isBefore(second.at(other));
    }

    private List<T> merged(List<T> ones, List<T> others, int limit) {
      var page = new ArrayList<T>();
      int one = 0;
      int other = 0;
      while (page.size() < limit && (one < ones.size() || other < others.size())) {
        boolean takesOne =
            other == others.size()
                || (one < ones.size() && comesFirst(ones.get(one), others.get(other)));
        page.add(takesOne ? ones.get(one++) : others.get(other++));
      }
      return page;
    }
  }
}
