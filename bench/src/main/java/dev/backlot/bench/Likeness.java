package dev.backlot.bench;

import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.PictureFormat;
import dev.backlot.step.image.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How much of a picture is left in what a program wrote, and in how many bytes: two that differ in
 * either did not do the same work. Held against what libvips makes of the photo without any loss.
 */
final class Likeness {
  private final Imaging imaging;
  private final PhotoWork work;
  private final Path mark;
  private final Path folder;

  Likeness(Imaging imaging, PhotoWork work, Path mark, Path folder) {
    this.imaging = imaging;
    this.work = work;
    this.mark = mark;
    this.folder = folder;
  }

  void record(History history, String name, List<Path> photos, Path out) throws Exception {
    var alike = new double[photos.size()];
    var sizes = new double[photos.size()];
    for (int i = 0; i < alike.length; i++) {
      var written = work.out(out, photos.get(i));
      alike[i] = ssim(lossless(photos.get(i)), written);
      sizes[i] = Files.size(written) / 1000.0;
    }
    history.record(work.title + ", " + name + ", likeness to the lossless one", "SSIM", alike);
    history.record(work.title + ", " + name + ", size", "kB", sizes);
  }

  private Path lossless(Path photo) throws Exception {
    var file = folder.resolve(work.ending + "-lossless-" + photo.getFileName() + ".png");
    if (!Files.exists(file)) {
      work.ours(imaging, photo, mark, file, Encoding.of(PictureFormat.PNG));
    }
    return file;
  }

  private double ssim(Path one, Path other) throws Exception {
    try (var studio = imaging.studio()) {
      return Difference.of(studio.open(one).pixels(), studio.open(other).pixels(), 0).ssim();
    } catch (IllegalArgumentException e) {
      throw new IOException(other + " has another size than " + one, e);
    }
  }
}
