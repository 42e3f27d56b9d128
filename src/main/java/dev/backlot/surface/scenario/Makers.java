package dev.backlot.surface.scenario;

import dev.backlot.http.Refusal;
import dev.backlot.model.Port;
import dev.backlot.step.Step;
import dev.backlot.step.StepRegistry;
import dev.backlot.step.StepType;
import dev.backlot.surface.Models;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Which step of ours makes what a node makes, and by whose model. */
final class Makers {
  private static final String GENERATE = "image.generate";
  private static final String WRITE = "text.generate";
  private static final String FILM = "video.generate";

  private final StepRegistry registry;
  private final Models models;
  private final List<Refusal.Field> mistakes;

  Makers(StepRegistry registry, Models models, List<Refusal.Field> mistakes) {
    this.registry = registry;
    this.models = models;
    this.mistakes = mistakes;
  }

  /** The step of a node that makes something, without a word of what is wrong with it. */
  Optional<StepType> known(FlowNode node) {
    if (!node.produces() || node.type().equals(FlowNode.WORKFLOW)) {
      return Optional.empty();
    }
    int before = mistakes.size();
    var type = stepType(node);
    // told where the step is made
    mistakes.subList(before, mistakes.size()).clear();
    return type;
  }

  Optional<StepType> stepType(FlowNode node) {
    var model = node.json().path("modelId").asString("");
    var name =
        switch (node.type()) {
          case FlowNode.REMOVE_BACKGROUND -> "image.remove-background";
          case FlowNode.GENERATE_PROMPT -> WRITE;
          default -> registry.find(model).map(found -> model).orElse(GENERATE);
        };
    if (node.type().endsWith("model") && model.isEmpty()) {
      mistakes.add(new Refusal.Field(node.at() + ".modelId", "expected a model, but nothing"));
      return Optional.empty();
    }
    var found = registry.find(name).map(Step::type);
    if (found.isEmpty()) {
      mistakes.add(
          new Refusal.Field(
              node.at() + ".type", "no step of this Backlot does '" + node.type() + "'"));
    }
    return found;
  }

  /** Who makes it: a model of a provider, by its own name or by the operator's word for it. */
  void who(FlowNode node, StepType type, ObjectNode with) {
    if (type.parameter("provider").isEmpty() || with.has("provider")) {
      return;
    }
    var model = node.json().path("modelId").asString("");
    int colon = model.indexOf(':');
    var choice =
        colon > 0
            ? Optional.of(new Models.Choice(model.substring(0, colon), model.substring(colon + 1)))
            : models.of(model.isEmpty() || model.equals(type.name()) ? usual(type) : model);
    choice.ifPresentOrElse(
        one -> with.put("provider", one.provider()).put("model", one.model()),
        () ->
            mistakes.add(
                new Refusal.Field(
                    node.at() + ".modelId",
                    "nobody is named who does '"
                        + (model.isEmpty() ? node.type() : model)
                        + "': name a step type such as image.resize, PROVIDER:MODEL, or have the"
                        + " operator set defaults."
                        + (model.isEmpty() || model.equals(type.name()) ? usual(type) : model)
                        + " in the providers file (backlot serve --providers)")));
    if (type.parameter("prompt").isPresent() && !with.has("prompt")) {
      with.put("prompt", node.id());
    }
  }

  /** What the operator calls the kind of task that a step is for. */
  private static String usual(StepType type) {
    return switch (type.name()) {
      case WRITE -> "generate-text";
      case FILM -> "generate-video";
      default -> "generate-image";
    };
  }

  /**
   * {@code negativePrompt} is {@code negative_prompt} here, and the only picture is the picture.
   */
  static Optional<Port> parameter(StepType type, String name) {
    var snake = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    return type.parameter(name)
        .or(() -> type.parameter(snake))
        .or(
            () ->
                snake.matches("(input_|reference_|source_)?image(_url)?s?")
                    ? type.parameter("image")
                    : Optional.empty());
  }
}
