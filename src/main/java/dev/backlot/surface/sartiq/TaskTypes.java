package dev.backlot.surface.sartiq;

import dev.backlot.step.Step;
import dev.backlot.step.StepRegistry;
import dev.backlot.step.StepType;
import dev.backlot.surface.MainOutputs;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What each task type is done by here. Any step type of ours is a task type by its name. */
final class TaskTypes {
  private static final String GENERATE = "image.generate";
  private static final String WRITE = "generate-text";
  private static final String FILM = "generate-video";
  private static final String ENLARGE = "upscale";

  /** Tasks that a model of a provider does, and what kind of task that is for the operator. */
  private static final Map<String, String> BY_PROVIDER =
      Map.of(
          "GENERATION", "generate-image",
          "EXPERIMENTAL_FAL", "generate-image",
          "VIDEO_GENERATION", FILM,
          "LLM_INTERACTION", WRITE,
          "EDITING", "edit-image",
          "BACKGROUND_FIX", "edit-image",
          "REFINE", ENLARGE,
          "FACE_ENHANCER", ENLARGE,
          "DETAIL_ENHANCER", ENLARGE);

  /** Kinds of tasks that do something to a picture; without one they would be paid for nothing. */
  private static final Set<String> OF_A_PICTURE = Set.of("edit-image", ENLARGE);

  private static final Map<String, String> LOCAL =
      Map.of("BACKGROUND_REMOVE", "image.remove-background", "IMAGE_ADJUSTER", "image.adjust");

  /** Names that the vendor uses for what our steps call otherwise. */
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "system_prompt", "system",
          "duration", "seconds",
          "upscale_factor", "scale",
          "base_image_url", "image",
          "image_url", "image",
          "reference_image_url", "image",
          "input_image_url", "image");

  private static final Set<String> MAIN_OUTPUTS =
      Set.of(
          "result_image_path",
          "result_image_url",
          "result_path",
          "result_url",
          "result_text",
          "result");

  private final StepRegistry registry;

  TaskTypes(StepRegistry registry) {
    this.registry = registry;
  }

  /** How a task type is done. */
  sealed interface Done {
    /**
     * By a step here.
     *
     * @param kind where a provider and a model have to be named, what kind of task it is
     */
    record By(StepType step, Optional<String> kind) implements Done {}

    /** Not at all, and why. */
    record Not(String why) implements Done {}
  }

  Done find(String taskType) {
    var kind = Optional.ofNullable(BY_PROVIDER.get(taskType));
    var paid = kind.map(TaskTypes::step);
    var name = paid.orElseGet(() -> LOCAL.getOrDefault(taskType, taskType));
    return registry
        .find(name)
        .map(Step::type)
        .<Done>map(type -> new Done.By(type, kind))
        .orElseGet(
            () ->
                new Done.Not(
                    "there is no task type '"
                        + taskType
                        + "'; there is GENERATION, EDITING, REFINE, BACKGROUND_FIX, FACE_ENHANCER,"
                        + " DETAIL_ENHANCER, EXPERIMENTAL_FAL, VIDEO_GENERATION, LLM_INTERACTION,"
                        + " BACKGROUND_REMOVE, IMAGE_ADJUSTER and every step type by its name, such"
                        + " as image.resize"));
  }

  private static String step(String kind) {
    return switch (kind) {
      case WRITE -> "text.generate";
      case FILM -> "video.generate";
      case ENLARGE -> "image.upscale";
      default -> GENERATE;
    };
  }

  /** Whether tasks of this kind need a picture. */
  static boolean needsPicture(String kind) {
    return OF_A_PICTURE.contains(kind);
  }

  /** The parameter of a step that a field of a task's config means; empty when it has none. */
  static Optional<String> parameter(StepType step, String field) {
    var name = step.parameter(field).isPresent() ? field : PARAMETERS.getOrDefault(field, field);
    return step.parameter(name).map(port -> port.name());
  }

  /** The output of a step that a field of a task's result means; empty when it has none. */
  static Optional<String> output(StepType step, String field) {
    return step.output(field)
        .or(() -> MAIN_OUTPUTS.contains(field) ? MainOutputs.of(step) : Optional.empty())
        .map(port -> port.name());
  }
}
