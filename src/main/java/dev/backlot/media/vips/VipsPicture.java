package dev.backlot.media.vips;

import dev.backlot.media.Axis;
import dev.backlot.media.BlendMode;
import dev.backlot.media.Box;
import dev.backlot.media.Colour;
import dev.backlot.media.ColourMatrix;
import dev.backlot.media.Encoding;
import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;
import dev.backlot.media.Scaling;
import dev.backlot.media.Shadow;
import dev.backlot.media.Tones;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
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

  MemorySegment image() {
    return image;
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
    return blend(upper, left, top, BlendMode.NORMAL);
  }

  @Override
  public Picture blend(Picture upper, int left, int top, BlendMode mode) {
    var both =
        studio
            .operation("composite2")
            .with("base", image)
            .with("overlay", ((VipsPicture) upper).image)
            .with("mode", mode == BlendMode.NORMAL ? "over" : mode.word())
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
  public Picture turned(int rightAngles) {
    return rightAngles == 0 ? this : made(on("rot").with("angle", "d" + 90 * rightAngles));
  }

  @Override
  public Picture rotated(double degrees, Colour ground) {
    boolean clear = ground.alpha() < 255 && !hasAlpha();
    var turning = clear ? studio.result(on("addalpha")) : image;
    var background = clear || hasAlpha() ? rgb(ground) + " " + ground.alpha() : rgb(ground);
    return made(
        studio
            .operation("rotate")
            .with("in", turning)
            .with("angle", degrees)
            .with("interpolate", "bicubic")
            .with("background", background));
  }

  @Override
  public Picture flipped(Axis axis) {
    return made(on("flip").with("direction", axis.word()));
  }

  @Override
  public Picture blurred(double sigma) {
    return studio.picture(VipsFilters.blurred(studio, image, sigma, hasAlpha()));
  }

  @Override
  public Picture sharpened(double sigma, double amount) {
    return studio.picture(VipsFilters.sharpened(studio, image, sigma, amount, hasAlpha()));
  }

  @Override
  public Picture toned(Tones tones) {
    return studio.picture(VipsFilters.toned(studio, image, tones, hasAlpha()));
  }

  @Override
  public Picture recoloured(ColourMatrix matrix) {
    return studio.picture(VipsFilters.recoloured(studio, image, matrix, hasAlpha()));
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
      VipsEncoding.into(studio, encoding).with("in", marked(encoding)).with("filename", file).run();
    } catch (VipsException unwritable) {
      throw new IOException(
          "cannot write " + file.getFileName() + ": " + unwritable.getMessage(), unwritable);
    }
  }

  private MemorySegment marked(Encoding encoding) throws VipsException {
    if (encoding.xmp().isEmpty()) {
      return image;
    }
    var own = studio.result(on("copy"));
    vips.setXmp(own, encoding.xmp().get().getBytes(StandardCharsets.UTF_8));
    return own;
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
