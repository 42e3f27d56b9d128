package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.backlot.media.Hostile;
import dev.backlot.media.HostileCorpus;
import dev.backlot.media.PictureFormat;
import dev.backlot.model.Value;
import dev.backlot.step.image.FolderContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hostile pictures in the process that a server opens them in. */
@Timeout(120)
class HostileFilesInWorkerTest {
  /** What a worker takes for ordinary photos, and half as much again. */
  private static final long PEAK_KB_MAX = 600 << 10;

  private static final Path PROCESSES = Path.of("/proc");

  @TempDir Path folder;

  @Test
  void one_worker_refuses_them_all_in_words_and_in_little_memory() throws Exception {
    try (var wiring = new Wiring(Path.of(""))) {
      wiring.useWorkers(1);
      var context = new FolderContext(folder);
      var resize = wiring.steps().find("image.resize").orElseThrow();
      for (var one : HostileCorpus.in(folder)) {
        var given = Map.of("image", Value.of(context.bring(one.file())), "width", Value.of(64L));
        assertThat(context.run(resize, given).toString())
            .as(one.name())
            .contains("Invalid[field=image", "expected", one.words());
      }
      var first = workers();
      var profile =
          new Hostile(folder)
              .pngOfProfileWithoutEnd(HostileCorpus.whole(folder, PictureFormat.PNG));
      context.run(
          resize, Map.of("image", Value.of(context.bring(profile)), "width", Value.of(64L)));

      assumeThat(Files.exists(PROCESSES)).as("there is /proc here").isTrue();
      assertThat(workers()).isEqualTo(first).hasSize(1);
      assertThat(peak(workers().getFirst())).isLessThan(PEAK_KB_MAX);
    }
  }

  private static List<Long> workers() {
    return ProcessHandle.current()
        .children()
        .map(ProcessHandle::pid)
        .filter(pid -> told(pid, "cmdline").endsWith(Worker.ARGUMENT + "\0"))
        .toList();
  }

  /** The most memory that a process ever had, in KB. */
  private static long peak(long pid) {
    var line = told(pid, "status").lines().filter(it -> it.startsWith("VmHWM")).findFirst();
    return Long.parseLong(line.orElseThrow().replaceAll("\\D", ""));
  }

  private static String told(long pid, String file) {
    try {
      return Files.readString(PROCESSES.resolve(pid + "/" + file));
    } catch (IOException gone) {
      return "";
    }
  }
}
