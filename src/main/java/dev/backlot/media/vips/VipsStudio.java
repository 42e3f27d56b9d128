package dev.backlot.media.vips;

import dev.backlot.media.Animation;
import dev.backlot.media.Colour;
import dev.backlot.media.MediaException;
import dev.backlot.media.MediaFacts;
import dev.backlot.media.MediaLimits;
import dev.backlot.media.MediaProbe;
import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;
import dev.backlot.media.Scaling;
import dev.backlot.media.Studio;
import dev.backlot.media.TextStyle;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Owns every image made through it; closing it gives them all back, the latest first. */
final class VipsStudio implements Studio {
  private final Vips vips;
  private final VipsFonts fonts;
  private final Deque<MemorySegment> owned = new ArrayDeque<>();

  VipsStudio(Vips vips, VipsFonts fonts) {
    this.vips = vips;
    this.fonts = fonts;
  }

  @Override
  public Picture open(Path file) throws IOException, MediaException {
    return opened(file, MediaProbe.picture(file), true);
  }

  @Override
  public Picture open(Path file, Scaling scaling) throws IOException, MediaException {
    return thumbnail(file, MediaProbe.picture(file), scaling);
  }

  @Override
  public Picture openAsStored(Path file) throws IOException, MediaException {
    var facts = MediaProbe.picture(file);
    if (facts.mediaType().equals("image/jpeg") && facts.bands() == 4) {
      throw MediaException.invalid(
          "expected RGB, but the picture is CMYK, which keeps no profile: have it turned to sRGB");
    }
    return opened(file, facts, false);
  }

  @Override
  public Picture openFrame(Path file, int frame) throws IOException, MediaException {
    var facts = MediaProbe.moving(file);
    if (!facts.animated() && frame > 1) {
      throw noFrame(frame, 1);
    }
    return facts.animated() ? frame(file, facts, frame) : opened(file, facts, true);
  }

  private Picture frame(Path file, MediaFacts facts, int frame) throws MediaException {
    try {
      int frames = vips.frames(own(loader(facts.mediaType(), file, "error").out()));
      if (frame > frames) {
        throw noFrame(frame, frames);
      }
      MediaLimits.checkFrame(facts.width(), facts.height(), frame);
      var loaded = own(loader(facts.mediaType(), file, "error").with("page", frame - 1).out());
      return picture(own(vips.computed(standard(loaded))));
    } catch (VipsException damaged) {
      throw damaged(damaged);
    }
  }

  private static MediaException noFrame(int frame, int frames) {
    return MediaException.invalid("expected a frame of 1 to %d, but %d".formatted(frames, frame));
  }

  private Picture opened(Path file, MediaFacts facts, boolean convert) throws MediaException {
    return decoded(
        facts,
        failOn -> {
          var loaded = own(loader(facts.mediaType(), file, failOn).out());
          // The header we read and the decoder's own must agree that this is small enough.
          MediaLimits.check(vips.width(loaded), vips.height(loaded));
          var upright =
              facts.orientation() == 1 ? loaded : apply("autorot", own(vips.computed(loaded)));
          return picture(own(vips.computed(convert ? standard(upright) : eightBits(upright))));
        });
  }

  /** One way to decode a picture: it fails on errors alone, or on warnings too. */
  private interface Decoding {
    VipsPicture with(String failOn) throws VipsException, MediaException;
  }

  /**
   * What a JPEG does not hold would be grey, and only a warning says so. Other warnings tell of
   * careless writers, whose pictures are whole: they are decoded again with less care.
   */
  private static VipsPicture decoded(MediaFacts facts, Decoding decoding) throws MediaException {
    boolean warns = facts.mediaType().equals("image/jpeg");
    try {
      return decoding.with(warns ? "warning" : "error");
    } catch (VipsException refused) {
      if (!warns || refused.tellsOfMissingPixels()) {
        throw damaged(refused);
      }
    }
    try {
      return decoding.with("error");
    } catch (VipsException damaged) {
      throw damaged(damaged);
    }
  }

  /** Scales while decoding. Computed at once, so that damage shows here and not while writing. */
  VipsPicture thumbnail(Path file, MediaFacts facts, Scaling scaling) throws MediaException {
    return decoded(
        facts,
        failOn -> {
          var operation = VipsScaling.into(source(file, facts, scaling, failOn), scaling);
          if (needsProfile(facts)) {
            operation.with("export_profile", "srgb");
          }
          return picture(own(vips.computed(eightBits(own(operation.out())))));
        });
  }

  /**
   * A JPEG can be decoded at a half, a quarter or an eighth. libvips itself keeps a factor of two
   * in hand, which costs half as much again and cannot be seen. A turned one is read out of order,
   * so that one takes the careful way.
   */
  private VipsOperation source(Path file, MediaFacts facts, Scaling scaling, String failOn)
      throws VipsException {
    int shrink = Integer.highestOneBit(Math.clamp((long) VipsScaling.shrink(facts, scaling), 1, 8));
    if (!facts.mediaType().equals("image/jpeg") || facts.orientation() != 1 || shrink == 1) {
      return operation("thumbnail").with("filename", file).with("fail_on", failOn);
    }
    return operation("thumbnail_image")
        .with("in", own(loader("image/jpeg", file, failOn).with("shrink", shrink).out()));
  }

