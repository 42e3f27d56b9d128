package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Literals;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Does several edits on one picture, which is read once and written once. */
final class ChainStep implements Step {
  private final Imaging imaging;
  private final Map<String, PictureEdit> edits = new TreeMap<>();
  private final StepType type;

  /** Of every edit there is. */
  ChainStep(Imaging imaging, List<Step> steps) {
    this.imaging = imaging;
    for (var step : steps) {
      if (step instanceof PictureEdit edit) {
        edits.put(Chain.word(edit), edit);
      }
    }
    type =
        Ports.edit(
                "image.edit",
                "Do several things to a picture at once",
                Port.of(
                        "operations",
                        PortType.JSON,
                        "What is done, in this order, each with the parameters of its step, such as"
                            + " {resize: {width: 800}}: "
                            + String.join(", ", edits.keySet()))
                    .many()
                    .mandatory()
                    .between(1, Chain.LINKS_MAX))
            .dependingOn(imaging.typefaces().fingerprint());
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
    var links = Chain.read(job.input().list("operations"), edits).links();
    var first = links.getFirst();
    var picture = first.edit().first(job.with(first.input()), job);
    job.checkSize(picture.width(), picture.height());
    for (var link : links.subList(1, links.size())) {
      picture = link.edit().on(job.with(link.input()), picture);
      job.checkSize(picture.width(), picture.height());
    }
    return Map.of("image", job.store(picture, job.encoding(picture.hasAlpha()), "edited"));
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    return Checks.all(imaging, type, literals)
        .or(() -> Optional.ofNullable(literals.values().get("operations")).flatMap(this::mistake));
  }

  private Optional<Failure.Invalid> mistake(Value operations) {
    try {
      Chain.read(operations instanceof Value.ListOf(var all) ? all : List.of(operations), edits);
      return Optional.empty();
    } catch (MediaException wrong) {
      return Optional.of(wrong.failure());
    }
  }
}
