package dev.backlot.step.ai;

import static dev.backlot.step.StepInput.present;

import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.provider.Provider;
import dev.backlot.provider.Providers;
import dev.backlot.provider.Task;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Work that a provider does on one picture: {@code image.upscale}, {@code image.cut-out}, {@code
 * image.erase} and {@code image.expand}.
 */
public final class PictureWorkStep extends PaidStep {
  private static final int SCALE_MAX = 8;
  private static final int MARGIN_MAX = 2_000;
  private static final GeneratedFiles FILES =
      new GeneratedFiles("picture", "image/", 1, 256L << 20);

  private static final Port SCALE =
      Port.of(
              "scale",
              PortType.INTEGER,
              "how many times as wide and high, where the model takes it")
          .between(2, SCALE_MAX);

  /** What is asked of the provider. */
  private interface Work {
    Task task(String model, SentPictures pictures, StepInput input, ObjectNode options)
        throws UnfitException;
  }

  private final StepType type;
  private final String kind;
  private final Work work;

  private PictureWorkStep(
      Providers providers, String kind, String summary, List<Port> more, Work work) {
    super(providers);
    this.kind = kind;
    this.work = work;
    var ports = new ArrayList<Port>();
    ports.add(PROVIDER);
    ports.add(MODEL);
    ports.add(
        Port.of("image", PortType.IMAGE, "the picture; how large, each kind of provider says")
            .mandatory());
    ports.addAll(more);
    ports.add(OPTIONS);
    this.type =
        new StepType(
            kind,
            1,
            summary,
            List.copyOf(ports),
            List.of(
                Port.of("image", PortType.IMAGE, "what came of it"),
                GeneratedFiles.MARKED,
                REQUEST),
            StepType.Resource.IO,
            false);
  }

  /** More pixels, whose details the model makes up. */
  public static PictureWorkStep upscale(Providers providers) {
    return new PictureWorkStep(
        providers,
        Task.Upscale.KIND,
        "Enlarge a picture with a model that makes up the details, by a provider",
        List.of(SCALE),
        (model, pictures, input, options) ->
            new Task.Upscale(model, pictures.one("image"), input.integer("scale"), options));
  }

  /** The same picture without its background. */
  public static PictureWorkStep cutOut(Providers providers) {
    return new PictureWorkStep(
        providers,
        Task.CutOut.KIND,
        "Remove what is behind the main thing, by a provider; image.remove-background does it here",
        List.of(),
        (model, pictures, _, options) -> new Task.CutOut(model, pictures.one("image"), options));
  }

  /** The same picture without something in it. */
  public static PictureWorkStep erase(Providers providers) {
    return new PictureWorkStep(
        providers,
        Task.Erase.KIND,
        "Take away what a mask covers and paint what is behind it, by a provider",
        List.of(SentPictures.MASK.mandatory()),
        (model, pictures, _, options) ->
            new Task.Erase(model, pictures.one("image"), pictures.one("mask"), options));
  }

  /** The same picture with more around it. */
  public static PictureWorkStep expand(Providers providers) {
    return new PictureWorkStep(
        providers,
        Task.Expand.KIND,
        "Paint on beyond the edges of a picture, by a provider",
        List.of(
            Port.of(
                    "prompt",
                    PortType.TEXT,
                    "what should be seen around it; what is there goes on if left out")
                .between(1, PROMPT_MAX),
            margin("left"),
            margin("top"),
            margin("right"),
            margin("bottom")),
        PictureWorkStep::expanded);
  }

  private static Port margin(String side) {
    return Port.of(side, PortType.INTEGER, "how many pixels come on this side")
        .between(0, MARGIN_MAX)
        .defaultingTo(Value.of(0));
  }

  private static Task expanded(
      String model, SentPictures pictures, StepInput input, ObjectNode options)
      throws UnfitException {
    var margins =
        new Task.Expand.Margins(
            present(input.integer("left")),
            present(input.integer("top")),
            present(input.integer("right")),
            present(input.integer("bottom")));
    if (margins.left() + margins.top() + margins.right() + margins.bottom() == 0) {
      throw new UnfitException("left", "expected pixels on one side at least");
    }
    var image = present(input.asset("image"));
    return new Task.Expand(
        model,
        pictures.one("image"),
        image.width(),
        image.height(),
        input.text("prompt").filter(text -> !text.isBlank()),
        margins,
        options);
  }

  @Override
  public StepType type() {
    return type;
  }

  @Override
  String kind() {
    return kind;
  }

  @Override
  Task task(StepInput input, StepContext context, Provider provider, String model)
      throws UnfitException {
    var pictures = new SentPictures(kind(), input, context, provider, model);
    return work.task(model, pictures, input, options(input.value("options")));
  }

  @Override
  Outcome bring(
      Provider provider, PaidJob.End.Brought brought, StepContext context, StepInput input)
      throws InterruptedException {
    return switch (FILES.bring(provider, brought, context, source(input))) {
      case GeneratedFiles.Result.Not(var why) -> why;
      case GeneratedFiles.Result.Kept(var files, var marked) ->
          new Outcome.Done(
              Map.of(
                  "image",
                  files.getFirst(),
                  "marked",
                  Value.of(marked),
                  "request",
                  Value.of(brought.requestId())),
              brought.cost());
    };
  }
}
