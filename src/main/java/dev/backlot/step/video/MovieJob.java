package dev.backlot.step.video;

import dev.backlot.media.Colour;
import dev.backlot.media.MediaException;
import dev.backlot.media.credit.Credit;
import dev.backlot.media.credit.Origin;
import dev.backlot.media.ffmpeg.Command;
import dev.backlot.media.ffmpeg.Ffmpeg;
import dev.backlot.media.ffmpeg.Source;
import dev.backlot.model.Asset;
import dev.backlot.model.Failure;
import dev.backlot.model.Progress;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/** One attempt at a video step: opens what parameters name, has ffmpeg work, stores results. */
final class MovieJob {
  /** What a step does between opening and storing; answers its outputs. */
  interface Work {
    Map<String, Value> on(MovieJob job) throws IOException, MediaException, InterruptedException;
  }

  /** A result is cut off when it is shorter than it should be by more than this, in seconds. */
  private static final double SLACK = 0.5;

  private final Ffmpeg ffmpeg;
  private final StepInput input;
  private final StepContext context;
  private final Path scratch;

  /** What the files that it opened say of themselves, by hash. */
  private final Map<String, Credit> credits = new LinkedHashMap<>();

  private int files;

  /** The part of the work that is behind it, 0 to 1. */
  private double done;

  private MovieJob(Ffmpeg ffmpeg, StepInput input, StepContext context) throws IOException {
    this.ffmpeg = ffmpeg;
    this.input = input;
    this.context = context;
    this.scratch = context.scratch();
  }

  static Outcome run(Ffmpeg ffmpeg, StepInput input, StepContext context, Work work)
      throws InterruptedException {
    try {
      return Outcome.done(work.on(new MovieJob(ffmpeg, input, context)));
    } catch (MediaException refused) {
      return new Outcome.Failed(refused.failure());
    } catch (IOException trouble) {
      return new Outcome.Failed(
          new Failure.Transient("a file could not be read or written: " + trouble.getMessage()));
    }
  }

  Ffmpeg ffmpeg() {
    return ffmpeg;
  }

  StepInput input() {
    return input;
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

  Colour colour(String parameter) throws MediaException {
    var text = text(parameter);
    return Colour.parse(text)
        .orElseThrow(
            () ->
                MediaException.invalid("expected a colour such as #f3efe8, but '" + text + "'")
                    .about(parameter));
  }

  List<Asset> assets(String parameter) {
    return input.list(parameter).stream().flatMap(value -> value.assets().stream()).toList();
  }

  Path file(Asset asset) throws IOException {
    return context.file(asset.id());
  }

  /** A picture that goes into what is made. */
  Path picture(String parameter) throws IOException {
    var asset = StepInput.present(input.asset(parameter));
    credits.put(asset.id().toString(), Credit.of(file(asset)));
    return file(asset);
  }

  /** Where what is made of all that was opened comes from. */
  private Origin origin() {
    return Origin.of(credits, Optional.empty());
  }

  /** A video or a sound. */
  Clip open(String parameter) throws IOException, MediaException, InterruptedException {
    return open(StepInput.present(input.asset(parameter)), parameter);
  }

  Clip open(Asset asset, String parameter)
      throws IOException, MediaException, InterruptedException {
    try {
      var source = Source.movie(file(asset));
      var movie = ffmpeg.probe(source, scratch, context::isCancelled);
      var credit = Credit.of(file(asset)).or(movie.tags());
      credits.put(asset.id().toString(), credit);
      return new Clip(parameter, asset, source, movie, credit);
    } catch (MediaException refused) {
      throw refused.about(parameter);
    }
  }

  void run(Command command, String blamed)
      throws IOException, MediaException, InterruptedException {
    try {
      command.saying(origin().tags());
      ffmpeg.run(command, scratch, context::isCancelled, telling(command, 1 - done));
    } catch (MediaException refused) {
      throw refused.about(blamed);
    }
  }

  /** Runs it for what it says, which counts as half of the work that is left. */
  String measure(Command command, String blamed)
      throws IOException, MediaException, InterruptedException {
    try {
      double share = (1 - done) / 2;
      var said = ffmpeg.measure(command, scratch, context::isCancelled, telling(command, share));
      done += share;
      return said;
    } catch (MediaException refused) {
      throw refused.about(blamed);
    }
  }

  /** Tells of a command that is this share of the work. */
  private DoubleConsumer telling(Command command, double share) {
    double from = done;
    double seconds = command.seconds();
    long whole = Math.max(1, Math.round(seconds));
    return part ->
        context.progress(
            new Progress(
                from + share * part,
                "second %d of %d".formatted(Math.round(part * seconds), whole)));
  }

  /** How far it is with what is made one by one. */
  void tell(Progress progress) {
    context.progress(progress);
  }

  Path newFile(String extension) {
    return scratch.resolve("result-" + ++files + "." + extension);
  }

  /** Named after the first clip, what was done to it, and its format. */
  Asset keep(Clip clip, Path file, String suffix) throws IOException {
    var written = file.getFileName().toString();
    var extension = written.substring(written.lastIndexOf('.'));
    origin().mark(file);
    return context.store(file, stem(clip) + "-" + suffix + extension);
  }

  /**
   * A video that was made, with its size; one that ends before its time comes of a file that is cut
   * off.
   */
  Value keepMovie(Clip clip, Path file, String suffix, double seconds)
      throws IOException, MediaException, InterruptedException {
    var made = ffmpeg.probe(Source.movie(file), scratch, context::isCancelled);
    if (made.seconds() < Math.min(seconds - SLACK, seconds * 0.97)) {
      throw MediaException.invalid(
              "expected a whole file of %.1f seconds, but it can be read for %.1f only: it is cut off or damaged"
                  .formatted(seconds, made.seconds()))
          .about(clip.parameter());
    }
    var asset = keep(clip, file, suffix);
    return Value.of(
        made.video().map(video -> asset.sized(video.width(), video.height())).orElse(asset));
  }

  private String stem(Clip clip) {
    var name = clip.asset().name();
    var stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    return stem.isBlank() ? context.itemName() : stem;
  }
}
