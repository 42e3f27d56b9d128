package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.ChildJvm;
import dev.backlot.fixture.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All that a guide tells people to type, in a folder of its own and on ports of its own. */
final class GuideScript {
  private static final Pattern COMMANDS = Pattern.compile("```bash\\n([\\s\\S]*?)```");
  private static final Pattern TEXT = Pattern.compile(".*\\.(yaml|json|md|csv)");
  private static final long PATIENCE_SECONDS = 150;

  private final Path folder;
  private final Map<String, String> ports = new LinkedHashMap<>();

  private GuideScript(Path folder, Map<String, String> ports) {
    this.folder = folder;
    this.ports.putAll(ports);
  }

  /** Types a guide's commands; returns what they said. They have to succeed, each of them. */
  static String run(Path guide, Path example, Path folder, String... ports)
      throws IOException, InterruptedException {
    var free = new LinkedHashMap<String, String>();
    for (var port : ports) {
      free.put(port, freePort());
    }
    return run(guide, List.of(example), folder, free);
  }

  /**
   * As above, with several examples.
   *
   * @param ports by those of the guide
   */
  static String run(Path guide, List<Path> examples, Path folder, Map<String, String> ports)
      throws IOException, InterruptedException {
    var script = new GuideScript(folder, ports);
    script.write(guide);
    for (var example : examples) {
      script.copy(example);
    }
    program(folder);
    return script.run();
  }

  private void write(Path guide) throws IOException {
    var commands =
        COMMANDS
            .matcher(Files.readString(guide))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.joining("\n"));
    Files.writeString(
        folder.resolve("guide.sh"),
        "set -euo pipefail\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n" + here(commands));
  }

  private void copy(Path example) throws IOException {
    var copy = Files.createDirectories(folder.resolve(example));
    try (var files = Files.list(example)) {
      for (var file : files.toList()) {
        var target = copy.resolve(file.getFileName().toString());
        if (TEXT.matcher(file.toString()).matches()) {
          Files.writeString(target, here(Files.readString(file)));
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private String here(String text) {
    var moved = text;
    for (var port : ports.entrySet()) {
      moved = moved.replace(port.getKey(), port.getValue());
    }
    return moved;
  }

  static String freePort() {
    return Integer.toString(FreePort.find());
  }

  /** The program under the name that guides call it by. */
  static void program(Path folder) throws IOException {
    var command =
        ChildJvm.command(
            List.of("-Dbacklot.home=" + Path.of("").toAbsolutePath()),
            Main.class.getName(),
            List.of());
    var quoted = command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    var script =
        Files.writeString(folder.resolve("backlot"), "#!/bin/bash\nexec " + quoted + " \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private String run() throws IOException, InterruptedException {
    var said = folder.resolve("said.txt");
    var process =
        new ProcessBuilder("bash", "guide.sh")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    var output = Files.readString(said, StandardCharsets.UTF_8);
    assertThat(ended).as("ended in time, after: %s%s", output, logs()).isTrue();
    assertThat(process.exitValue()).as("exit code, after: %s%s", output, logs()).isZero();
    return output;
  }

  /** What programs in the background said; it tells why nobody answered. */
  private String logs() throws IOException {
    var told = new StringBuilder();
    try (var files = Files.newDirectoryStream(folder, "*.log")) {
      for (var file : files) {
        told.append("\n--- ")
            .append(file.getFileName())
            .append('\n')
            .append(Files.readString(file));
      }
    }
    return told.toString();
  }
}
