package dev.backlot.blackbox;

import dev.backlot.app.Main;
import dev.backlot.fixture.ChildJvm;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** The real program in a process of its own, in a working folder of its own. */
final class Program {
  static final Path HOME = Path.of("").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private int started;

  Program(Path folder) {
    this.folder = folder;
  }

  /** What it did. */
  record Ended(int code, String out, String err) {
    /** The lines of {@code --json} that tell this event. */
    List<JsonNode> told(String event) {
      return out.lines()
          .filter(line -> line.startsWith("{"))
          .map(Program::parse)
          .filter(line -> line.path("event").asString("").equals(event))
          .toList();
    }
  }

  /** The program on its way. */
  record Running(Process process, Path out, Path err) {
    /** Returns once it has said a line like this. */
    void awaitLine(Predicate<String> expected) throws IOException, InterruptedException {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (Files.readAllLines(out).stream().noneMatch(expected)) {
        if (System.nanoTime() > deadline || process.waitFor(20, TimeUnit.MILLISECONDS)) {
          throw new AssertionError(
              "it did not say what was expected: " + Files.readString(out) + Files.readString(err));
        }
      }
    }

    void interrupt() throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    void kill() {
      process.destroyForcibly();
    }

    Ended await() throws IOException, InterruptedException {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            "it did not end: " + Files.readString(out) + Files.readString(err));
      }
      return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }
  }

  Ended run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).await();
  }

  Running start(String... arguments) throws IOException {
    var options =
        List.of("-Dbacklot.home=" + HOME, "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8");
    var command =
        new ArrayList<>(ChildJvm.command(options, Main.class.getName(), List.of(arguments)));
    int number = ++started;
    var out = folder.resolve("out-" + number + ".log");
    var err = folder.resolve("err-" + number + ".log");
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    return new Running(
        builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
  }

  static JsonNode parse(String json) {
    try {
      return Json.parse(json);
    } catch (JsonProblem e) {
      throw new AssertionError(json, e);
    }
  }
}
