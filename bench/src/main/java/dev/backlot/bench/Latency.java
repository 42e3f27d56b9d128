package dev.backlot.bench;

import java.nio.file.Path;
import java.util.Arrays;

/** One item through the diamond while nothing else happens, from its creation to its durable end. */
final class Latency {
  private static final int WARM_UP = 300;
  private static final int ROUNDS = 500;

  private Latency() {}

  static void run(Path folder, History history) throws Exception {
    try (var rig = new Rig(folder, () -> {})) {
      rig.publish(Rig.DIAMOND);
      var millis = new double[ROUNDS];
      for (int i = -WARM_UP; i < ROUNDS; i++) {
        long start = System.nanoTime();
        rig.await(rig.create("diamond", 1, Rig.items(1)));
        if (i >= 0) {
          millis[i] = (System.nanoTime() - start) / 1e6;
        }
      }
      Arrays.sort(millis);
      history.record("one 5-step item at idle, p50", "ms", millis[ROUNDS / 2]);
      history.record("one 5-step item at idle, p99", "ms", millis[ROUNDS * 99 / 100]);
    }
  }
}