  /** Turning sRGB into sRGB would take twice as long as the scaling itself. */
  private static boolean needsProfile(MediaFacts facts) {
    boolean cmyk = facts.mediaType().equals("image/jpeg") && facts.bands() == 4;
    return facts.profile().isPresent() || cmyk || facts.mediaType().equals("image/avif");
  }

  @Override
  public Picture canvas(int width, int height, Colour colour) {
    byte[] rgba = {
      (byte) colour.red(), (byte) colour.green(), (byte) colour.blue(), (byte) colour.alpha()
    };
    var samples = colour.alpha() == 255 ? Arrays.copyOf(rgba, 3) : rgba;
    var pixel = image(new Pixels(1, 1, samples.length, samples));
    return picture(
        result(
            operation("embed")
                .with("in", pixel)
                .with("x", 0)
                .with("y", 0)
                .with("width", width)
                .with("height", height)
                .with("extend", "copy")));
  }

  @Override
  public Picture picture(Pixels pixels) {
    return picture(
        result(operation("colourspace").with("in", image(pixels)).with("space", "srgb")));
  }

  @Override
  public Picture text(String words, TextStyle style) throws MediaException {
    style.check(words);
    fonts.check(words, style);
    try {
      return picture(own(vips.computed(own(VipsText.of(operation("text"), words, style).out()))));
    } catch (VipsException unusable) {
      throw MediaException.invalid(
          "expected words that can be drawn, but " + unusable.getMessage());
    }
  }

  @Override
  public void animate(List<Picture> frames, Animation animation, Path to) throws IOException {
    var images = frames.stream().map(frame -> ((VipsPicture) frame).image()).toList();
    var strip = result(operation("arrayjoin").with("in", images).with("across", 1));
    vips.setAnimation(
        strip, frames.getFirst().height(), frames.size(), animation.delayMs(), animation.loops());
    try {
      VipsEncoding.into(this, animation).with("in", strip).with("filename", to).run();
    } catch (VipsException unwritable) {
      throw new IOException("cannot write an animation: " + unwritable.getMessage(), unwritable);
    }
  }

  VipsPicture picture(MemorySegment image) {
    return new VipsPicture(this, vips, image);
  }

  boolean canChooseWhatIsKept() {
    var parts = vips.version().split("\\.", 3);
    return Integer.parseInt(parts[0]) > 8 || Integer.parseInt(parts[1]) >= 15;
  }

  VipsOperation operation(String name) {
    return new VipsOperation(vips, name);
  }

  /** An operation on decoded pixels cannot fail through anybody's fault but ours. */
  MemorySegment result(VipsOperation operation) {
    try {
      return own(operation.out());
    } catch (VipsException defect) {
      throw new IllegalStateException(defect);
    }
  }

  /** A mask of one band, or sRGB samples. */
  MemorySegment image(Pixels pixels) {
    try {
      var raw =
          own(vips.imageOf(pixels.samples(), pixels.width(), pixels.height(), pixels.bands()));
      return result(
          operation("copy")
              .with("in", raw)
              .with("interpretation", pixels.bands() == 1 ? "b-w" : "srgb"));
    } catch (VipsException defect) {
      throw new IllegalStateException(defect);
    }
  }

  /** Numbers as an image of one band, as operations take matrices. */
  MemorySegment matrix(double[] numbers, int width) {
    try {
      return own(vips.matrixOf(numbers, width, numbers.length / width));
    } catch (VipsException defect) {
      throw new IllegalStateException(defect);
    }
  }

  private VipsOperation loader(String mediaType, Path file, String failOn) {
    var name =
        switch (mediaType) {
          case "image/jpeg" -> "jpegload";
          case "image/png" -> "pngload";
          case "image/webp" -> "webpload";
          case "image/avif" -> "heifload";
          default -> "gifload";
        };
    return operation(name)
        .with("filename", file)
        .with("access", "sequential")
        .with("fail_on", failOn);
  }

  /** Eight-bit sRGB, whatever it was: wide gamut, CMYK, grey or sixteen bits. */
  private MemorySegment standard(MemorySegment image) throws VipsException {
    var rgb = vips.hasProfile(image) || vips.isCmyk(image) ? fromProfile(image) : image;
    return eightBits(rgb);
  }

  private MemorySegment eightBits(MemorySegment image) throws VipsException {
    var srgb = own(operation("colourspace").with("in", image).with("space", "srgb").out());
    return own(operation("cast").with("in", srgb).with("format", "uchar").out());
  }

  private MemorySegment fromProfile(MemorySegment image) throws VipsException {
    return own(
        operation("icc_transform")
            .with("in", image)
            .with("output_profile", "srgb")
            .with("embedded", "true")
            .with("input_profile", vips.isCmyk(image) ? "cmyk" : "srgb")
            .with("depth", 8)
            .out());
  }

  private MemorySegment apply(String name, MemorySegment image) throws VipsException {
    return own(operation(name).with("in", image).out());
  }

  private MemorySegment own(MemorySegment image) {
    owned.push(image);
    return image;
  }

  private static MediaException damaged(VipsException cause) {
    var refusal =
        MediaException.invalid(
            "expected a whole image, but it is damaged or cut off: " + cause.getMessage());
    refusal.initCause(cause);
    return refusal;
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      vips.unref(owned.pop());
    }
    vips.leaveThread();
  }
}
