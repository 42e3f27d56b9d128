package dev.backlot.bench;

import dev.backlot.runtime.RuntimeConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Steps that wait 50 ms for an HTTP answer, 64 at once: how near the runtime comes to the ideal. The world that answers
 * is another process. From the batch's creation to its durable end, so that the setting-up counts: more of it in a
 * short batch than in a long one.
 */
final class HttpSteps {
  private static final int CONCURRENCY = 64;
  private static final int SHORT = CONCURRENCY * 20;
  private static final int LONG = CONCURRENCY * 100;
  private static final int WARM_UP = 20;
  private static final int ROUNDS = 9;
  private static final Duration DELAY = Duration.ofMillis(50);

  private HttpSteps() {}

  static void run(Path folder, History history) throws Exception {
    try (var server = new DelayServer(DELAY)) {
      // 64 slots and more items than that on their way, so that the next call is at hand
      try (var rig = rig(folder.resolve("slots"), server, CONCURRENCY)) {
        warmUp(rig, server, CONCURRENCY * 2);
        record(history, "64 slots, 6,400 HTTP steps of 50 ms", rig, server, CONCURRENCY * 2, LONG);
        record(history, "64 slots, 1,280 HTTP steps of 50 ms", rig, server, CONCURRENCY * 2, SHORT);
      }
      // a batch of at most 64 items at once: the next one starts when the end of the last one is durable
      try (var rig = rig(folder.resolve("items"), server, RuntimeConfig.IO_SLOTS_DEFAULT)) {
        warmUp(rig, server, CONCURRENCY);
        record(history, "64 items at once, 1,280 HTTP steps of 50 ms", rig, server, CONCURRENCY, SHORT);
      }
    }
  }

  private static Rig rig(Path folder, DelayServer server, int slots) throws IOException {
    var rig = new Rig(folder, () -> {}, new RuntimeConfig(Runtime.getRuntime().availableProcessors(), slots, true));
    rig.publish(
        "name: call\nsteps:\n  a: {uses: http.request, with: {url: \"http://127.0.0.1:%d/\"}}\n".formatted(server.port()));
    return rig;
  }

  private static void warmUp(Rig rig, DelayServer server, int atOnce) throws IOException, InterruptedException {
    for (int i = 0; i < WARM_UP; i++) {
      round(rig, server, atOnce, SHORT);
    }
  }

  private static void record(History history, String name, Rig rig, DelayServer server, int atOnce, int items)
      throws IOException, InterruptedException {
    var shares = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      shares[i] = round(rig, server, atOnce, items);
    }
    history.record(name + ", of the ideal", "%", shares);
  }

  private static double round(Rig rig, DelayServer server, int atOnce, int items)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    rig.await(rig.create("call", atOnce, Rig.items(items)));
    long took = System.nanoTime() - start;
    int most = server.mostAtOnce();
    if (most > CONCURRENCY) {
      throw new IllegalStateException("expected at most " + CONCURRENCY + " calls at once, but the server saw " + most);
    }
    return 100.0 * items / CONCURRENCY * DELAY.toNanos() / took;
  }
}
