package dev.backlot.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process is held to its limits and does not outlive its work. */
@Timeout(60)
class GuardedProcessTest {
  private static final Path SHELL = Path.of("/bin/sh");
  private static final Path SLEEP = Path.of("/bin/sleep");

  /** How long a sleeper that is looked for sleeps; no other does. */
  private static final String SECONDS = "86399";

  @TempDir Path folder;
  private final GuardedProcess guard =
      new GuardedProcess(Optional.of(Path.of("/usr/bin/prlimit")).filter(Files::isExecutable));

  @Test
  void it_knows_nothing_of_our_environment() throws Exception {
    var ended = guard.run(Path.of("/usr/bin/env"), List.of(), folder, () -> false);
    assertThat(ended.out().lines()).containsExactlyInAnyOrder("LC_ALL=C", "AV_LOG_FORCE_NOCOLOR=1");
  }

  @Test
  void its_memory_and_its_files_are_limited_by_the_system() throws Exception {
    var ended = guard.run(SHELL, List.of("-c", "ulimit -v; ulimit -c"), folder, () -> false);
    assertThat(ended.out().lines()).containsExactly("4194304", "0");
  }

  @Test
  void what_it_says_without_end_is_not_kept() throws Exception {
    var words = List.of("-c", "head -c 20000000 /dev/zero");
    assertThat(guard.run(SHELL, words, folder, () -> false).out()).hasSizeLessThan(1_100_000);
  }

  @Test
  void it_ends_when_nobody_wants_it() {
    assertThatThrownBy(() -> guard.run(SLEEP, List.of(SECONDS), folder, () -> true))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cancelled");
    assertThat(sleepers()).isZero();
  }

  @Test
  void it_ends_when_the_attempt_is_interrupted() throws Exception {
    var met = new AtomicReference<Exception>();
    var worker =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    guard.run(SLEEP, List.of(SECONDS), folder, () -> false);
                  } catch (Exception e) {
                    met.set(e);
                  }
                });
    while (sleepers() == 0) {
      Thread.onSpinWait();
    }
    worker.interrupt();
    worker.join();
    assertThat(met.get()).isInstanceOf(InterruptedException.class);
    assertThat(sleepers()).isZero();
  }

  /** Those that are still on their way: one that was killed may take a moment to be gone. */
  private static long sleepers() {
    return ProcessHandle.current()
        .children()
        .filter(
            child ->
                child
                    .info()
                    .arguments()
                    .map(words -> List.of(words).contains(SECONDS))
                    .orElse(false))
        .filter(
            child -> child.onExit().completeOnTimeout(child, 1, TimeUnit.SECONDS).join().isAlive())
        .count();
  }
}
