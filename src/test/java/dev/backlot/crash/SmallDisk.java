package dev.backlot.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk of a few megabytes, mounted for a test. */
record SmallDisk(Path path) implements AutoCloseable {
  static SmallDisk mount(Path path, String options) throws IOException {
    Files.createDirectories(path);
    run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path.toString());
    return new SmallDisk(path);
  }

  void remount(String options) throws IOException {
    run("mount", "-o", "remount," + options, path.toString());
  }

  private static void run(String... command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new AssertionError(
          "this test needs to mount a small tmpfs, which takes Linux and root: "
              + String.join(" ", command)
              + ": "
              + said);
    }
  }

  @Override
  public void close() throws IOException {
    run("umount", "-l", path.toString());
  }
}
