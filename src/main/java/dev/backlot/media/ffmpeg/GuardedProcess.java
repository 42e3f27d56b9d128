package dev.backlot.media.ffmpeg;

import dev.backlot.media.MediaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A program run without a shell, with an empty environment, within limits of time, memory and file
 * size, and ended when nobody wants it any more.
 */
final class GuardedProcess {
  private static final int SAID_MAX = 1 << 20;
  private static final long LOOK_MILLIS = 100;

  /** What it said and how it ended. */
  record Ended(int code, String out, String err) {}

  /** Hears what a program writes to its standard output, on a thread of its own. */
  interface Ear {
    Ear DEAF = (_, _) -> {};

    void hear(byte[] bytes, int count);
  }

  private final Optional<Path> prlimit;

  /**
   * @param prlimit the program that holds processes to limits, where the system has it
   */
  GuardedProcess(Optional<Path> prlimit) {
    this.prlimit = prlimit;
  }

  /**
   * Runs it to its end.
   *
   * @param folder where it works; what it writes there is counted
   * @param unwanted asked now and then
   */
  Ended run(Path program, List<String> words, Path folder, BooleanSupplier unwanted)
      throws IOException, MediaException, InterruptedException {
    return run(program, words, folder, unwanted, Ear.DEAF);
  }

  /** As without one, with somebody who hears it while it runs. */
  Ended run(Path program, List<String> words, Path folder, BooleanSupplier unwanted, Ear ear)
      throws IOException, MediaException, InterruptedException {
    var command = new ArrayList<>(limits());
    command.add(program.toString());
    command.addAll(words);
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("AV_LOG_FORCE_NOCOLOR", "1");
    var process = builder.start();
    try {
      process.getOutputStream().close();
      var out = new Listener(process.getInputStream(), ear);
      var err = new Listener(process.getErrorStream(), Ear.DEAF);
      watch(process, folder, unwanted);
      return new Ended(process.exitValue(), out.said(), err.said());
    } finally {
      process.destroyForcibly();
    }
  }

  private List<String> limits() {
    return prlimit
        .map(
            tool ->
                List.of(
                    tool.toString(),
                    "--as=" + MovieLimits.MEMORY_BYTES_MAX,
                    "--cpu=" + MovieLimits.TIME_MAX.toSeconds(),
                    "--fsize=" + MovieLimits.FILE_BYTES_MAX,
                    "--core=0",
                    "--"))
        .orElse(List.of());
  }

  private static void watch(Process process, Path folder, BooleanSupplier unwanted)
      throws IOException, MediaException, InterruptedException {
    long deadline = System.nanoTime() + MovieLimits.TIME_MAX.toNanos();
    while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (unwanted.getAsBoolean()) {
        throw new IOException("the attempt was cancelled");
      }
      if (System.nanoTime() > deadline) {
        throw MediaException.invalid(
            "expected work of at most %d minutes, but it takes longer: use less of it, or smaller"
                .formatted(MovieLimits.TIME_MAX.toMinutes()));
      }
      if (written(folder) > MovieLimits.FILE_BYTES_MAX) {
        throw MediaException.invalid(
            "expected a result of at most %d MiB, but it is larger: lower the quality or the size"
                .formatted(MovieLimits.FILE_BYTES_MAX >> 20));
      }
    }
  }

  private static long written(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.mapToLong(GuardedProcess::bytes).sum();
    } catch (UncheckedIOException goneMeanwhile) {
      return 0;
    }
  }

  private static long bytes(Path file) {
    return file.toFile().length();
  }

  /** Keeps the beginning of what a program says, and takes the rest so that it does not stall. */
  private static final class Listener {
    private final Ear ear;
    private final Thread thread;
    private final StringBuilder said = new StringBuilder();

    Listener(InputStream in, Ear ear) {
      this.ear = ear;
      thread = Thread.ofPlatform().daemon().name("ffmpeg-output").start(() -> listen(in));
    }

    private void listen(InputStream in) {
      var buffer = new byte[8192];
      try (in) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          ear.hear(buffer, read);
          if (said.length() < SAID_MAX) {
            said.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
          }
        }
      } catch (IOException _) {
        // it was killed: what it said until then is enough
      }
    }

    String said() throws InterruptedException {
      thread.join();
      return new String(
          said.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
  }
}
