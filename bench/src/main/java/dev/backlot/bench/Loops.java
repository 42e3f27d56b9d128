package dev.backlot.bench;

import java.nio.file.Path;

/** One item whose loop runs a step that does nothing 1,000 times, from its creation to its durable end. */
final class Loops {
  private static final int ITERATIONS = 1_000;
  private static final int WARM_UP = 30;
  private static final int ROUNDS = 15;

  private static final String LOOP =
      """
      name: loop
      steps:
        each_one:
          for-each: %d
          concurrency: 8
          steps:
            a: {uses: bench.nothing, with: {value: "${{ each.each_one.index }}"}}
          outputs: {value: "${{ steps.a.value }}"}
      """
          .formatted(ITERATIONS);

  private Loops() {}

  static void run(Path folder, History history) throws Exception {
    try (var rig = new Rig(folder, () -> {})) {
      rig.publish(LOOP);
      for (int i = 0; i < WARM_UP; i++) {
        round(rig);
      }
      var times = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        times[i] = round(rig);
      }
      history.record("one item, a loop of 1,000 iterations", "ms", times);
    }
  }

  private static double round(Rig rig) throws InterruptedException {
    long start = System.nanoTime();
    rig.await(rig.create("loop", 1, Rig.items(1)));
    return (System.nanoTime() - start) / 1e6;
  }
}
