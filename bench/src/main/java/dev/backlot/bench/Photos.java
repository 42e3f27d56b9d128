package dev.backlot.bench;

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
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Photos to 1024 px WebP, quality 80, two at a time: Backlot, sharp and ImageMagick over the same files, in
 * turn, in one run. CPU time is the whole process's.
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
    Round round(List<Path> photos, Path out) throws Exception;
  }

  static void run(Path folder, History history) throws Exception {
    var photos = photos(folder);
    var ours = new Ours();
    measure("backlot", ours, photos, folder, history);
    try (var sharp = Peer.start(List.of("node", "bench/compare/sharp.js"))) {
      measure("sharp", sharp, photos, folder, history);
    } catch (IOException e) {
      System.out.println("sharp left out: run 'npm ci --prefix bench/compare' first (" + e.getMessage() + ")");
    }
    if (!IMAGE_MAGICK.isEmpty()) {
      measure("imagemagick", Photos::imageMagick, photos, folder, history);
    } else {
      System.out.println("ImageMagick left out: install it first (apt install imagemagick)");
    }
  }

  /** Every sample photo, enlarged to the 12 megapixels of a camera, so that decoding counts. */
  private static List<Path> photos(Path folder) throws Exception {
    var imaging = ImagingLoader.load(Path.of("").toAbsolutePath());
    var photos = new ArrayList<Path>();
    try (var files = Files.list(Path.of("examples/catalog/photos"))) {
      for (var file : files.filter(path -> path.toString().endsWith(".jpg")).sorted().limit(8).toList()) {
        for (int copy = 0; copy < COPIES; copy++) {
          var big = folder.resolve(copy + "-" + file.getFileName());
          imaging.thumbnail(file, new Scaling(4000, 3000, Scaling.Fit.COVER, true), big, Encoding.of(PictureFormat.JPEG, 90));
          photos.add(big);
        }
      }
    }
    return photos;
  }

  private static void measure(String name, Engine engine, List<Path> photos, Path folder, History history)
      throws Exception {
    var out = Files.createDirectories(folder.resolve(name));
    engine.round(photos, out);
    engine.round(photos, out);
    var rates = new double[ROUNDS];
    var cpu = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      var round = engine.round(photos, out);
      rates[i] = round.imagesPerSecond();
      cpu[i] = round.cpuMillis();
    }
    history.record("photo to 1024 px WebP, " + name, "images/s", rates);
    history.record("photo to 1024 px WebP, " + name + ", CPU", "ms/image", cpu);
  }

  /** In this process, as steps run. */
  private static final class Ours implements Engine {
    private final dev.backlot.media.Imaging imaging = ImagingLoader.load(Path.of("").toAbsolutePath());

    @Override
    public Round round(List<Path> photos, Path out) throws Exception {
      long cpu = processCpuNanos();
      long start = System.nanoTime();
      try (var pool = Executors.newFixedThreadPool(WORKERS)) {
        var jobs = new ArrayList<Future<?>>();
        for (var photo : photos) {
          jobs.add(pool.submit(() -> {
            imaging.thumbnail(photo, Scaling.inside(1024, 1024), out.resolve(photo.getFileName() + ".webp"),
                Encoding.of(PictureFormat.WEBP, 80));
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
      return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
          .getProcessCpuTime();
    }
  }

  /** A peer that stays up between rounds, so that its start does not count against it. */
  private record Peer(Process process) implements Engine, AutoCloseable {
    static Peer start(List<String> command) throws IOException {
      var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      var peer = new Peer(process);
      var ready = process.inputReader().readLine();
      if (ready == null) {
        throw new IOException(command + " did not start");
      }
      return peer;
    }

    @Override
    public Round round(List<Path> photos, Path out) throws IOException {
      var writer = process.outputWriter();
      writer.write(out + "\t" + String.join("\t", photos.stream().map(Path::toString).toList()) + "\n");
      writer.flush();
      var answer = process.inputReader().readLine();
      if (answer == null) {
        throw new IOException("the peer ended");
      }
      var parts = answer.split(" ");
      return new Round(
          photos.size() / (Double.parseDouble(parts[0]) / 1e3), Double.parseDouble(parts[1]) / photos.size());
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

  /** A process for each photo, with the size hint that lets its JPEG reader skip detail. */
  private static Round imageMagick(List<Path> photos, Path out) throws Exception {
    long start = System.nanoTime();
    double cpu = 0;
    try (var pool = Executors.newFixedThreadPool(WORKERS)) {
      var jobs = new ArrayList<Future<Double>>();
      for (var photo : photos) {
        jobs.add(pool.submit(() -> imageMagick(photo, out.resolve(photo.getFileName() + ".webp"))));
      }
      for (var job : jobs) {
        cpu += job.get();
      }
    }
    return new Round(photos.size() / ((System.nanoTime() - start) / 1e9), cpu / photos.size());
  }

  private static double imageMagick(Path photo, Path target) throws Exception {
    var command =
        List.of("bash", "-c",
            "time -p %s -define jpeg:size=2048x2048 '%s' -auto-orient -resize '1024x1024>' -strip -quality 80 '%s'"
                .formatted(IMAGE_MAGICK, photo, target));
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
