package dev.backlot.step.ai;

import dev.backlot.model.Asset;
import dev.backlot.model.Failure;
import dev.backlot.provider.Pictures;
import dev.backlot.provider.Provider;
import dev.backlot.provider.Task;
import dev.backlot.step.StepInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Who could do a piece of work, and why others could not, although they do work of that kind.
 *
 * @param fit in the order in which they are asked
 * @param unfit a reason for each
 */
record Candidates(List<Provider> fit, List<String> unfit) {
  private static final String MASK = "mask";

  /** Those of the able who take the pictures that go along. */
  static Candidates of(List<Provider> able, String kind, StepInput input) {
    var along = along(kind, input);
    var fit = new ArrayList<Provider>();
    var unfit = new ArrayList<String>();
    for (var one : able) {
      var refusal = along.flatMap(pictures -> refuse(one, kind, pictures));
      refusal.ifPresentOrElse(why -> unfit.add(one.name() + ": " + why), () -> fit.add(one));
    }
    return new Candidates(List.copyOf(fit), List.copyOf(unfit));
  }

  private static Optional<String> refuse(Provider provider, String kind, Pictures.Along along) {
    return provider.model(kind).flatMap(model -> provider.pictures(kind, model).refuse(along));
  }

  /** The pictures that go along; empty when none does. */
  static Optional<Pictures.Along> along(String kind, StepInput input) {
    var sizes =
        input.values().values().stream()
            .flatMap(value -> value.assets().stream())
            .filter(asset -> !asset.holdsValue())
            .map(Asset::bytes)
            .toList();
    if (sizes.isEmpty()) {
      return Optional.empty();
    }
    // those of a graph are handed over one by one
    long bytes =
        kind.equals(Task.RunGraph.KIND)
            ? Collections.max(sizes)
            : sizes.stream().mapToLong(Long::longValue).sum();
    boolean mask = input.value(MASK).stream().anyMatch(value -> !value.assets().isEmpty());
    return Optional.of(new Pictures.Along(bytes, sizes.size() - (mask ? 1 : 0), mask));
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
