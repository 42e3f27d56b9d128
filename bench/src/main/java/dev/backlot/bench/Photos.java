package dev.backlot.bench;

import dev.backlot.media.Colour;
import dev.backlot.media.Encoding;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.Scaling;
import dev.backlot.media.load.ImagingLoader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Work on photos, two at a time: Backlot, sharp and ImageMagick over the same files, in turn, in
 * one run. CPU time is the whole process's.
 */
final class Photos {
  private static final int WORKERS = 2;
  private static final int ROUNDS = 5;
  private static final int COPIES = 2;

  private static final String IMAGE_MAGICK = findImageMagick();

  private Photos() {}

  /** What one round over all photos took. */
  private record Round(double imagesPerSecond, double cpuMillis) {}

  private interface Engine {
    Round round(PhotoWork work, Path mark, List<Path> photos, Path out) throws Exception;
  }

  static void run(Path folder, History history) throws Exception {
    var photos = photos(folder);
    var mark = mark(folder);
    var ours = new Ours();
    for (var work : PhotoWork.values()) {
      measure(work, "backlot", ours, mark, photos, folder, history);
      try (var sharp = Peer.start(List.of("node", "bench/compare/sharp.js"))) {
        measure(work, "sharp", sharp, mark, photos, folder, history);
      } catch (IOException e) {
        System.out.println(
            "sharp left out: run 'npm ci --prefix bench/compare' first (" + e.getMessage() + ")");
      }
      if (IMAGE_MAGICK.isEmpty()) {
        System.out.println("ImageMagick left out: install it first (apt install imagemagick)");
        continue;
      }
      try {
        measure(work, "imagemagick", Photos::imageMagick, mark, photos, folder, history);
      } catch (java.util.concurrent.ExecutionException e) {
        System.out.println(
            "ImageMagick left out, it cannot do this here: " + e.getCause().getMessage());
      }
    }
  }

  /** A mark with transparency, as a PNG. */
  private static Path mark(Path folder) throws Exception {
    var file = folder.resolve("mark.png");
    try (var studio = ImagingLoader.load(Path.of("").toAbsolutePath()).studio()) {
      studio
          .canvas(256, 96, new Colour(20, 60, 120, 150))
          .write(file, Encoding.of(PictureFormat.PNG));
    }
    return file;
  }

  /** Every sample photo, enlarged to the 12 megapixels of a camera, so that decoding counts. */
  private static List<Path> photos(Path folder) throws Exception {
    var imaging = ImagingLoader.load(Path.of("").toAbsolutePath());
    var photos = new ArrayList<Path>();
    try (var files = Files.list(Path.of("examples/catalog/photos"))) {
      for (var file :
          files.filter(path -> path.toString().endsWith(".jpg")).sorted().limit(8).toList()) {
        for (int copy = 0; copy < COPIES; copy++) {
          var big = folder.resolve(copy + "-" + file.getFileName());
          imaging.thumbnail(
              file,
              new Scaling(4000, 3000, Scaling.Fit.COVER, true),
              big,
              Encoding.of(PictureFormat.JPEG, 90));
          photos.add(big);
        }
      }
    }
    return photos;
  }

  private static void measure(
      PhotoWork work,
      String name,
      Engine engine,
      Path mark,
      List<Path> photos,
      Path folder,
      History history)
      throws Exception {
    var out = Files.createDirectories(folder.resolve(name));
    engine.round(work, mark, photos, out);
    engine.round(work, mark, photos, out);
    var rates = new double[ROUNDS];
    var cpu = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      var round = engine.round(work, mark, photos, out);
      rates[i] = round.imagesPerSecond();
      cpu[i] = round.cpuMillis();
    }
    history.record(work.title + ", " + name, "images/s", rates);
    history.record(work.title + ", " + name + ", CPU", "ms/image", cpu);
  }

  /** In this process, as steps run. */
  private static final class Ours implements Engine {
    private final dev.backlot.media.Imaging imaging =
        ImagingLoader.load(Path.of("").toAbsolutePath());

    @Override
    public Round round(PhotoWork work, Path mark, List<Path> photos, Path out) throws Exception {
      long cpu = processCpuNanos();
      long start = System.nanoTime();
      try (var pool = Executors.newFixedThreadPool(WORKERS)) {
        var jobs = new ArrayList<Future<?>>();
        for (var photo : photos) {
          jobs.add(
              pool.submit(
                  () -> {
                    work.ours(imaging, photo, mark, work.out(out, photo));
                    return null;
                  }));
        }
        for (var job : jobs) {
          job.get();
        }
      }
      return round(photos.size(), System.nanoTime() - start, processCpuNanos() - cpu);
    }

    private static Round round(int count, long wallNanos, long cpuNanos) {
      return new Round(count / (wallNanos / 1e9), cpuNanos / 1e6 / count);
    }

    private static long processCpuNanos() {
      return ((com.sun.management.OperatingSystemMXBean)
              ManagementFactory.getOperatingSystemMXBean())
          .getProcessCpuTime();
    }
  }

  /** A peer that stays up between rounds, so that its start does not count against it. */
  private record Peer(Process process) implements Engine, AutoCloseable {
    static Peer start(List<String> command) throws IOException {
      var process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      var peer = new Peer(process);
      var ready = process.inputReader().readLine();
      if (ready == null) {
        throw new IOException(command + " did not start");
      }
      return peer;
    }

    @Override
    public Round round(PhotoWork work, Path mark, List<Path> photos, Path out) throws IOException {
      var writer = process.outputWriter();
      writer.write(
          work.name().toLowerCase(Locale.ROOT)
              + "\t"
              + mark
              + "\t"
              + out
              + "\t"
              + String.join("\t", photos.stream().map(Path::toString).toList())
              + "\n");
      writer.flush();
      var answer = process.inputReader().readLine();
      if (answer == null) {
        throw new IOException("the peer ended");
      }
      var parts = answer.split(" ");
      return new Round(
          photos.size() / (Double.parseDouble(parts[0]) / 1e3),
          Double.parseDouble(parts[1]) / photos.size());
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  /** The program's name differs between its versions and distributions. */
  private static String findImageMagick() {
    for (var name : List.of("magick", "convert-im6.q16", "convert")) {
      try {
        var process = new ProcessBuilder(name, "-version").redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() == 0 && text.contains("ImageMagick")) {
          return name;
        }
      } catch (IOException _) {
        // not this one
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    return "";
  }

  /** A process for each photo. */
  private static Round imageMagick(PhotoWork work, Path mark, List<Path> photos, Path out)
      throws Exception {
    long start = System.nanoTime();
    double cpu = 0;
    try (var pool = Executors.newFixedThreadPool(WORKERS)) {
      var jobs = new ArrayList<Future<Double>>();
      for (var photo : photos) {
        jobs.add(
            pool.submit(
                () ->
                    imageMagick(
                        work.imageMagick(photo.toString(), mark.toString()),
                        work.out(out, photo))));
      }
      for (var job : jobs) {
        cpu += job.get();
      }
    }
    return new Round(photos.size() / ((System.nanoTime() - start) / 1e9), cpu / photos.size());
  }

  private static double imageMagick(List<String> work, Path target) throws Exception {
    var command =
        List.of(
            "bash",
            "-c",
            "time -p %s %s '%s'".formatted(IMAGE_MAGICK, String.join(" ", work), target));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var text = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(text);
    }
    double seconds =
        text.lines()
            .filter(line -> line.startsWith("user") || line.startsWith("sys"))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
            .sum();
    return seconds * 1e3;
  }
}
