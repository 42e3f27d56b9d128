package dev.backlot.media;

import dev.backlot.media.load.ImagingLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Pictures of every format that are cut off, promise more than they hold, or unpack to more than
 * anybody has.
 */
public final class HostileCorpus {
  private static final List<PictureFormat> FORMATS =
      List.of(PictureFormat.JPEG, PictureFormat.PNG, PictureFormat.WEBP, PictureFormat.AVIF);
  private static final List<Double> SHARES = List.of(0.1, 0.5, 0.9);
  private static final String DAMAGED = "damaged or cut off";

  /**
   * One of them.
   *
   * @param words that are told of it
   */
  public record Case(String name, Path file, String words) {}

  private final Path folder;
  private final Hostile hostile;
  private final List<Case> cases = new ArrayList<>();

  private HostileCorpus(Path folder) {
    this.folder = folder;
    this.hostile = new Hostile(folder);
  }

  /** All of them, written into a folder. */
  public static List<Case> in(Path folder) throws IOException, MediaException {
    var corpus = new HostileCorpus(folder);
    corpus.cutOff();
    corpus.promising();
    return corpus.cases;
  }

  private void cutOff() throws IOException, MediaException {
    for (var format : FORMATS) {
      for (var share : SHARES) {
        add(format + " cut off at " + share, hostile.cutOff(whole(format), share), DAMAGED);
      }
    }
    add("GIF cut off", hostile.cutOff(hostile.gifOfLargeFrames(300, 200, 1), 0.5), DAMAGED);
  }

  private void promising() throws IOException, MediaException {
    add("JPEG of missing pixels", hostile.jpegOfMissingPixels(), DAMAGED);
    add("PNG of missing pixels", hostile.pngOfMissingPixels(whole(PictureFormat.PNG)), DAMAGED);
    add("WebP of missing pixels", hostile.webpOfMissingPixels(whole(PictureFormat.WEBP)), DAMAGED);
    var avif = whole(PictureFormat.AVIF);
    add("AVIF of missing pixels", hostile.avifOfSides(avif, 640, 400), DAMAGED);
    add("PNG bomb", hostile.pngBomb(), "20000 x 20000");
    add("WebP bomb", hostile.webpBomb(), "16384 x 16384");
    add("AVIF bomb", hostile.avifOfSides(avif, 60_000, 60_000), "60000 x 60000");
    add("GIF bomb", hostile.gifBomb(), "65535 x 65535");
  }

  private void add(String name, Path file, String words) {
    cases.add(new Case(name, file, words));
  }

  /** A whole picture of a format, made from a photo. */
  public Path whole(PictureFormat format) throws IOException, MediaException {
    return whole(folder, format);
  }

  /** A whole picture of a format in a folder, made from a photo. */
  public static Path whole(Path folder, PictureFormat format) throws IOException, MediaException {
    var file = folder.resolve("whole." + format.name().toLowerCase(Locale.ROOT));
    if (!Files.exists(file)) {
      try (var studio = ImagingLoader.load(Path.of("")).studio()) {
        var photo = studio.open(Photos.of("coffee-cup.jpg"), Scaling.inside(320, 320));
        photo.write(file, Encoding.of(format));
      }
    }
    return file;
  }
}
