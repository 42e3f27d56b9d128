package dev.backlot.step.ai;

import static dev.backlot.step.StepInput.present;

import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.media.credit.DigitalSource;
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
import dev.backlot.step.Headroom;
import dev.backlot.step.Literals;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/**
 * A step whose work a provider does for money: who may be asked, what it costs, and how to part
 * with a job that nobody wants any more.
 */
abstract class PaidStep implements CallingStep {
  static final int PROMPT_MAX = 10_000;

  /** The word for whoever is up, able, within limits and cheapest. */
  static final String AUTO = "auto";

  static final Port PROVIDER =
      Port.of(
              "provider",
              PortType.TEXT,
              "a name from the providers file; auto takes the cheapest that is up, has a model for"
                  + " this and is not at its limits")
          .mandatory();
  static final Port MODEL =
      Port.of(
              "model",
              PortType.TEXT,
              "the model, as the provider spells it; if not given, the one that the providers file"
                  + " names for this")
          .between(1, 300);
  static final Port OPTIONS =
      Port.of("options", PortType.JSON, "an object of what else the model takes");
  static final Port USED_SEED =
      Port.of(
          "seed",
          PortType.INTEGER,
          "the seed that was used, where the provider tells it; else the one that was given");
  static final Port REQUEST = Port.of("request", PortType.TEXT, "what the provider calls the job");

  private static final int FAREWELLS = 20;
  private static final Duration FAREWELL_WAIT = Duration.ofMillis(250);

  private final Providers providers;
  private final Rest rest;

  /** How the step passes the time between two questions about a job that nobody wants any more. */
  public interface Rest {
    void pass(Duration time) throws InterruptedException;
  }

  PaidStep(Providers providers) {
    this(providers, time -> TimeUnit.MILLISECONDS.sleep(time.toMillis()));
  }

  PaidStep(Providers providers, Rest rest) {
    this.providers = providers;
    this.rest = rest;
  }

  /** The kind of task, as {@link Task#kind()}. */
  abstract String kind();

  /** What the provider is asked to do. */
  abstract Task task(StepInput input, StepContext context, Provider provider, String model)
      throws UnfitException;

  /** Takes what the provider made. */
  abstract Outcome bring(
      Provider provider, PaidJob.End.Brought brought, StepContext context, StepInput input)
      throws InterruptedException;

  /** With the seed, as far as anybody knows it. */
  static Map<String, Value> seeded(
      Map<String, Value> outputs, PaidJob.End.Brought brought, StepInput input) {
    var all = new HashMap<>(outputs);
    brought
        .seed()
        .<Value>map(Value::of)
        .or(() -> input.value("seed"))
        .ifPresent(seed -> all.put(USED_SEED.name(), seed));
    return all;
  }

