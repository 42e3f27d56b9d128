package dev.backlot.bench;

import dev.backlot.media.Imaging;
import dev.backlot.media.load.ImagingLoader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Backlot as a {@link Peer}: the calls that its steps make, in a process of their own. */
final class PhotoWorker {
  private static final int WORKERS = 2;

  private PhotoWorker() {}

  static void serve() throws Exception {
    var imaging = ImagingLoader.load(Path.of("").toAbsolutePath());
    System.out.println("ready");
    var lines = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      var parts = List.of(line.split("\t"));
      var work = PhotoWork.valueOf(parts.get(0).toUpperCase(Locale.ROOT));
      var photos = parts.subList(3, parts.size()).stream().map(Path::of).toList();
      System.out.println(
          round(imaging, work, Path.of(parts.get(1)), Path.of(parts.get(2)), photos));
    }
  }

  private static String round(
      Imaging imaging, PhotoWork work, Path mark, Path out, List<Path> photos) throws Exception {
    long cpu = cpuNanos();
    long start = System.nanoTime();
    try (var pool = Executors.newFixedThreadPool(work.atOnce(WORKERS))) {
      var jobs = new ArrayList<Future<?>>();
      for (var photo : photos) {
        jobs.add(
            pool.submit(
                () -> {
                  work.ours(imaging, photo, mark, work.out(out, photo), work.encoding);
                  return null;
                }));
      }
      for (var job : jobs) {
        job.get();
      }
    }
    return "%.1f %.1f".formatted((System.nanoTime() - start) / 1e6, (cpuNanos() - cpu) / 1e6);
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
