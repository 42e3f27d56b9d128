package dev.backlot.runtime;

import dev.backlot.model.AssetId;
import dev.backlot.model.Caller;
import dev.backlot.model.Money;
import dev.backlot.model.ProviderCall;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepResult;
import dev.backlot.model.Value;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepRegistry;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.Views;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells how an asset was made: by which steps, with what, by whose model, for how much. */
public final class Makings {
  /** Of more steps that made the very same bytes, the newest are told. */
  public static final int MAX = 20;

  private final Views views;
  private final Batches batches;
  private final StepInputs stepInputs;
  private final StepRegistry steps;

  Makings(Views views, Batches batches, StepInputs stepInputs, StepRegistry steps) {
    this.views = views;
    this.batches = batches;
    this.stepInputs = stepInputs;
    this.steps = steps;
  }

  /**
   * One step that made it.
   *
   * @param item the name of the run's item
   * @param uses the step's type; empty where the workflow is not known any more
   * @param inputs the assets that went in
   * @param parameters with their bindings evaluated; empty where the step was done again since
   * @param provider who did it for money; empty for work of this machine
   * @param model as the provider calls it, or as docs/models.md or the parameters name it
   * @param seed that was used, as far as the provider tells it, else that was given
   * @param cost what the provider charged for it
   */
  public record Making(
      RunId run,
      String item,
      String workflow,
      int version,
      StepPath step,
      String uses,
      List<AssetId> inputs,
      Map<String, Value> parameters,
      Optional<String> provider,
      Optional<String> model,
      Optional<Value> seed,
      Money cost,
      Instant at) {}

  /** The newest {@value #MAX} steps that made it; none for what was brought in. */
  public List<Making> of(Caller caller, AssetId asset) {
    return views.makers(caller.tenant(), asset, MAX).stream()
        .flatMap(maker -> making(caller, asset, maker).stream())
        .toList();
  }

  private Optional<Making> making(Caller caller, AssetId asset, Views.MakerRecord maker) {
    var batch = views.batch(caller.tenant(), maker.run().batch());
    var run = batches.run(caller, maker.run());
    var path = StepPath.parse(maker.step());
    return batch.isEmpty() || run.isEmpty() || path.isEmpty()
        ? Optional.empty()
        : success(run.get(), path.get(), asset)
            .map(made -> making(caller, batch.get(), run.get(), made));
  }

  private Making making(
      Caller caller, BatchRecord batch, RunView run, RunEvent.StepSucceeded made) {
    var given = stepInputs.of(caller, run, made.step());
    boolean isLast =
        run.state().step(made.step()).result().filter(made.result()::equals).isPresent();
    var parameters =
        isLast ? given.map(Makings::parameters).orElse(Map.of()) : Map.<String, Value>of();
    var call = call(run, made);
    var uses = given.map(StepInputs.Given::uses).orElse("");
    return new Making(
        run.run().id(),
        run.run().name(),
        batch.origin().workflow(),
        batch.origin().version(),
        made.step(),
        uses,
        made.result().consumed(),
        parameters,
        call.map(ProviderCall::provider),
        call.map(ProviderCall::model)
            .filter(name -> !name.isEmpty())
            .or(() -> model(uses, parameters)),
        Optional.ofNullable(made.result().outputs().get("seed"))
            .or(() -> Optional.ofNullable(parameters.get("seed"))),
        made.result().cost(),
        made.at());
  }

  private static Map<String, Value> parameters(StepInputs.Given given) {
    var parameters = new LinkedHashMap<String, Value>();
    given
        .values()
        .forEach(
            (name, value) -> {
              if (!(value instanceof Value.Null)) {
                parameters.put(name, value);
              }
            });
    return parameters;
  }

  private Optional<String> model(String uses, Map<String, Value> parameters) {
    var input = new StepInput(parameters);
    return steps
        .find(uses)
        .flatMap(step -> step.model(input))
        .or(() -> input.text("model").filter(name -> !name.isEmpty()));
  }

  /** The attempt that put the asset out: a step may have been done again since. */
  private static Optional<RunEvent.StepSucceeded> success(
      RunView run, StepPath path, AssetId asset) {
    var last = Optional.<RunEvent.StepSucceeded>empty();
    for (var event : run.events()) {
      if (event instanceof RunEvent.StepSucceeded done
          && done.step().equals(path)
          && (last.isEmpty() || gives(done.result(), asset))) {
        last = Optional.of(done);
      }
    }
    return last;
  }

  private static boolean gives(StepResult result, AssetId asset) {
    return result.outputs().values().stream()
        .flatMap(value -> value.assets().stream())
        .anyMatch(made -> made.id().equals(asset));
  }

  /** The last call before the attempt ended well. */
  private static Optional<ProviderCall> call(RunView run, RunEvent.StepSucceeded made) {
    var call = Optional.<ProviderCall>empty();
    for (var event : run.events()) {
      if (event.equals(made)) {
        return call;
      }
      if (event instanceof RunEvent.CallIntended intended && intended.step().equals(made.step())) {
        call = Optional.of(intended.call());
      }
    }
    return call;
  }
}
