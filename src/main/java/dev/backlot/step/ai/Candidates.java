package dev.backlot.step.ai;

import dev.backlot.model.Asset;
import dev.backlot.model.Failure;
import dev.backlot.provider.Provider;
import dev.backlot.step.StepInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who could do a piece of work, and why others could not, although they do work of that kind.
 *
 * @param fit in the order in which they are asked
 * @param unfit a reason for each
 */
record Candidates(List<Provider> fit, List<String> unfit) {
  /** Those of the able who take the pictures that go along. */
  static Candidates of(List<Provider> able, String kind, StepInput input) {
    var largest = largest(input);
    var fit = new ArrayList<Provider>();
    var unfit = new ArrayList<String>();
    for (var one : able) {
      var refusal = largest.isPresent() ? refuse(one, kind, largest.getAsLong()) : none();
      refusal.ifPresentOrElse(why -> unfit.add(one.name() + ": " + why), () -> fit.add(one));
    }
    return new Candidates(List.copyOf(fit), List.copyOf(unfit));
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private static Optional<String> refuse(Provider provider, String kind, long bytes) {
    return provider.model(kind).flatMap(model -> provider.pictures(kind, model).refuse(bytes));
  }

  private static OptionalLong largest(StepInput input) {
    return input.values().values().stream()
        .flatMap(value -> value.assets().stream())
        .filter(asset -> !asset.holdsValue())
        .mapToLong(Asset::bytes)
        .max();
  }

  /** Why nobody is left; empty when somebody is, or nobody was there. */
  Optional<Failure.Invalid> refusal() {
    return fit.isEmpty() && !unfit.isEmpty()
        ? Optional.of(
            new Failure.Invalid(
                "provider", "nobody takes this picture: " + String.join("; ", unfit)))
        : Optional.empty();
  }
}
