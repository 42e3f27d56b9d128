package dev.backlot.step.image;

import dev.backlot.media.Colour;
import dev.backlot.media.Encoding;
import dev.backlot.media.GoingOn;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.MediaLimits;
import dev.backlot.media.Picture;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.Scaling;
import dev.backlot.media.Studio;
import dev.backlot.media.credit.Credit;
import dev.backlot.media.credit.DigitalSource;
import dev.backlot.media.credit.Origin;
import dev.backlot.model.Asset;
import dev.backlot.model.Failure;
import dev.backlot.model.Progress;
import dev.backlot.model.Value;
import dev.backlot.step.Literals;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a picture step: opens what parameters name, stores results, and turns faults into
 * outcomes.
 */
final class PictureJob {
  /** What a step does between opening and storing; answers its outputs. */
  interface Work {
    Map<String, Value> on(PictureJob job) throws IOException, MediaException;
  }

  /** What is wanted of a picture that is closed afterwards. */
  interface Look<T> {
    T at(Picture picture) throws IOException, MediaException;
  }

  /** What is done in a studio that is closed afterwards. */
  interface Part<T> {
    T in(Studio studio) throws IOException, MediaException;
  }

  private final Imaging imaging;
  private final Studio studio;
  private final StepInput input;
  private final StepContext context;
  private final AtomicInteger files;

  /** The job that this is a part of; itself where it is none. */
  private final PictureJob whole;

  private Optional<DigitalSource> done = Optional.empty();
  private @Nullable Origin origin;

  private PictureJob(Imaging imaging, Studio studio, StepInput input, StepContext context) {
    this.imaging = imaging;
    this.studio = studio;
    this.input = input;
    this.context = context;
    this.files = new AtomicInteger();
    this.whole = this;
  }

  private PictureJob(PictureJob whole, StepInput input) {
    this.imaging = whole.imaging;
    this.studio = whole.studio;
    this.input = input;
    this.context = whole.context;
    this.files = whole.files;
    this.whole = whole;
  }

  static Outcome run(Imaging imaging, StepInput input, StepContext context, Work work) {
    try (var studio = imaging.studio()) {
      return Outcome.done(work.on(new PictureJob(imaging, studio, input, context)));
    } catch (MediaException refused) {
      return new Outcome.Failed(refused.failure());
    } catch (IOException trouble) {
      return new Outcome.Failed(
          new Failure.Transient("a picture could not be read or written: " + trouble.getMessage()));
    }
  }

  /** Between pieces of work: stops what nobody wants any more. */
  void checkGoingOn() throws IOException {
    if (context.isCancelled()) {
      throw new IOException("the attempt was cancelled");
    }
  }

  /**
   * Asks and tells between pieces of work.
   *
   * @param piece what one is called, such as tile
   */
  GoingOn goingOn(String piece) {
    return new GoingOn() {
      @Override
      public void check() throws IOException {
        checkGoingOn();
      }

      @Override
      public void done(int pieces, int all) {
        context.progress(Progress.of(piece, pieces, all));
      }
    };
  }

  /**
   * A part of this job with parameters of its own, such as one operation among several. What it
   * stores is named after the picture of the whole, and comes from where that comes from.
   */
  PictureJob with(StepInput parameters) {
    return new PictureJob(whole, parameters);
  }

  Studio studio() {
    return studio;
  }

  StepInput input() {
    return input;
  }

  Asset asset(String parameter) {
    return StepInput.present(input.asset(parameter));
  }

  Path file(String parameter) throws IOException {
    return context.file(asset(parameter).id());
  }

  Picture open(String parameter) throws IOException, MediaException {
    try {
      return studio.open(file(parameter));
    } catch (MediaException refused) {
      throw refused.about(parameter);
    }
  }

  /** Opened no larger than it is wanted. */
  Picture open(String parameter, Scaling scaling) throws IOException, MediaException {
    try {
      return studio.open(file(parameter), scaling);
    } catch (MediaException refused) {
      throw refused.about(parameter);
    }
  }

  Path file(Asset asset) throws IOException {
    return context.file(asset.id());
  }

  /** The pictures of a list. */
  List<Asset> assets(String parameter) {
    return input.list(parameter).stream().flatMap(value -> value.assets().stream()).toList();
  }

  /** Opened without turning its colours to sRGB; only for writing it again with its profile. */
  Picture openAsStored(String parameter) throws IOException, MediaException {
    try {
      return studio.openAsStored(file(parameter));
    } catch (MediaException refused) {
      throw refused.about(parameter);
    }
  }

  /** One frame of a picture that may be animated. */
  Picture openFrame(String parameter, int frame) throws IOException, MediaException {
    var file = file(parameter);
    try {
      return studio.openFrame(file, frame);
    } catch (MediaException refused) {
      throw refused.about("frame");
    }
  }

  String text(String parameter) {
    return StepInput.present(input.text(parameter));
  }

  int integer(String parameter) {
    return StepInput.present(input.integer(parameter));
  }

  double number(String parameter) {
    return StepInput.present(input.number(parameter));
  }

  Placement placement(String parameter) {
    return Placement.parse(text(parameter));
  }

  Colour colour(String parameter) throws MediaException {
    var text = text(parameter);
    return Colour.parse(text)
        .orElseThrow(() -> MediaException.invalid(Checks.colourExpected(text)).about(parameter));
  }

