package dev.backlot.bench;

import java.nio.file.Path;

/** Durable step completions a second: 1,000 items through a diamond of five steps that do nothing. */
final class Throughput {
  private static final int ITEMS = 1_000;
  private static final int STEPS = 5;
  private static final int WARM_UP = 60;
  private static final int ROUNDS = 15;

  private Throughput() {}

  static void run(Path folder, History history) throws Exception {
    try (var rig = new Rig(folder, () -> {})) {
      rig.publish(Rig.DIAMOND);
      for (int i = 0; i < WARM_UP; i++) {
        round(rig);
      }
      var rates = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        rates[i] = round(rig);
      }
      history.record("durable step completions, 1000 x 5 diamond", "steps/s", rates);
    }
  }

  private static double round(Rig rig) throws InterruptedException {
    long start = System.nanoTime();
    rig.await(rig.create("diamond", ITEMS, Rig.items(ITEMS)));
    return ITEMS * STEPS / ((System.nanoTime() - start) / 1e9);
  }
}
