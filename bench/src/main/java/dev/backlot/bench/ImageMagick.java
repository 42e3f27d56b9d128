package dev.backlot.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * ImageMagick, a process for each photo, two at a time.
 *
 * @param program its name differs between its versions and distributions
 */
record ImageMagick(String program) {
  private static final int WORKERS = 2;

  static Optional<ImageMagick> find() throws InterruptedException {
    for (var name : List.of("magick", "convert-im6.q16", "convert")) {
      try {
        var process = new ProcessBuilder(name, "-version").redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() == 0 && text.contains("ImageMagick")) {
          return Optional.of(new ImageMagick(name));
        }
      } catch (IOException _) {
        // not this one
      }
    }
    return Optional.empty();
  }

  Peer.Round round(PhotoWork work, Path mark, List<Path> photos, Path out)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    double cpu = 0;
    try (var pool = Executors.newFixedThreadPool(WORKERS)) {
      var jobs = new ArrayList<Future<Double>>();
      for (var photo : photos) {
        var how = work.imageMagick(photo.toString(), mark.toString());
        jobs.add(pool.submit(() -> run(how, work.out(out, photo))));
      }
      for (var job : jobs) {
        cpu += job.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    }
    return new Peer.Round(photos.size() / ((System.nanoTime() - start) / 1e9), cpu / photos.size());
  }

  /** The most memory of a process for one photo, in MB; 0 where the system does not tell. */
  double peakMb(PhotoWork work, Path mark, Path photo, Path out)
      throws IOException, InterruptedException {
    var how = String.join(" ", work.imageMagick(photo.toString(), mark.toString()));
    var command = "exec %s %s '%s'".formatted(program, how, work.out(out, photo));
    var process = new ProcessBuilder("bash", "-c", command).start();
    double peak = 0;
    do {
      peak = Math.max(peak, new Peer(process).peakMb());
    } while (!process.waitFor(2, TimeUnit.MILLISECONDS));
    return peak;
  }

  /** Its processor time in milliseconds. */
  private double run(List<String> work, Path target) throws IOException, InterruptedException {
    var command = "time -p %s %s '%s'".formatted(program, String.join(" ", work), target);
    var process = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true).start();
    var text = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(text);
    }
    return 1e3
        * text.lines()
            .filter(line -> line.startsWith("user") || line.startsWith("sys"))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
            .sum();
  }
}
