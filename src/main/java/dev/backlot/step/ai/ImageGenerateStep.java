package dev.backlot.step.ai;

import static dev.backlot.step.StepInput.present;

import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Asset;
import dev.backlot.model.CallEnd;
import dev.backlot.model.CallKey;
import dev.backlot.model.CostRange;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.Nearest;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.ProviderCall;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.Value;
import dev.backlot.provider.Provider;
import dev.backlot.provider.Provider.Found;
import dev.backlot.provider.Provider.Job;
import dev.backlot.provider.Provider.Polled;
import dev.backlot.provider.Providers;
import dev.backlot.provider.Task;
import dev.backlot.step.CallingStep;
import dev.backlot.step.Literals;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code image.generate}: a picture from words, by a provider. The result is copied into the asset
 * store at once, as providers delete theirs soon.
 */
public final class ImageGenerateStep implements CallingStep {
  private static final int SIDE_MAX = 8_192;
  private static final int PROMPT_MAX = 10_000;
  private static final int PICTURES_MAX = 16;
  private static final long FILE_BYTES_MAX = 64L << 20;

  /** What Replicate asks to stay below in data URLs. */
  private static final int SOURCE_BYTES_MAX = 256 << 10;

  private static final int FAREWELLS = 20;
  private static final Duration FAREWELL_WAIT = Duration.ofMillis(250);

  private static final StepType TYPE =
      new StepType(
          "image.generate",
          1,
          "Make a picture from words, by a provider of the providers file",
          List.of(
              Port.of("provider", PortType.TEXT, "a name from the providers file").mandatory(),
              Port.of("model", PortType.TEXT, "the model, as the provider spells it")
                  .mandatory()
                  .between(1, 300),
              Port.of("prompt", PortType.TEXT, "what should be seen")
                  .mandatory()
                  .between(1, PROMPT_MAX),
              Port.of("negative_prompt", PortType.TEXT, "what should not be seen")
                  .between(0, PROMPT_MAX),
              Port.of("width", PortType.INTEGER, "in pixels, where the model takes it")
                  .between(1, SIDE_MAX),
              Port.of("height", PortType.INTEGER, "in pixels, where the model takes it")
                  .between(1, SIDE_MAX),
              Port.of("seed", PortType.INTEGER, "the same seed tends to give the same picture")
                  .between(0, Integer.MAX_VALUE),
              Port.of("image", PortType.IMAGE, "a picture to start from, of at most 256 KiB"),
              Port.of("options", PortType.JSON, "an object of what else the model takes")),
          List.of(
              Port.of("image", PortType.IMAGE, "the picture; the first where there are more"),
              Port.of("images", PortType.IMAGE, "all pictures").many(),
              Port.of("request", PortType.TEXT, "what the provider calls the job")),
          StepType.Resource.IO,
          false);

  private final Providers providers;
  private final Rest rest;

  /** How the step passes the time between two questions about a job that nobody wants any more. */
  public interface Rest {
    void pass(Duration time) throws InterruptedException;
  }

  public ImageGenerateStep(Providers providers) {
    this(providers, time -> TimeUnit.MILLISECONDS.sleep(time.toMillis()));
  }

