package dev.backlot.media.cutout;

import dev.backlot.media.Colour;
import dev.backlot.media.GoingOn;
import dev.backlot.media.MediaException;
import dev.backlot.media.MediaLimits;
import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;
import dev.backlot.media.Scaling;
import java.io.IOException;

/**
 * Removes backgrounds with the bundled network u2netp, or where another says. Thread-safe; the
 * network is loaded on first use and stays until it is closed.
 */
public final class CutoutModel implements AutoCloseable {
  /** So many parts of a cut-out are told of. */
  public static final int STAGES = Stage.ALL;

  /** A picture with at least this share of transparency has been cut out already. */
  private static final double ALREADY_CLEAR = 0.03;

  private final Salience salience = new Salience();

  private CutoutModel() {}

  /** The model that comes with Backlot; see docs/models.md. */
  public static CutoutModel bundled() {
    return new CutoutModel();
  }

  /** For {@code doctor}. */
  public String name() {
    return Salience.FILE.name();
  }

  /**
   * The picture's main subject, of the picture's own size; one that is transparent already keeps
   * its alpha.
   *
   * @param goingOn asked between stages; at 25 megapixels the longest takes some two seconds
   */
  public Cutout cut(Picture picture, GoingOn goingOn) throws IOException, MediaException {
    return by(this::refined, picture, goingOn);
  }

  /** As {@link #cut(Picture, GoingOn)}, where somebody else says where the subject is. */
  public static Cutout cut(Picture picture, Sight sight, GoingOn goingOn)
      throws IOException, MediaException {
    return by((opaque, on) -> refined(opaque, sight, on), picture, goingOn);
  }

  /** From an opaque picture to the subject of it. */
  private interface Way {
    Pixels of(Picture opaque, GoingOn goingOn) throws IOException, MediaException;
  }

  private static Cutout by(Way way, Picture picture, GoingOn goingOn)
      throws IOException, MediaException {
    if ((long) picture.width() * picture.height() > MediaLimits.CUTOUT_PIXELS_MAX) {
      throw MediaException.invalid(
          "expected at most %d megapixels for a cut-out, but the picture is %d x %d: resize it first"
              .formatted(
                  MediaLimits.CUTOUT_PIXELS_MAX / 1_000_000, picture.width(), picture.height()));
    }
    goingOn.check();
    var pixels = picture.pixels();
    if (pixels.coverage() <= 1 - ALREADY_CLEAR) {
      goingOn.done(STAGES, STAGES);
      return Cutout.of(pixels);
    }
    Stage.READ.over(goingOn);
    return Cutout.of(way.of(picture.flatten(Colour.WHITE), goingOn));
  }

  /** One look: networks that people bring see more than the bundled one, and take longer. */
  private static Pixels refined(Picture opaque, Sight sight, GoingOn goingOn)
      throws IOException, MediaException {
    var guess = Guess.own(sight.mask(opaque, goingOn), opaque);
    Stage.FIRST_LOOK.over(goingOn);
    return new Matte(opaque, guess, goingOn).cut();
  }

  private Pixels refined(Picture opaque, GoingOn goingOn) throws IOException {
    var square = square(opaque);
    var guess = salience.of(square);
    Stage.FIRST_LOOK.over(goingOn);
    var part = Closeup.of(guess, (double) opaque.width() / opaque.height());
    return part.isPresent()
        ? closer(opaque, guess, part.get(), goingOn)
        : new Matte(opaque, Guess.rough(guess, square), goingOn).cut();
  }

  private Pixels closer(Picture opaque, Plane guess, Closeup part, GoingOn goingOn)
      throws IOException {
    var box = part.on(opaque.width(), opaque.height());
    var near = opaque.crop(box);
    var square = square(near);
    var both = part.joined(salience.of(square), guess);
    Stage.SECOND_LOOK.over(goingOn);
    var cut = new Matte(near, Guess.rough(both, square), goingOn).cut();
    return cut.placed(box.left(), box.top(), opaque.width(), opaque.height());
  }

  private static Pixels square(Picture opaque) {
    return opaque.resize(Scaling.exactly(Salience.SIDE, Salience.SIDE)).pixels();
  }

  @Override
  public void close() {
    salience.close();
  }
}
