package dev.backlot.media.vips;

import dev.backlot.media.Box;
import dev.backlot.media.Colour;
import dev.backlot.media.Encoding;
import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;
import dev.backlot.media.Scaling;
import dev.backlot.media.Shadow;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/**
 * A libvips image; most operations only note what is to be done, and writing does it all at once.
 */
final class VipsPicture implements Picture {
  private final VipsStudio studio;
  private final Vips vips;
  private final MemorySegment image;

  VipsPicture(VipsStudio studio, Vips vips, MemorySegment image) {
    this.studio = studio;
    this.vips = vips;
    this.image = image;
  }

  @Override
  public int width() {
    return vips.width(image);
  }

  @Override
  public int height() {
    return vips.height(image);
  }

  @Override
  public boolean hasAlpha() {
    return vips.bands(image) == 4;
  }

  @Override
  public Picture resize(Scaling scaling) {
    return made(VipsScaling.into(on("thumbnail_image"), scaling));
  }

  @Override
  public Picture crop(Box box) {
    return made(
        studio
            .operation("extract_area")
            .with("input", image)
            .with("left", box.left())
            .with("top", box.top())
            .with("width", box.width())
            .with("height", box.height()));
  }

  @Override
  public Picture extend(int width, int height, int left, int top, Colour colour) {
    var background = hasAlpha() ? rgb(colour) + " " + colour.alpha() : rgb(colour);
    return made(
        on("embed")
            .with("x", left)
            .with("y", top)
            .with("width", width)
            .with("height", height)
            .with("extend", "background")
            .with("background", background));
  }

  @Override
  public Picture flatten(Colour background) {
    return hasAlpha() ? made(on("flatten").with("background", rgb(background))) : this;
  }

  @Override
  public Picture overlay(Picture upper, int left, int top) {
    var both =
        studio
            .operation("composite2")
            .with("base", image)
            .with("overlay", ((VipsPicture) upper).image)
            .with("mode", "over")
            .with("x", left)
            .with("y", top)
            .with("compositing_space", "srgb");
    var bytes = studio.operation("cast").with("in", studio.result(both)).with("format", "uchar");
    return hasAlpha() ? made(bytes) : colours(studio.result(bytes));
  }

  private Picture colours(MemorySegment composite) {
    return made(
        studio.operation("extract_band").with("in", composite).with("band", 0).with("n", 3));
  }

  @Override
  public Picture shadow(Shadow shadow) {
    int margin = shadow.margin();
    var colour = shadow.colour();
    var wide =
        dyed(shadow)
            .extend(
                width() + 2 * margin, height() + 2 * margin, margin, margin, colour.withAlpha(0));
    if (shadow.blur() < 0.3) {
      return wide;
    }
    return made(((VipsPicture) wide).on("gaussblur").with("sigma", shadow.blur()));
  }

  /** The outline alone, all in the shadow's colour. */
  private Picture dyed(Shadow shadow) {
    var outline = hasAlpha() ? image : studio.result(on("addalpha"));
    return made(
        studio
            .operation("linear")
            .with("in", outline)
            .with("a", "0 0 0 " + shadow.opacity())
            .with("b", rgb(shadow.colour()) + " 0")
            .with("uchar", "true"));
  }

  @Override
  public Picture withAlpha(Pixels mask) {
    var colours = hasAlpha() ? ((VipsPicture) colours(image)).image : image;
    return made(studio.operation("bandjoin").with("in", List.of(colours, studio.image(mask))));
  }

  @Override
  public Pixels pixels() {
    try {
      return new Pixels(width(), height(), vips.bands(image), vips.samplesOf(image));
    } catch (VipsException defect) {
      throw new IllegalStateException(defect);
    }
  }

  @Override
  public void write(Path file, Encoding encoding) throws IOException {
    try {
      VipsEncoding.into(studio, encoding).with("in", image).with("filename", file).run();
    } catch (VipsException unwritable) {
      throw new IOException(
          "cannot write " + file.getFileName() + ": " + unwritable.getMessage(), unwritable);
    }
  }

  private VipsOperation on(String name) {
    return studio.operation(name).with("in", image);
  }

  private Picture made(VipsOperation operation) {
    return studio.picture(studio.result(operation));
  }

  private static String rgb(Colour colour) {
    return colour.red() + " " + colour.green() + " " + colour.blue();
  }
}