  public ImageGenerateStep(Providers providers, Rest rest) {
    this.providers = providers;
    this.rest = rest;
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    var known = providers.all().stream().map(Provider::name).toList();
    var name = literals.text("provider");
    // a file may be checked where its providers are not known
    if (known.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    return providers
        .find(name.get())
        .map(provider -> refuseModel(provider, literals.text("model")))
        .orElseGet(
            () ->
                Optional.of(
                    new Failure.Invalid(
                        "provider",
                        "unknown provider '"
                            + name.get()
                            + "'"
                            + Nearest.hint(name.get(), known))));
  }

  private static Optional<Failure.Invalid> refuseModel(Provider provider, Optional<String> model) {
    return model
        .filter(named -> provider.price(named).isEmpty())
        .map(
            named ->
                new Failure.Invalid(
                    "model",
                    "provider '" + provider.name() + "' has no price for '" + named + "'"));
  }

  @Override
  public Set<ResourceKey> resources(StepInput input) {
    return input
        .text("provider")
        .flatMap(name -> ResourceKey.parse("provider:" + name))
        .map(Set::of)
        .orElse(Set.of());
  }

  @Override
  public CostRange cost(StepInput input) {
    return providers
        .find(present(input.text("provider")))
        .map(provider -> provider.price(present(input.text("model"))).orElseGet(provider::price))
        .orElse(CostRange.FREE);
  }

  @Override
  public CostRange cost() {
    var dearest =
        providers.all().stream()
            .map(provider -> provider.price().high())
            .max(Comparable::compareTo)
            .orElse(Money.NONE);
    return new CostRange(Money.NONE, dearest);
  }

  @Override
  public Outcome run(StepInput input, StepContext context) throws InterruptedException {
    var open = context.calls().open();
    var name = open.map(ProviderCall::provider).orElseGet(() -> present(input.text("provider")));
    var provider = providers.find(name);
    if (provider.isEmpty()) {
      var known = providers.all().stream().map(Provider::name).toList();
      var failure =
          new Failure.Invalid(
              "provider",
              known.isEmpty()
                  ? "there are no providers here: start with --providers FILE"
                  : "unknown provider '" + name + "'" + Nearest.hint(name, known));
      return new Outcome.Failed(failure, open.isEmpty() ? CallEnd.FREE : CallEnd.UNKNOWN);
    }
    Task task;
    try {
      task = task(input, context);
    } catch (UnfitException e) {
      return new Outcome.Failed(e.failure(), open.isEmpty() ? CallEnd.FREE : CallEnd.UNKNOWN);
    }
    return switch (new PaidJob(provider.get(), task, context).run()) {
      case PaidJob.End.Over(var outcome) -> outcome;
      case PaidJob.End.Brought brought -> bring(provider.get(), brought, context);
    };
  }

  /** Says which parameter does not fit. */
  private static final class UnfitException extends Exception {
    private static final long serialVersionUID = 1;
    private final String field;

    UnfitException(String field, String message) {
      super(message);
      this.field = field;
    }

    Failure failure() {
      return new Failure.Invalid(field, String.valueOf(getMessage()));
    }
  }

  private static Task task(StepInput input, StepContext context) throws UnfitException {
    var image = input.asset("image");
    return new Task.GenerateImage(
        present(input.text("model")),
        present(input.text("prompt")),
        input.text("negative_prompt").filter(text -> !text.isBlank()),
        input.integer("width"),
        input.integer("height"),
        input.integer("seed"),
        image.isPresent() ? Optional.of(dataUrl(image.get(), context)) : Optional.empty(),
        options(input.value("options")));
  }

  private static ObjectNode options(Optional<Value> given) throws UnfitException {
    if (given.isEmpty()) {
      return Json.object();
    }
    if (ValueJson.node(given.get()) instanceof ObjectNode options) {
      return options;
    }
    throw new UnfitException("options", "expected an object, but " + given.get().kind());
  }

  private static String dataUrl(Asset image, StepContext context) throws UnfitException {
    try {
      var file = context.file(image.id());
      if (Files.size(file) > SOURCE_BYTES_MAX) {
        throw new UnfitException(
            "image",
            "expected a picture of at most 256 KiB, but it has "
                + Files.size(file)
                + " bytes; image.resize and image.convert make it smaller");
      }
      var bytes = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
      return "data:" + image.mediaType() + ";base64," + bytes;
    } catch (IOException e) {
      throw new UnfitException("image", "it cannot be read: " + e.getMessage());
    }
  }

  /**
   * Copies the files into the asset store. While that may still work out, the call stays open: the
   * next attempt fetches what was paid for instead of paying again.
   */
  private static Outcome bring(Provider provider, PaidJob.End.Brought brought, StepContext context)
      throws InterruptedException {
    var paid = new CallEnd(true, brought.cost());
    if (brought.files().size() > PICTURES_MAX) {
      return new Outcome.Failed(
          new Failure.Refused(
              provider.name(),
              "expected at most " + PICTURES_MAX + " pictures, but " + brought.files().size()),
          paid);
    }
    var pictures = new ArrayList<Value>();
    try {
      for (var file : brought.files()) {
        var target = context.scratch().resolve("generated-" + pictures.size());
        var failure = provider.fetch(file, target, FILE_BYTES_MAX);
        if (failure.isPresent()) {
          boolean later = failure.get() instanceof Failure.Transient;
          return new Outcome.Failed(failure.get(), later ? CallEnd.UNKNOWN : paid);
        }
        var asset = context.store(target, name(context, file, pictures.size()));
        if (!asset.mediaType().startsWith("image/")) {
          return new Outcome.Failed(
              new Failure.Refused(
                  provider.name(), "expected a picture, but it sent " + asset.mediaType()),
              paid);
        }
        pictures.add(Value.of(asset));
      }
    } catch (IOException e) {
      return new Outcome.Failed(
          new Failure.Transient("a result could not be stored: " + e.getMessage()),
          CallEnd.UNKNOWN);
    }
    return new Outcome.Done(
        Map.of(
            "image",
            pictures.getFirst(),
            "images",
            new Value.ListOf(List.copyOf(pictures)),
            "request",
            Value.of(brought.requestId())),
        brought.cost());
  }

  private static String name(StepContext context, URI file, int index) {
    var path = String.valueOf(file.getPath());
    var extension = path.matches(".*\\.[a-z0-9]{1,5}") ? path.substring(path.lastIndexOf('.')) : "";
    return context.itemName() + "-generated" + (index == 0 ? "" : "-" + (index + 1)) + extension;
  }

  @Override
  public CallEnd abandon(StepInput input, ProviderCall call) throws InterruptedException {
    var provider = providers.find(call.provider());
    if (provider.isEmpty()) {
      return CallEnd.UNKNOWN;
    }
    var id = call.requestId();
    if (id.isEmpty()) {
      var since = CallKey.parse(call.idempotencyKey()).map(CallKey::at);
      if (since.isPresent()
          && provider.get().find(call.idempotencyKey(), since.get())
              instanceof Found.Here(var found)) {
        id = Optional.of(found);
      }
    }
    return id.isEmpty()
        ? CallEnd.UNKNOWN
        : farewell(provider.get(), new Job(id.get(), present(input.text("model"))));
  }

  /** Asks until the job's end is known, for some seconds. */
  private CallEnd farewell(Provider provider, Job job) throws InterruptedException {
    var polled = provider.cancel(job);
    for (int i = 0; i < FAREWELLS; i++) {
      switch (polled) {
        case Polled.Done(_, var cost) -> {
          return new CallEnd(true, cost);
        }
        case Polled.Failed(_, var billed) -> {
          return new CallEnd(true, billed);
        }
        case Polled.Gone _ -> {
          return CallEnd.UNKNOWN;
        }
        case Polled.Pending _ -> polled = later(() -> provider.poll(job));
        // the request itself may have been lost
        case Polled.Unknown _ -> polled = later(() -> provider.cancel(job));
      }
    }
    return CallEnd.UNKNOWN;
  }

  private interface Asking {
    Polled ask() throws InterruptedException;
  }

  private Polled later(Asking asking) throws InterruptedException {
    rest.pass(FAREWELL_WAIT);
    return asking.ask();
  }
}
