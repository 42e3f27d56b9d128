package dev.backlot.bench;

import dev.backlot.media.Colour;
import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.Scaling;
import dev.backlot.media.TextStyle;
import dev.backlot.media.cutout.CutoutModel;
import java.nio.file.Path;
import java.util.List;

/** What is done to a photo, by Backlot and by its peers, to the same size and quality. */
enum PhotoWork {
  WEBP("photo to 1024 px WebP", "webp", Encoding.of(PictureFormat.WEBP, 80)) {
    @Override
    void ours(Imaging imaging, Path photo, Path mark, Path out, Encoding as) throws Exception {
      imaging.thumbnail(photo, Scaling.inside(1024, 1024), out, as);
    }

    @Override
    List<String> imageMagick(String photo, String mark) {
      return List.of(HINT.formatted(photo), "-resize", "'1024x1024>'", "-strip", "-quality", "80");
    }
  },

  AVIF("photo to 1024 px AVIF", "avif", Encoding.of(PictureFormat.AVIF, 55)) {
    @Override
    void ours(Imaging imaging, Path photo, Path mark, Path out, Encoding as) throws Exception {
      imaging.thumbnail(photo, Scaling.inside(1024, 1024), out, as);
    }

    @Override
    List<String> imageMagick(String photo, String mark) {
      return List.of(HINT.formatted(photo), "-resize", "'1024x1024>'", "-strip", "-quality", "55");
    }
  },

  MARK("photo to 1024 px JPEG with a mark", "jpg", Encoding.of(PictureFormat.JPEG, 82)) {
    @Override
    void ours(Imaging imaging, Path photo, Path mark, Path out, Encoding as) throws Exception {
      try (var studio = imaging.studio()) {
        studio
            .open(photo, new Scaling(1024, 1024, Scaling.Fit.COVER, true))
            .overlay(studio.open(mark), 744, 904)
            .write(out, as);
      }
    }

    @Override
    List<String> imageMagick(String photo, String mark) {
      return List.of(
          HINT.formatted(photo),
          "-resize '1024x1024^' -gravity center -extent 1024x1024",
          "'" + mark + "' -gravity northwest -geometry +744+904 -composite -strip -quality 82");
    }
  },

  TEMPLATE(
      "photo, headline and mark on a 1080 x 1350 JPEG",
      "jpg",
      Encoding.of(PictureFormat.JPEG, 82)) {
    @Override
    void ours(Imaging imaging, Path photo, Path mark, Path out, Encoding as) throws Exception {
      var style =
          new TextStyle(
              "DejaVu Sans", true, 64, new Colour(34, 34, 34, 255), 960, TextStyle.Align.LOW);
      try (var studio = imaging.studio()) {
        studio
            .canvas(1080, 1350, new Colour(0xf3, 0xef, 0xe8, 255))
            .overlay(studio.open(photo, new Scaling(1080, 810, Scaling.Fit.COVER, true)), 0, 0)
            .overlay(studio.text("New this week, in every colour", style), 60, 870)
            .overlay(studio.open(mark), 764, 1214)
            .write(out, as);
      }
    }

    @Override
    List<String> imageMagick(String photo, String mark) {
      return List.of(
          "-size 1080x1350 'canvas:#f3efe8'",
          "\\(",
          HINT.formatted(photo),
          "-resize '1080x810^' -gravity center -extent 1080x810 \\)",
          "-gravity northwest -geometry +0+0 -composite",
          "\\( -background none -fill '#222222' -font DejaVu-Sans-Bold -pointsize 64 -size 960x"
              + " 'caption:New this week, in every colour' \\) -geometry +60+870 -composite",
          "'" + mark + "' -geometry +764+1214 -composite -strip -quality 82");
    }
  },

  CUTOUT("photo without its background, PNG", "png", Encoding.intermediate()) {
    @Override
    void ours(Imaging imaging, Path photo, Path mark, Path out, Encoding as) throws Exception {
      try (var studio = imaging.studio()) {
        studio.picture(Model.SHARED.cut(studio.open(photo), () -> {}).pixels()).write(out, as);
      }
    }

    @Override
    List<String> imageMagick(String photo, String mark) {
      return List.of();
    }

    /** Its peer does one after another, too: a model takes all cores. */
    @Override
    int atOnce(int most) {
      return 1;
    }
  };

  /** Loaded when the first picture comes. */
  private static final class Model {
    static final CutoutModel SHARED = CutoutModel.bundled();
  }

  /** With the size hint that lets its JPEG reader skip detail. */
  private static final String HINT = "-define jpeg:size=2048x2048 '%s' -auto-orient";

  final String title;
  final String ending;
  final Encoding encoding;

  PhotoWork(String title, String ending, Encoding encoding) {
    this.title = title;
    this.ending = ending;
    this.encoding = encoding;
  }

  /** In this process, by the calls that the steps make. */
  abstract void ours(Imaging imaging, Path photo, Path mark, Path out, Encoding as)
      throws Exception;

  /** What stands between the program and the file it writes, for a shell; nothing if it cannot. */
  abstract List<String> imageMagick(String photo, String mark);

  /** How many photos are worked on at a time. */
  int atOnce(int most) {
    return most;
  }

  /** Whether all programs draw the same, so that what they wrote can be compared. */
  boolean isComparable() {
    return this != TEMPLATE && this != CUTOUT;
  }

  Path out(Path folder, Path photo) {
    return folder.resolve(photo.getFileName() + "." + ending);
  }
}
