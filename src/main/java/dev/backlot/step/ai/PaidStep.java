package dev.backlot.step.ai;

import static dev.backlot.step.StepInput.present;

import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
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
import java.time.Duration;
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
  static final Port PROVIDER =
      Port.of("provider", PortType.TEXT, "a name from the providers file").mandatory();
  static final Port MODEL =
      Port.of("model", PortType.TEXT, "the model, as the provider spells it")
          .mandatory()
          .between(1, 300);
  static final Port OPTIONS =
      Port.of("options", PortType.JSON, "an object of what else the model takes");
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

  /** What the provider is asked to do. */
  abstract Task task(StepInput input, StepContext context) throws UnfitException;

  /** Takes what the provider made. */
  abstract Outcome bring(Provider provider, PaidJob.End.Brought brought, StepContext context)
      throws InterruptedException;

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
        : farewell(provider.get(), new Job(id.get(), present(input.text("model"))));
  }

  /** Asks until the job's end is known, for some seconds. */
  private CallEnd farewell(Provider provider, Job job) throws InterruptedException {
    var polled = provider.cancel(job);
    for (int i = 0; i < FAREWELLS; i++) {
      switch (polled) {
        case Polled.Done(_, _, var cost) -> {
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