  /** How the model had a part in what came: made it, or changed what was given. */
  static DigitalSource source(StepInput input) {
    boolean given = input.values().values().stream().anyMatch(value -> !value.assets().isEmpty());
    return given ? DigitalSource.COMPOSITE : DigitalSource.MADE;
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    var known = providers.all().stream().map(Provider::name).toList();
    var name = literals.text("provider");
    // a file may be checked where its providers are not known
    if (known.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    var model = literals.text("model");
    if (name.get().equals(AUTO)) {
      return refuseAuto(model);
    }
    return providers
        .find(name.get())
        .map(provider -> refuse(provider, model))
        .orElseGet(() -> Optional.of(unknown(name.get())));
  }

  private Optional<Failure.Invalid> refuseAuto(Optional<String> model) {
    if (model.isPresent()) {
      return Optional.of(
          new Failure.Invalid(
              "model", "with provider: auto the providers file names the models; leave it out"));
    }
    return providers.able(kind()).isEmpty() ? Optional.of(nobody()) : Optional.empty();
  }

  private Failure.Invalid nobody() {
    return new Failure.Invalid(
        "provider",
        "no provider of the providers file has a model for "
            + kind()
            + ": 'models' of an entry says which, and 'prices' what it costs");
  }

  private Failure.Invalid unknown(String name) {
    var known = providers.all().stream().map(Provider::name).toList();
    return new Failure.Invalid(
        "provider",
        known.isEmpty()
            ? "there are no providers here: start with --providers FILE"
            : "unknown provider '" + name + "'" + Nearest.hint(name, known));
  }

  private Optional<Failure.Invalid> refuse(Provider provider, Optional<String> model) {
    if (!provider.tasks().contains(kind())) {
      return Optional.of(
          new Failure.Invalid("provider", "provider '" + provider.name() + "' does no " + kind()));
    }
    return model
        .filter(named -> provider.price(named).isEmpty())
        .map(
            named ->
                new Failure.Invalid(
                    "model",
                    "provider '" + provider.name() + "' has no price for '" + named + "'"));
  }

  @Override
  public Set<ResourceKey> resources(StepInput input, Headroom headroom) {
    return input
        .text("provider")
        .flatMap(name -> name.equals(AUTO) ? best(input, headroom) : Optional.of(name))
        .flatMap(PaidStep::key)
        .map(Set::of)
        .orElse(Set.of());
  }

  /**
   * The cheapest that is up and can start at once; where all who are up are busy, the cheapest of
   * them, for whom is waited.
   */
  private Optional<String> best(StepInput input, Headroom headroom) {
    var able = candidates(input).fit();
    return able.stream()
        .filter(Provider::isUp)
        .filter(one -> key(one.name()).filter(headroom::isIn).isPresent())
        .findFirst()
        .or(() -> able.stream().findFirst())
        .map(Provider::name);
  }

  private Candidates candidates(StepInput input) {
    return Candidates.of(providers.able(kind()), kind(), input);
  }

  private static Optional<ResourceKey> key(String provider) {
    return ResourceKey.parse("provider:" + provider);
  }

  @Override
  public CostRange cost(StepInput input) {
    var name = present(input.text("provider"));
    return name.equals(AUTO)
        ? costOfAny(input)
        : providers.find(name).map(one -> cost(one, input)).orElse(CostRange.FREE);
  }

  private CostRange cost(Provider provider, StepInput input) {
    return model(provider, input).flatMap(provider::price).orElseGet(provider::price);
  }

  /** From the cheapest to the dearest that may be taken. */
  private CostRange costOfAny(StepInput input) {
    var prices =
        candidates(input).fit().stream()
            .flatMap(one -> one.model(kind()).flatMap(one::price).stream())
            .toList();
    var low = prices.stream().map(CostRange::low).min(Comparable::compareTo);
    var high = prices.stream().map(CostRange::high).max(Comparable::compareTo);
    return low.isPresent() && high.isPresent()
        ? new CostRange(low.get(), high.get())
        : CostRange.FREE;
  }

  private Optional<String> model(Provider provider, StepInput input) {
    return input.text("model").or(() -> provider.model(kind()));
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

  /** Who does it, or why nobody does now. */
  private sealed interface Chosen {
    record This(Provider provider) implements Chosen {}

    record Nobody(Outcome why) implements Chosen {}
  }

  @Override
  public Outcome run(StepInput input, StepContext context) throws InterruptedException {
    var open = context.calls().open();
    var unknown = open.isEmpty() ? CallEnd.FREE : CallEnd.UNKNOWN;
    var chosen = open.isPresent() ? named(open.get().provider(), unknown) : choose(input, context);
    if (chosen instanceof Chosen.Nobody(var why)) {
      return why;
    }
    var provider = ((Chosen.This) chosen).provider();
    var model = model(provider, input);
    if (model.isEmpty()) {
      return new Outcome.Failed(
          new Failure.Invalid(
              "model",
              "expected a model, as 'models' of provider '"
                  + provider.name()
                  + "' names none for "
                  + kind()),
          unknown);
    }
    Task task;
    try {
      task = task(input, context, provider, model.get());
    } catch (UnfitException e) {
      return new Outcome.Failed(e.failure(), unknown);
    }
    return switch (new PaidJob(provider, task, context).run()) {
      case PaidJob.End.Over(var outcome) -> outcome;
      case PaidJob.End.Brought brought -> bring(provider, brought, context, input);
    };
  }

  private Chosen choose(StepInput input, StepContext context) {
    var name = present(input.text("provider"));
    if (!name.equals(AUTO)) {
      return named(name, CallEnd.FREE);
    }
    var candidates = candidates(input);
    var able = candidates.fit();
    if (able.isEmpty()) {
      var why = candidates.refusal().orElseGet(this::nobody);
      return new Chosen.Nobody(new Outcome.Failed(why, CallEnd.FREE));
    }
    // it was chosen when the attempt began to wait; only who is down by now is passed over
    boolean up = able.getFirst().isUp();
    return able.stream()
        .filter(one -> one.isUp() == up)
        .filter(one -> key(one.name()).filter(context.holds()::contains).isPresent())
        .findFirst()
        .<Chosen>map(Chosen.This::new)
        .orElseGet(() -> new Chosen.Nobody(new Outcome.PutBack()));
  }

  private Chosen named(String name, CallEnd call) {
    return providers
        .find(name)
        .<Chosen>map(Chosen.This::new)
        .orElseGet(() -> new Chosen.Nobody(new Outcome.Failed(unknown(name), call)));
  }

  /** Says which parameter does not fit. */
  static final class UnfitException extends Exception {
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

  static ObjectNode options(Optional<Value> given) throws UnfitException {
    if (given.isEmpty()) {
      return Json.object();
    }
    if (ValueJson.node(given.get()) instanceof ObjectNode options) {
      return options;
    }
    throw new UnfitException("options", "expected an object, but " + given.get().kind());
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
        : farewell(provider.get(), new Job(id.get(), model(provider.get(), input).orElse("")));
  }

  /** Asks until the job's end is known, for some seconds. */
  private CallEnd farewell(Provider provider, Job job) throws InterruptedException {
    var polled = provider.cancel(job);
    for (int i = 0; i < FAREWELLS; i++) {
      switch (polled) {
        case Polled.Done(_, _, var cost, _) -> {
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
