package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.model.Failure;
import dev.backlot.model.Value;
import dev.backlot.step.Literals;
import dev.backlot.step.OneOf;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A step that makes one picture of another: opens it, changes it, writes it. */
final class EditStep implements PictureEdit {
  /** What is done to the picture in parameter {@code image}. */
  interface Edit {
    Picture on(PictureJob job, Picture picture) throws IOException, MediaException;
  }

  private final Imaging imaging;
  private final StepType type;
  private final String suffix;
  private final Edit edit;
  private final List<OneOf> choices;
  private final Function<StepInput, Optional<String>> model;

  /**
   * @param suffix what the new file's name says was done
   * @param choices what does not go together
   */
  EditStep(Imaging imaging, StepType type, String suffix, Edit edit, OneOf... choices) {
    this(imaging, type, suffix, edit, List.of(choices), _ -> Optional.empty());
  }

  private EditStep(
      Imaging imaging,
      StepType type,
      String suffix,
      Edit edit,
      List<OneOf> choices,
      Function<StepInput, Optional<String>> model) {
    this.imaging = imaging;
    this.type = type;
    this.suffix = suffix;
    this.edit = edit;
    this.choices = choices;
    this.model = model;
  }

  /** The same, done by a model of this machine with some parameters. */
  EditStep by(Function<StepInput, Optional<String>> named) {
    return new EditStep(imaging, type, suffix, edit, choices, named);
  }

  @Override
  public Optional<String> model(StepInput input) {
    return model.apply(input);
  }

  @Override
  public StepType type() {
    return type;
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    return Checks.all(imaging, type, literals).or(() -> together(literals));
  }

  private Optional<Failure.Invalid> together(Literals literals) {
    return choices.stream().flatMap(choice -> choice.refuse(literals).stream()).findFirst();
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    return PictureJob.run(imaging, input, context, this::edited);
  }

  @Override
  public Picture on(PictureJob job, Picture picture) throws IOException, MediaException {
    job.check(this::together);
    return edit.on(job, picture);
  }

  private Map<String, Value> edited(PictureJob job) throws IOException, MediaException {
    var picture = on(job, job.open("image"));
    job.checkSize(picture.width(), picture.height());
    return Map.of("image", job.store(picture, job.encoding(picture.hasAlpha()), suffix));
  }
}
