package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Joint;
import dev.backlot.step.Literals;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Does several edits on one picture, which is read once and written once. */
final class ChainStep implements Step {
  static final String NAME = "image.edit";

  private final Imaging imaging;
  private final Map<String, Step> parts = new TreeMap<>();
  private final StepType type;

  /** Of every edit there is. */
  ChainStep(Imaging imaging, List<Step> steps) {
    this.imaging = imaging;
    for (var step : steps) {
      Chain.word(step).ifPresent(word -> parts.put(word, step));
    }
    type = type(parts);
  }

  private static StepType type(Map<String, Step> parts) {
    var edit =
        Ports.alone(
            NAME,
            "Do several things to a picture at once",
            Port.of(
                    Joint.OPERATIONS,
                    PortType.JSON,
                    "What is done, in this order, each with the parameters of its step, such as"
                        + " {resize: {width: 800}}: "
                        + String.join(", ", parts.keySet())
                        + ". With convert as the last, format and quality are said there")
                .many()
                .mandatory()
                .between(1, Chain.LINKS_MAX));
    var outputs = new ArrayList<>(edit.outputs());
    outputs.add(Port.of("bytes", PortType.INTEGER, "With convert: size of the new file"));
    outputs.add(Port.of("quality", PortType.INTEGER, "With convert: what it was written with"));
    // another result of any of them is another result of this
    int version = 2 + parts.values().stream().mapToInt(step -> step.type().version() - 1).sum();
    return Ports.type(NAME, version, edit.summary(), edit.parameters(), outputs);
  }

  @Override
  public StepType type() {
    return type;
  }

  /** What lies in between is seen by nobody, so this costs one reading and one writing. */
  @Override
  public Outcome run(StepInput input, StepContext context) {
    return PictureJob.run(imaging, input, context, this::edited);
  }

  private Map<String, Value> edited(PictureJob job) throws IOException, MediaException {
    var chain = Chain.read(job.input().list(Joint.OPERATIONS), parts);
    if (chain.end().isEmpty()) {
      var picture = picture(chain.links(), job);
      return Map.of("image", job.store(picture, job.encoding(picture.hasAlpha()), "edited"));
    }
    checkSaidOnce(job.input());
    var end = chain.end().get();
    var picture = picture(chain.links(), job);
    return end.in(job, part -> end.step().store(part, picture));
  }

  private static void checkSaidOnce(StepInput input) throws MediaException {
    for (var name : List.of(Ports.FORMAT.name(), Ports.QUALITY.name())) {
      if (input.value(name).isPresent()) {
        throw MediaException.invalid(
                "it is said by the last operation, convert; remove one of both")
            .about(name);
      }
    }
  }

  private static Picture picture(List<Chain.Link<PictureEdit>> links, PictureJob job)
      throws IOException, MediaException {
    if (links.isEmpty()) {
      return job.open("image");
    }
    var first = links.getFirst();
    var picture = first.in(job, part -> checked(part, first.step().first(part, job)));
    for (var link : links.subList(1, links.size())) {
      var before = picture;
      picture = link.in(job, part -> checked(part, link.step().on(part, before)));
    }
    return picture;
  }

  private static Picture checked(PictureJob job, Picture picture) throws MediaException {
    job.checkSize(picture.width(), picture.height());
    return picture;
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    return Checks.all(imaging, type, literals)
        .or(
            () ->
                Optional.ofNullable(literals.values().get(Joint.OPERATIONS))
                    .flatMap(given -> mistake(given, literals)));
  }

  private Optional<Failure.Invalid> mistake(Value operations, Literals literals) {
    try {
      var all = operations instanceof Value.ListOf(var list) ? list : List.of(operations);
      if (Chain.read(all, parts).end().isPresent()) {
        checkSaidOnce(new StepInput(literals.values()));
      }
      return Optional.empty();
    } catch (MediaException wrong) {
      return Optional.of(wrong.failure());
    }
  }
}
