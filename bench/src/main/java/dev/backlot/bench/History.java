package dev.backlot.bench;

import dev.backlot.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;

/** Figures over time: one JSON object a line, appended, in git. */
final class History {
  private final Path file;
  private final String commit;
  private final String machine;

  History(Path file) throws IOException, InterruptedException {
    this.file = file;
    this.commit = output("git", "rev-parse", "--short", "HEAD");
    this.machine = Runtime.getRuntime().availableProcessors() + " cores, "
        + System.getProperty("os.name") + " " + System.getProperty("os.arch");
  }

  /** Records the median of several rounds with the least and the greatest. */
  void record(String name, String unit, double... rounds) throws IOException {
    var sorted = rounds.clone();
    Arrays.sort(sorted);
    record(name, unit, sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
  }

  private void record(String name, String unit, double value, double min, double max) throws IOException {
    var line =
        Json.object()
            .put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
            .put("commit", commit)
            .put("machine", machine)
            .put("jdk", Runtime.version().toString())
            .put("name", name)
            .put("value", round(value))
            .put("unit", unit)
            .put("min", round(min))
            .put("max", round(max));
    Files.writeString(file, Json.text(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    System.out.printf(Locale.ROOT, "%-44s %12s %-14s (%s to %s)%n", name, round(value), unit, round(min), round(max));
  }

  private static double round(double value) {
    double scale = Math.abs(value) >= 100 ? 1 : 1000;
    return Math.round(value * scale) / scale;
  }

  private static String output(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var text = new String(process.getInputStream().readAllBytes()).strip();
    return process.waitFor() == 0 ? text : "unknown";
  }
}
