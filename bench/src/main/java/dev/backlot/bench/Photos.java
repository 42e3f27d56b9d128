package dev.backlot.bench;

import dev.backlot.media.Colour;
import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.Scaling;
import dev.backlot.media.load.ImagingLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Work on photos, by Backlot and by those who do the same, over the same files, in turn, in one
 * run. CPU time and memory are those of the whole process.
 */
final class Photos {
  private static final int ROUNDS = 5;
  private static final int COPIES = 2;
  private static final int CUT_ROUNDS = 3;
  private static final int CUT = 4;
  private static final List<String> IMGLY = List.of("node", "bench/compare/cutout/peer.js");

  private final Path folder;
  private final History history;
  private final Path mark;
  private final Imaging imaging = ImagingLoader.load(Path.of("").toAbsolutePath());

  private Photos(Path folder, History history) throws Exception {
    this.folder = folder;
    this.history = history;
    this.mark = mark(folder);
  }

  static void run(Path folder, History history) throws Exception {
    var photos = photos(folder);
    var bench = new Photos(folder, history);
    var only =
        Optional.ofNullable(System.getenv("BACKLOT_PHOTOS"))
            .map(word -> PhotoWork.valueOf(word.toUpperCase(Locale.ROOT)));
    for (var work : List.of(PhotoWork.WEBP, PhotoWork.AVIF, PhotoWork.MARK, PhotoWork.TEMPLATE)) {
      if (only.isPresent() && only.get() != work) {
        continue;
      }
      bench.peer(work, "backlot", ours(), photos, ROUNDS);
      bench.peer(work, "sharp", List.of("node", "bench/compare/sharp.js"), photos, ROUNDS);
      bench.imageMagick(work, photos);
    }
    if (only.isPresent() && only.get() != PhotoWork.CUTOUT) {
      return;
    }
    var cut = samples().subList(0, CUT);
    bench.peer(PhotoWork.CUTOUT, "backlot", ours(), cut, CUT_ROUNDS);
    bench.peer(PhotoWork.CUTOUT, "@imgly/background-removal-node", IMGLY, cut, CUT_ROUNDS);
    bench.beside();
  }

  private void beside() throws Exception {
    try {
      var sheet = Path.of("target/cutouts-beside.jpg");
      new Beside(imaging, folder).write(sheet, List.of(ours(), IMGLY));
      System.out.println("cut-outs by Backlot and, below, by its peer: " + sheet);
    } catch (IOException e) {
      System.out.println("cut-outs are not compared: " + e.getMessage());
    }
  }

  private static List<String> ours() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Djava.awt.headless=true",
        "-Xmx512m",
        "-cp",
        System.getProperty("java.class.path"),
        "dev.backlot.bench.Bench",
        "child",
        "photos");
  }

  private void peer(
      PhotoWork work, String name, List<String> command, List<Path> photos, int rounds)
      throws Exception {
    var out = Files.createDirectories(folder.resolve(name.replace('/', '-')));
    try (var peer = Peer.start(command)) {
      for (int i = 0; i < Math.min(2, rounds - 1); i++) {
        peer.round(work, mark, photos, out);
      }
      var measured = new ArrayList<Peer.Round>();
      for (int i = 0; i < rounds; i++) {
        measured.add(peer.round(work, mark, photos, out));
      }
      record(work, name, measured);
      history.record(work.title + ", " + name + ", peak memory", "MB", peer.peakMb());
      quality(work, name, photos, out);
    } catch (IOException e) {
      System.out.println(
          name + " left out: " + e.getMessage() + "; './bench/run' installs it by npm");
    }
  }

  private void imageMagick(PhotoWork work, List<Path> photos) throws Exception {
    var program = ImageMagick.find();
    if (program.isEmpty()) {
      System.out.println("ImageMagick left out: install it first (apt install imagemagick)");
      return;
    }
    var out = Files.createDirectories(folder.resolve("imagemagick"));
    var measured = new ArrayList<Peer.Round>();
    try {
      for (int i = 0; i < ROUNDS; i++) {
        measured.add(program.get().round(work, mark, photos, out));
      }
      record(work, "imagemagick", measured);
      history.record(
          work.title + ", imagemagick, peak memory of each process, two at a time",
          "MB",
          program.get().peakMb(work, mark, photos.getFirst(), out));
      quality(work, "imagemagick", photos, out);
    } catch (IOException e) {
      System.out.println("ImageMagick left out, it cannot do this here: " + e.getMessage());
    }
  }

  private void quality(PhotoWork work, String name, List<Path> photos, Path out) throws Exception {
    if (work.isComparable()) {
      new Likeness(imaging, work, mark, folder).record(history, name, photos, out);
    }
  }

  private void record(PhotoWork work, String name, List<Peer.Round> rounds) throws IOException {
    history.record(
        work.title + ", " + name,
        "images/s",
        rounds.stream().mapToDouble(Peer.Round::imagesPerSecond).toArray());
    history.record(
        work.title + ", " + name + ", CPU",
        "ms/image",
        rounds.stream().mapToDouble(Peer.Round::cpuMillis).toArray());
  }

  private static List<Path> samples() throws IOException {
    try (var files = Files.list(Path.of("examples/catalog/photos"))) {
      return files.filter(path -> path.toString().endsWith(".jpg")).sorted().limit(8).toList();
    }
  }

  /** Every sample photo, enlarged to the 12 megapixels of a camera, so that decoding counts. */
  private static List<Path> photos(Path folder) throws Exception {
    var imaging = ImagingLoader.load(Path.of("").toAbsolutePath());
    var photos = new ArrayList<Path>();
    for (var file : samples()) {
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
    return photos;
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
}
