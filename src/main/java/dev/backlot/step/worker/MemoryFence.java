package dev.backlot.step.worker;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds a process to so much memory, by {@code prlimit} (util-linux) where the system has it.
 * Java's own limit is for its heap alone, and what a decoder takes lies outside of that.
 */
public final class MemoryFence {
  private MemoryFence() {}

  /** Whether there is one on this machine. */
  public static boolean stands() {
    return program().isPresent();
  }

  /**
   * A command that does the same, within the limit: what is reserved and never used is not counted.
   */
  static List<String> around(List<String> command, long bytes) {
    return program()
        .map(prlimit -> List.of(prlimit.toString(), "--data=" + bytes, "--core=0", "--"))
        .map(fence -> Stream.concat(fence.stream(), command.stream()).toList())
        .orElse(List.copyOf(command));
  }

  private static Optional<Path> program() {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/usr/local/bin");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, "prlimit").toAbsolutePath())
        .filter(Files::isExecutable)
        .findFirst();
  }
}
