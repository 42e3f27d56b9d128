package dev.backlot.model;

/**
 * How a batch is worked through.
 *
 * @param concurrency items on their way at once, 1 to {@value #CONCURRENCY_MAX}
 * @param continueOnError whether a failed item leaves the others alone
 * @param reuse whether results of earlier work with the same inputs may be used
 */
public record BatchSettings(int concurrency, boolean continueOnError, boolean reuse) {
  public static final int CONCURRENCY_MAX = 4_096;
  public static final BatchSettings DEFAULT = new BatchSettings(10, true, true);

  public BatchSettings {
    if (concurrency < 1 || concurrency > CONCURRENCY_MAX) {
      throw new IllegalArgumentException(
          "expected a concurrency from 1 to " + CONCURRENCY_MAX + ", but " + concurrency);
    }
  }
}
