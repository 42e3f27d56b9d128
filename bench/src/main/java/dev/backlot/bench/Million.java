package dev.backlot.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A million items accepted and held by a process with a heap of 256 MB, and how long a restart
 * takes from the start of the process to the first step. As in the product, the first start after
 * an update writes a cache of classes and is not counted.
 */
final class Million {
  private static final int ITEMS = 1_000_000;
  private static final String HEAP = "-Xmx256m";
  private static final int RESTARTS = 3;

  private Million() {}

  static void run(Path folder, History history) throws Exception {
    var data = folder.resolve("data").toString();
    var accepted = Double.parseDouble(spawn("accept", data).said());
    history.record("1,000,000 items accepted, " + HEAP, "items/s", ITEMS / accepted);
    var classes = folder.resolve("classes.aot");
    spawn("restart", data, "-XX:AOTCacheOutput=" + classes);
    var starts = new double[RESTARTS];
    for (int i = 0; i < RESTARTS; i++) {
      starts[i] = spawn("restart", data, "-XX:AOTCache=" + classes).seconds();
    }
    history.record("restart with 1,000,000 open items to first step", "s", starts);
  }

  /** What a process said first, and when, from its start. */
  private record Child(String said, double seconds) {}

  private static Child spawn(String role, String data, String... options)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            HEAP, "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "dev.backlot.bench.Bench",
            "child",
            role,
            data));
    long start = System.nanoTime();
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var lines = process.inputReader()) {
      var said = lines.readLine();
      double seconds = (System.nanoTime() - start) / 1e9;
      lines.transferTo(Writer.nullWriter());
      int code = process.waitFor();
      if (code != 0 || said == null) {
        throw new IllegalStateException(role + " ended with " + code + ": " + said);
      }
      return new Child(said, seconds);
    }
  }

  static void child(List<String> arguments) throws Exception {
    var data = Path.of(arguments.get(1));
    if (arguments.get(0).equals("accept")) {
      accept(data);
    } else {
      restart(data);
    }
    // as a crash would: nothing is closed
    Runtime.getRuntime().halt(0);
  }

  private static void accept(Path data) throws Exception {
    var rig = new Rig(data, Million::forEver);
    rig.publish(Rig.DIAMOND);
    long start = System.nanoTime();
    rig.create("diamond", 1, Rig.items(ITEMS));
    System.out.println((System.nanoTime() - start) / 1e9);
  }

  private static void restart(Path data) throws Exception {
    var first = new CountDownLatch(1);
    var rig =
        new Rig(
            data,
            () -> {
              first.countDown();
              forEver();
            });
    first.await();
    System.out.println("the first step");
    if (rig.runs.halted().isPresent()) {
      throw new IllegalStateException("the engine halted");
    }
  }

  private static void forEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
