package dev.backlot.bench;

import dev.backlot.media.Colour;
import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.Scaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Cut-outs of two programs, one row each, on a colour that none of the photos has: whose masks are
 * worse is for people to see, as no photo comes with the right one.
 */
final class Beside {
  private static final int WIDE = 240;
  private static final int HIGH = 210;
  private static final Colour GROUND = new Colour(0xc9, 0x34, 0x7f, 255);
  private static final List<String> PHOTOS =
      List.of(
          "airplane-blue-sky",
          "bag-duffel",
          "bulb-white-on-white",
          "camera-twin-lens",
          "car-sports",
          "cat-whiskers",
          "dog-beagle");

  private final Imaging imaging;
  private final Path folder;

  Beside(Imaging imaging, Path folder) {
    this.imaging = imaging;
    this.folder = folder;
  }

  /** Writes the sheet, with a row for each of these commands. */
  void write(Path sheet, List<List<String>> commands) throws Exception {
    try (var studio = imaging.studio()) {
      var all = studio.canvas(WIDE * PHOTOS.size(), HIGH * commands.size(), GROUND);
      for (int row = 0; row < commands.size(); row++) {
        var cut = cut(commands.get(row), "row-" + row);
        for (int i = 0; i < cut.size(); i++) {
          var picture = studio.open(cut.get(i), Scaling.inside(WIDE, HIGH));
          all =
              all.overlay(
                  picture,
                  WIDE * i + (WIDE - picture.width()) / 2,
                  HIGH * row + (HIGH - picture.height()) / 2);
        }
      }
      all.write(sheet, Encoding.of(PictureFormat.JPEG, 85));
    }
  }

  private List<Path> cut(List<String> command, String name) throws IOException {
    var out = Files.createDirectories(folder.resolve(name));
    var photos =
        PHOTOS.stream().map(one -> Path.of("examples/catalog/photos", one + ".jpg")).toList();
    try (var peer = Peer.start(command)) {
      peer.round(PhotoWork.CUTOUT, folder, photos, out);
    }
    return photos.stream().map(photo -> PhotoWork.CUTOUT.out(out, photo)).toList();
  }
}
