package dev.backlot.runtime;

import dev.backlot.store.Commit;
import dev.backlot.store.Views;
import java.time.Instant;
import java.util.Optional;

/** Says what of the memo has to go: the oldest first, a bounded piece at a time. */
final class MemoSweep {
  static final int PIECE = 500;
  private final Views views;
  private final MemoLimits limits;

  MemoSweep(Views views, MemoLimits limits) {
    this.views = views;
    this.limits = limits;
  }

  /** The next piece; empty while all is within the limits. */
  Optional<Commit.MemosForgotten> next(Instant now) {
    var oldest = now.minus(limits.ageMax());
    var count = views.memoCount(oldest);
    int old = (int) Math.min(PIECE, count.old());
    long left = count.all() - old - limits.resultsMax();
    // what is too old goes first: it would be the oldest of the surplus as well
    int surplus = Math.clamp(left, 0, PIECE - old);
    return old + surplus == 0
        ? Optional.empty()
        : Optional.of(new Commit.MemosForgotten(oldest, old, surplus));
  }
}
