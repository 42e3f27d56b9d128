package dev.backlot.surface.sartiq;

import dev.backlot.model.BatchId;
import dev.backlot.store.BatchStretch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Two lists, each newest first, read as one. What a page skips is passed by halves, in each list
 * once, from the end that is nearer. Of the first list rows are passed in an index. Those of the
 * second have to be looked for one by one, so no more are than stand before what is wanted of the
 * first.
 */
final class NewestFirst<T> {
  private final Own<T> own;
  private final Others<T> others;
  private final Function<T, Instant> at;
  private final long ownCount;
  private final long othersCount;

  /** The list that has an index. */
  interface Own<T> {
    long count();

    /** Rows behind this one, after so many more. */
    List<T> page(boolean oldestFirst, Optional<T> behind, long skipped, int limit);
  }

  /** The list whose rows are batches, to be looked for. */
  interface Others<T> {
    long count();

    List<T> page(boolean oldestFirst, Span span, int limit);

    BatchStretch stretch(boolean oldestFirst, Span span, long most);
  }

  /** Batches from one on, before another one. */
  record Span(BatchId since, BatchId before) {
    static final Span ALL = new Span(new BatchId(1), new BatchId(Long.MAX_VALUE));

    private Span since(BatchId other) {
      return other.compareTo(since) > 0 ? new Span(other, before) : this;
    }

    private Span before(BatchId other) {
      return other.compareTo(before) < 0 ? new Span(since, other) : this;
    }
  }

  NewestFirst(Own<T> own, Others<T> others, Function<T, Instant> at) {
    this.own = own;
    this.others = others;
    this.at = at;
    this.ownCount = own.count();
    this.othersCount = others.count();
  }

  long count() {
    return ownCount + othersCount;
  }

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
    private Optional<T> passed = Optional.empty();
    private Span rest = Span.ALL;

    Way(boolean oldestFirst) {
      this.oldestFirst = oldestFirst;
    }

    List<T> page(long skipped, int limit) {
      for (long left = skipped; left > 0; ) {
        long step = pass(left);
        if (step == 0) {
          return List.of();
        }
        left -= step;
      }
      var ones = own.page(oldestFirst, passed, 0, limit);
      // behind a full page of the first list nothing is wanted
      var span = ones.size() < limit ? rest : ahead(at.apply(ones.getLast()));
      return merged(
          ones, othersCount == 0 ? List.of() : others.page(oldestFirst, span, limit), limit);
    }

    /**
     * Passes half of so many rows or more, never too many; how many. None are when all have ended.
     */
    private long pass(long most) {
      long half = (most + 1) / 2;
      long otherHalf = most + 1 - half;
      var one = own.page(oldestFirst, passed, half - 1, 1).stream().findFirst();
      var stretch = stretch(one.map(row -> ahead(at.apply(row))).orElse(rest), otherHalf);
      if (stretch.count() == otherHalf) {
        rest = behind(stretch.last().orElseThrow());
        return otherHalf;
      }
      if (one.isEmpty()) {
        return 0;
      }
      passed = one;
      rest = beyond(at.apply(one.get()));
      return half + stretch.count();
    }

    private BatchStretch stretch(Span span, long most) {
      return othersCount == 0 ? BatchStretch.NONE : others.stretch(oldestFirst, span, most);
    }

    private Span behind(BatchId last) {
      return oldestFirst ? rest.since(last.next()) : rest.before(last);
    }

    /** Those before a row of the first list made then. */
    private Span ahead(Instant time) {
      return oldestFirst ? rest.before(after(time)) : rest.since(after(time));
    }

    /** Those behind it. */
    private Span beyond(Instant time) {
      return oldestFirst ? rest.since(after(time)) : rest.before(after(time));
    }

    /** Of two that were made at the same time, the first list's is the newer one. */
    private BatchId after(Instant time) {
      return BatchId.leastAt(time.plusMillis(1));
    }

    private boolean comesFirst(T one, T other) {
      return oldestFirst
          ? at.apply(one).isBefore(at.apply(other))
          : !at.apply(one).isBefore(at.apply(other));
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
