package dev.backlot.model;

/** How many items stand where; never negative. */
public record ItemCounts(int pending, int running, int succeeded, int failed, int cancelled) {
  public static final ItemCounts NONE = new ItemCounts(0, 0, 0, 0, 0);

  public ItemCounts {
    if (pending < 0 || running < 0 || succeeded < 0 || failed < 0 || cancelled < 0) {
      throw new IllegalStateException("an item count fell below zero");
    }
  }

  public int total() {
    return pending + running + ended();
  }

  public int ended() {
    return succeeded + failed + cancelled;
  }

  public ItemCounts added(int count) {
    return new ItemCounts(pending + count, running, succeeded, failed, cancelled);
  }

  public ItemCounts started() {
    return new ItemCounts(pending - 1, running + 1, succeeded, failed, cancelled);
  }

  public ItemCounts cancelledBeforeStart(int count) {
    return new ItemCounts(pending - count, running, succeeded, failed, cancelled + count);
  }

  public ItemCounts ended(RunStatus status) {
    return switch (status) {
      case SUCCEEDED -> new ItemCounts(pending, running - 1, succeeded + 1, failed, cancelled);
      case FAILED -> new ItemCounts(pending, running - 1, succeeded, failed + 1, cancelled);
      case CANCELLED -> new ItemCounts(pending, running - 1, succeeded, failed, cancelled + 1);
      case PENDING, RUNNING, PAUSED, CANCELLING ->
          throw new IllegalArgumentException("a run does not end as " + status);
    };
  }
}
