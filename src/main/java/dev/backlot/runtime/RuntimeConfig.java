package dev.backlot.runtime;

/**
 * How much the runtime does at once.
 *
 * @param cpuSlots steps that compute, at once
 * @param ioSlots steps that wait, at once
 * @param localFiles whether inputs may name files of this machine: yes for a local run, no on a
 *     server
 * @param memo how much is remembered
 */
public record RuntimeConfig(int cpuSlots, int ioSlots, boolean localFiles, MemoLimits memo) {
  public static final int IO_SLOTS_DEFAULT = 512;

  /** With the usual memo. */
  public RuntimeConfig(int cpuSlots, int ioSlots, boolean localFiles) {
    this(cpuSlots, ioSlots, localFiles, MemoLimits.DEFAULT);
  }

  public RuntimeConfig {
    if (cpuSlots < 1 || ioSlots < 1) {
      throw new IllegalArgumentException(
          "expected at least one slot of each kind, but " + cpuSlots + " and " + ioSlots);
    }
  }

  /** One computing step for each core. */
  public static RuntimeConfig standard(boolean localFiles) {
    return standard(localFiles, MemoLimits.DEFAULT);
  }

  /** One computing step for each core, and so much remembered. */
  public static RuntimeConfig standard(boolean localFiles, MemoLimits memo) {
    return new RuntimeConfig(
        Runtime.getRuntime().availableProcessors(), IO_SLOTS_DEFAULT, localFiles, memo);
  }
}
