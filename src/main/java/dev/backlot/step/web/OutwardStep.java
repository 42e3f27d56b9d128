package dev.backlot.step.web;

import dev.backlot.model.Failure;
import dev.backlot.model.Value;
import dev.backlot.provider.HeldSecrets;
import dev.backlot.provider.HeldSecrets.UnusableException;
import dev.backlot.provider.Secrets;
import dev.backlot.step.Literals;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A step that may use secrets: it gets them by name, and its outcome never holds a value. */
public abstract class OutwardStep implements Step {
  private final Secrets secrets;

  protected OutwardStep(Secrets secrets) {
    this.secrets = secrets;
  }

  /** The parameters that must name a secret. */
  protected List<String> secretParameters() {
    return List.of();
  }

  /** Does the work; what it tells is scrubbed afterwards. */
  protected abstract Outcome call(StepInput input, StepContext context, HeldSecrets held)
      throws UnusableException, InterruptedException;

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    for (var name : secretParameters()) {
      var value = literals.values().get(name);
      var refusal =
          value == null ? Optional.<Failure.Invalid>empty() : HeldSecrets.refuse(name, value);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  @Override
  public final Outcome run(StepInput input, StepContext context) throws InterruptedException {
    var held = new HeldSecrets(secrets, context.tenant());
    try {
      return scrubbed(call(input, context, held), held);
    } catch (UnusableException e) {
      return new Outcome.Failed(held.scrub(e.failure()));
    } catch (RuntimeException e) {
      throw held.quiet(e, type().name());
    }
  }

  private static Outcome scrubbed(Outcome outcome, HeldSecrets held) {
    return switch (outcome) {
      case Outcome.Done(var outputs, var cost) -> {
        Map<String, Value> scrubbed = new LinkedHashMap<>();
        outputs.forEach((name, value) -> scrubbed.put(name, held.scrub(value)));
        yield new Outcome.Done(scrubbed, cost);
      }
      case Outcome.Failed(var failure, var call) -> new Outcome.Failed(held.scrub(failure), call);
      case Outcome.PutBack back -> back;
    };
  }
}
