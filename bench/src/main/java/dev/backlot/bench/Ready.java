package dev.backlot.bench;

import java.nio.file.Path;

/** From typing {@code ./backlot serve} to its ready line, on a data folder that exists. */
final class Ready {
  private static final int ROUNDS = 7;

  private Ready() {}

  static void run(Path folder, History history) throws Exception {
    var data = folder.resolve("data").toString();
    once(data);
    var seconds = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      seconds[i] = once(data);
    }
    history.record("server ready", "s", seconds);
  }

  private static double once(String data) throws Exception {
    long start = System.nanoTime();
    var process =
        new ProcessBuilder("./backlot", "serve", "--port", "0", "--data", data)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var lines = process.inputReader()) {
      var line = lines.readLine();
      double seconds = (System.nanoTime() - start) / 1e9;
      if (line == null || !line.contains("ready")) {
        throw new IllegalStateException("expected a ready line, but " + line);
      }
      return seconds;
    } finally {
      process.destroy();
      process.waitFor();
    }
  }
}