  /**
   * The margin in pixels of a picture of this size; at least one pixel stays between two margins.
   */
  int margin(int width, int height) throws MediaException {
    double margin = number("margin");
    int shorter = Math.min(width, height);
    int pixels = (int) Math.round(margin < 1 ? margin * shorter : margin);
    if (2 * pixels >= shorter) {
      throw MediaException.invalid(
              "expected a margin that leaves room, but twice %d pixels of %d are taken"
                  .formatted(pixels, shorter))
          .about("margin");
    }
    return pixels;
  }

  /** A length in pixels; within -1 to 1 it is a share of the shorter side. */
  int length(String parameter, int width, int height) {
    double length = number(parameter);
    return (int) Math.round(Math.abs(length) < 1 ? length * Math.min(width, height) : length);
  }

  /** What does not go together and was not known to be given when the workflow was checked. */
  void check(Function<Literals, Optional<Failure.Invalid>> rule) throws MediaException {
    var wrong = rule.apply(new Literals(input.values()));
    if (wrong.isPresent()) {
      throw MediaException.invalid(wrong.get().message()).about(wrong.get().field());
    }
  }

  void checkSize(long width, long height) throws MediaException {
    try {
      MediaLimits.check(width, height);
    } catch (MediaException tooLarge) {
      throw tooLarge.about("width");
    }
  }

  /** As parameters {@code format} and {@code quality} say, or like the input picture. */
  Encoding encoding(boolean alpha) throws MediaException {
    var format =
        input.text("format").flatMap(PictureFormat::parse).orElseGet(() -> formatOfInput(alpha));
    if (!imaging.writes().contains(format)) {
      throw MediaException.invalid(imaging.cannotWrite(format)).about("format");
    }
    return credited(Encoding.of(format, input.integer("quality").orElse(format.usualQuality())));
  }

  /** With what an AVIF is to say of its origin, which only the library that writes it can write. */
  Encoding credited(Encoding encoding) throws MediaException {
    if (encoding.format() != PictureFormat.AVIF) {
      return encoding;
    }
    try {
      var known = origin();
      return known.isPlain() ? encoding : encoding.withXmp(Optional.of(known.packet()));
    } catch (IOException e) {
      throw MediaException.invalid("a picture cannot be read: " + e.getMessage());
    }
  }

  /** A model did this to the picture. */
  void say(DigitalSource what) {
    whole.done = Optional.of(what);
    whole.origin = null;
  }

  /** How many bytes a file grows by at most when it says where it comes from. */
  int bytesOfOrigin() throws IOException {
    return origin().isPlain() ? 0 : origin().packet().length() + 64;
  }

  private Origin origin() throws IOException {
    var known = whole.origin;
    if (known == null) {
      known = Origin.of(credits(), whole.done);
      whole.origin = known;
    }
    return known;
  }

  /** What the pictures that the whole job was given say of themselves. */
  private Map<String, Credit> credits() throws IOException {
    var credits = new LinkedHashMap<String, Credit>();
    for (var value : whole.input.values().values()) {
      for (var asset : value.assets()) {
        if (asset.mediaType().startsWith("image/")) {
          credits.put(asset.id().toString(), Credit.of(file(asset)));
        }
      }
    }
    return credits;
  }

  private PictureFormat formatOfInput(boolean alpha) {
    return whole
        .input
        .asset("image")
        .flatMap(asset -> PictureFormat.ofMediaType(asset.mediaType()))
        .filter(imaging.writes()::contains)
        .filter(format -> format.keepsAlpha() || !alpha)
        .orElse(alpha ? PictureFormat.PNG : PictureFormat.JPEG);
  }

  /** One picture among many; its memory is free after it was looked at. */
  <T> T alone(String parameter, int index, Look<T> look) throws IOException, MediaException {
    try {
      return apart(studio -> look.at(studio.open(file(assets(parameter).get(index)))));
    } catch (MediaException refused) {
      throw refused.about(parameter + "[" + index + "]");
    }
  }

  /** As {@link #alone(String, int, Look)}, opened no larger than it is wanted. */
  <T> T alone(String parameter, int index, Scaling scaling, Look<T> look)
      throws IOException, MediaException {
    try {
      var file = file(assets(parameter).get(index));
      return apart(studio -> look.at(studio.open(file, scaling)));
    } catch (MediaException refused) {
      throw refused.about(parameter + "[" + index + "]");
    }
  }

  /** A part of the work in a studio of its own, unless nobody wants the work any more. */
  <T> T apart(Part<T> part) throws IOException, MediaException {
    checkGoingOn();
    try (var own = imaging.studio()) {
      return part.in(own);
    }
  }

  Value store(Picture picture, Encoding encoding, String suffix)
      throws IOException, MediaException {
    // most of the work on a picture is done while it is written
    checkGoingOn();
    var file = newFile(encoding.format());
    picture.write(file, encoding);
    return keep(file, encoding.format(), suffix);
  }

  Path newFile(PictureFormat format) throws IOException {
    return newFile(format.extension());
  }

  /** One that this attempt has not written yet: what was written before may still be wanted. */
  Path newFile(String extension) throws IOException {
    return context.scratch().resolve("picture-" + files.incrementAndGet() + "." + extension);
  }

  /** Named after the input picture, what was done to it, and its format. */
  Value keep(Path file, PictureFormat format, String suffix) throws IOException {
    return keep(file, format.extension(), suffix);
  }

  Value keep(Path file, String extension, String suffix) throws IOException {
    origin().mark(file);
    return Value.of(context.store(file, stem() + "-" + suffix + "." + extension));
  }

  private String stem() {
    var name = whole.input.asset("image").map(Asset::name).orElse("");
    var stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    return stem.isBlank() ? context.itemName() : stem;
  }
}
