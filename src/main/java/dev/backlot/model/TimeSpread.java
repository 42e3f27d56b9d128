package dev.backlot.model;

import java.util.Arrays;

/**
 * How long things took, as counts by size: percentiles of any number of times in a few hundred
 * bytes, each within a tenth of the truth. Not thread-safe.
 */
public final class TimeSpread {
  /**
   * Each class reaches to its fourth root of two times the one before: 120 of them reach beyond 12
   * days.
   */
  private static final int PER_DOUBLING = 4;

  private static final int CLASSES = 120;
  private final long[] counts = new long[CLASSES];
  private long count;
  private long totalMs;
  private long leastMs = Long.MAX_VALUE;
  private long mostMs;

  public void add(long ms) {
    long time = Math.max(0, ms);
    counts[classOf(time)]++;
    count++;
    totalMs += time;
    leastMs = Math.min(leastMs, time);
    mostMs = Math.max(mostMs, time);
  }

  private static int classOf(long ms) {
    return ms < 1
        ? 0
        : Math.min(CLASSES - 1, 1 + (int) (Math.log((double) ms) / Math.log(2) * PER_DOUBLING));
  }

  public long count() {
    return count;
  }

  public long totalMs() {
    return totalMs;
  }

  /** 0 when there is none. */
  public long leastMs() {
    return count == 0 ? 0 : leastMs;
  }

  public long mostMs() {
    return mostMs;
  }

  public long meanMs() {
    return count == 0 ? 0 : totalMs / count;
  }

  /** The time that this share of all, 0 to 1, did not exceed; 0 when there is none. */
  public long percentileMs(double share) {
    long wanted = (long) Math.ceil(share * count);
    long seen = 0;
    for (int at = 0; at < CLASSES; at++) {
      seen += counts[at];
      if (counts[at] > 0 && seen >= wanted) {
        return Math.clamp(middleOf(at), leastMs(), mostMs);
      }
    }
    return mostMs;
  }

  private static long middleOf(int at) {
    return at == 0 ? 0 : Math.round(Math.pow(2, (at - 0.5) / PER_DOUBLING));
  }

  /** As one line, for {@link #parse}: total, least, most, then each class that is not empty. */
  public String text() {
    var text = new StringBuilder().append(totalMs).append(' ').append(leastMs()).append(' ');
    text.append(mostMs);
    for (int at = 0; at < CLASSES; at++) {
      if (counts[at] > 0) {
        text.append(' ').append(at).append(':').append(counts[at]);
      }
    }
    return text.toString();
  }

  /**
   * What {@link #text} wrote.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static TimeSpread parse(String text) {
    var parts = text.split(" ", -1);
    var spread = new TimeSpread();
    spread.totalMs = Long.parseLong(parts[0]);
    for (var part : Arrays.asList(parts).subList(3, parts.length)) {
      int colon = part.indexOf(':');
      long many = Long.parseLong(part, colon + 1, part.length(), 10);
      spread.counts[Integer.parseInt(part, 0, colon, 10)] = many;
      spread.count += many;
    }
    spread.leastMs = spread.count == 0 ? Long.MAX_VALUE : Long.parseLong(parts[1]);
    spread.mostMs = Long.parseLong(parts[2]);
    return spread;
  }
}
