package dev.backlot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the measurements named as arguments, or all of them, and appends a line for each figure to
 * {@code bench/history.jsonl}.
 */
public final class Bench {
  /** One measurement; may record several figures. */
  interface Measurement {
    void run(Path folder, History history) throws Exception;
  }

  private static final Map<String, Measurement> ALL = new LinkedHashMap<>();

  static {
    ALL.put("throughput", Throughput::run);
    ALL.put("loops", Loops::run);
    ALL.put("latency", Latency::run);
    ALL.put("http", HttpSteps::run);
    ALL.put("fairness", Fairness::run);
    ALL.put("pages", Pages::run);
    ALL.put("lists", Lists::run);
    ALL.put("million", Million::run);
    ALL.put("ready", Ready::run);
    ALL.put("photos", Photos::run);
    ALL.put("catalogue", Catalogue::run);
    ALL.put("console", Console::run);
  }

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("child")) {
      child(List.of(arguments).subList(1, arguments.length));
      return;
    }
    var wanted = arguments.length == 0 ? List.copyOf(ALL.keySet()) : List.of(arguments);
    var history = new History(Path.of("bench/history.jsonl"));
    for (var name : wanted) {
      var measurement = ALL.get(name);
      if (measurement == null) {
        throw new IllegalArgumentException("expected one of " + ALL.keySet() + ", but " + name);
      }
      var folder =
          Files.createTempDirectory(Files.createDirectories(Path.of("target/bench")), name);
      try {
        measurement.run(folder, history);
      } finally {
        delete(folder);
      }
    }
    System.exit(0);
  }

  private static void child(List<String> arguments) throws Exception {
    if (arguments.getFirst().equals("photos")) {
      PhotoWorker.serve();
    } else {
      Million.child(arguments);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
