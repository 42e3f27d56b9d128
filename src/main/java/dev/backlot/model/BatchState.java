package dev.backlot.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All the engine knows of a batch: small, however many items it has.
 *
 * @param cursor every item up to this one was started or cancelled before start; the one after it
 *     is the next to start
 * @param progress what its special rules remember
 */
public record BatchState(
    BatchStatus status,
    BatchSettings settings,
    ItemCounts counts,
    int cursor,
    Progress progress,
    Optional<Instant> createdAt,
    Optional<Instant> endedAt) {
  /** The most items a batch may hold. */
  public static final int ITEMS_MAX = 1_000_000;

  public static final BatchState NONE =
      new BatchState(
          BatchStatus.ACCEPTING,
          BatchSettings.DEFAULT,
          ItemCounts.NONE,
          0,
          Progress.NONE,
          Optional.empty(),
          Optional.empty());

  /**
   * What a batch remembers for its breaker, its canary, its budget and single items.
   *
   * @param pause why it is paused; empty when it is not
   * @param canaryPassed whether the items after the canary may start
   * @param recent whether each of the latest items counted for the breaker, oldest first
   * @param spent what its finished provider calls cost
   * @param reserved what its provider calls on their way may cost at most
   * @param cancelled what became of cancelled items
   * @param withdrawn items beyond the cursor that were cancelled by themselves
   */
  public record Progress(
      Optional<PauseReason> pause,
      boolean canaryPassed,
      List<Boolean> recent,
      Money spent,
      Money reserved,
      Cancellations cancelled,
      Withdrawn withdrawn) {
    public static final Progress NONE =
        new Progress(
            Optional.empty(),
            false,
            List.of(),
            Money.NONE,
            Money.NONE,
            Cancellations.NONE,
            Withdrawn.NONE);

    public Progress {
      recent = List.copyOf(recent);
    }

    Progress paused(PauseReason why) {
      return new Progress(
          Optional.of(why), canaryPassed, recent, spent, reserved, cancelled, withdrawn);
    }

    /** Goes on: the breaker counts anew. */
    Progress resumed() {
      return new Progress(
          Optional.empty(), canaryPassed, List.of(), spent, reserved, cancelled, withdrawn);
    }

    Progress canaryOver() {
      return new Progress(Optional.empty(), true, recent, spent, reserved, cancelled, withdrawn);
    }

    Progress ended(boolean counted, int window) {
      var latest = new ArrayList<>(recent);
      latest.add(counted);
      int surplus = Math.max(0, latest.size() - window);
      return new Progress(
          pause,
          canaryPassed,
          latest.subList(surplus, latest.size()),
          spent,
          reserved,
          cancelled,
          withdrawn);
    }

    Progress money(Money newSpent, Money newReserved) {
      return new Progress(pause, canaryPassed, recent, newSpent, newReserved, cancelled, withdrawn);
    }

    Progress cancelled(Cancellations now) {
      return new Progress(pause, canaryPassed, recent, spent, reserved, now, withdrawn);
    }

    Progress withdrawn(Withdrawn now) {
      return new Progress(pause, canaryPassed, recent, spent, reserved, cancelled, now);
    }
  }

  public boolean mayStartItem() {
    return status == BatchStatus.RUNNING
        && counts.pending() > 0
        && counts.running() < settings.concurrency()
        && !isHeldByCanary();
  }

  /** Whether the canary items have all started and the rest must wait for their end. */
  public boolean isHeldByCanary() {
    return !progress.canaryPassed()
        && settings.canary().filter(canary -> started() >= canary.items()).isPresent();
  }

  /** How many items have started, whether they have ended or not. */
  public int started() {
    return counts.total() - counts.pending() - progress.cancelled().beforeStart();
  }

  /** The last of the pending items that follow upon the cursor without a gap. */
  public int lastPending() {
    return progress.withdrawn().items().stream()
        .findFirst()
        .map(withdrawn -> withdrawn - 1)
        .orElse(counts.total());
  }

  /** Whether the batch has this item, and it neither started nor was cancelled. */
  public boolean isPending(int item) {
    return item > cursor && item <= counts.total() && !progress.withdrawn().contains(item);
  }

  public BatchState with(BatchStatus newStatus) {
    return new BatchState(newStatus, settings, counts, cursor, progress, createdAt, endedAt);
  }

  public BatchState with(BatchSettings newSettings) {
    return new BatchState(status, newSettings, counts, cursor, progress, createdAt, endedAt);
  }

  public BatchState with(ItemCounts newCounts) {
    return new BatchState(status, settings, newCounts, cursor, progress, createdAt, endedAt);
  }

  private BatchState with(Progress newProgress) {
    return new BatchState(status, settings, counts, cursor, newProgress, createdAt, endedAt);
  }

  /** All up to this item are dealt with, and so are withdrawn ones that follow upon it. */
  public BatchState at(int item) {
    int next = progress.withdrawn().runFrom(item);
    var left = progress.withdrawn().after(next);
    return new BatchState(
        status, settings, counts, next, progress.withdrawn(left), createdAt, endedAt);
  }

  public BatchState paused(PauseReason why) {
    return with(BatchStatus.PAUSED).with(progress.paused(why));
  }

  public BatchState resumed() {
    return with(BatchStatus.RUNNING).with(progress.resumed());
  }

  public BatchState canaryOver() {
    return with(BatchStatus.RUNNING).with(progress.canaryOver());
  }

  /** An item ended; {@code failure} is empty when it did not fail. */
  public BatchState itemEnded(Optional<Failure> failure) {
    return settings
        .breaker()
        .map(
            breaker ->
                with(progress.ended(failure.filter(breaker::counts).isPresent(), breaker.window())))
        .orElse(this);
  }

  /** Pending items were cancelled: the next ones, or some whose turn has not come. */
  public BatchState cancelledBeforeStart(int from, int to) {
    int count = to - from + 1;
    var counted =
        with(counts.cancelledBeforeStart(count))
            .with(progress.cancelled(progress.cancelled().beforeStart(count)));
    return from == cursor + 1 ? counted.at(to) : counted.without(from, to);
  }

  private BatchState without(int from, int to) {
    var withdrawn = progress.withdrawn();
    for (int item = from; item <= to; item++) {
      withdrawn = withdrawn.plus(item);
    }
    return with(progress.withdrawn(withdrawn));
  }

  /** What an item cost that was cancelled after its start; its count moves by itself. */
  public BatchState cancelledOnItsWay(Bill bill) {
    return with(progress.cancelled(progress.cancelled().onItsWay(bill)));
  }

  public BatchState money(Money spent, Money reserved) {
    return with(progress.money(spent, reserved));
  }

  public BatchState created(BatchSettings newSettings, Instant at) {
    return new BatchState(
        BatchStatus.ACCEPTING, newSettings, counts, cursor, progress, Optional.of(at), endedAt);
  }

  public BatchState ended(BatchStatus finalStatus, Instant at) {
    return new BatchState(
        finalStatus, settings, counts, cursor, progress, createdAt, Optional.of(at));
  }

  /** A batch that had ended goes on: somebody took up one of its runs again. */
  public BatchState reopened() {
    return new BatchState(
        BatchStatus.RUNNING, settings, counts, cursor, progress, createdAt, Optional.empty());
  }
}
