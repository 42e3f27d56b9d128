package dev.backlot.model;

/**
 * How many items stand where; never negative.
 *
 * @param waiting for nothing but a person's decision: they take no place among those on their way
 */
public record ItemCounts(
    int pending, int running, int waiting, int succeeded, int failed, int cancelled) {
  public static final ItemCounts NONE = new ItemCounts(0, 0, 0, 0, 0, 0);

  public ItemCounts {
    if (pending < 0 || running < 0 || waiting < 0 || succeeded < 0 || failed < 0 || cancelled < 0) {
      throw new IllegalStateException("an item count fell below zero");
    }
  }

  public int total() {
    return open() + ended();
  }

  public int open() {
    return pending + running + waiting;
  }

  public int ended() {
    return succeeded + failed + cancelled;
  }

  public ItemCounts added(int count) {
    return new ItemCounts(pending + count, running, waiting, succeeded, failed, cancelled);
  }

  public ItemCounts started() {
    return new ItemCounts(pending - 1, running + 1, waiting, succeeded, failed, cancelled);
  }

  public ItemCounts parked() {
    return new ItemCounts(pending, running - 1, waiting + 1, succeeded, failed, cancelled);
  }

  public ItemCounts woken() {
    return new ItemCounts(pending, running + 1, waiting - 1, succeeded, failed, cancelled);
  }

  public ItemCounts cancelledBeforeStart(int count) {
    return new ItemCounts(pending - count, running, waiting, succeeded, failed, cancelled + count);
  }

  public ItemCounts ended(RunStatus status) {
    return moved(status, 1);
  }

  /** A run that had ended so is on its way again. */
  public ItemCounts reopened(RunStatus from) {
    return moved(from, -1);
  }

  private ItemCounts moved(RunStatus status, int by) {
    int still = running - by;
    return switch (status) {
      case SUCCEEDED -> new ItemCounts(pending, still, waiting, succeeded + by, failed, cancelled);
      case FAILED -> new ItemCounts(pending, still, waiting, succeeded, failed + by, cancelled);
      case CANCELLED -> new ItemCounts(pending, still, waiting, succeeded, failed, cancelled + by);
      case PENDING, RUNNING, PAUSED, CANCELLING, WAITING ->
          throw new IllegalArgumentException("a run does not end as " + status);
    };
  }
}
