package dev.backlot.app;

import dev.backlot.cli.Platform;
import dev.backlot.model.Money;
import dev.backlot.model.Nearest;
import dev.backlot.provider.fake.FakeProvider;
import dev.backlot.provider.fake.Fault;
import dev.backlot.provider.replicate.CallbackSignature;
import java.time.Duration;
import java.util.EnumSet;
import java.util.stream.Stream;

/** Checks what was typed for the fake provider. */
final class FakeStart {
  private static final Duration LATENCY_MAX = Duration.ofHours(1);

  private FakeStart() {}

  /**
   * The settings as the provider takes them.
   *
   * @throws IllegalArgumentException naming the option and what was expected
   */
  static FakeProvider.Settings settings(Platform.FakeSettings given) {
    if (given.latency().isNegative() || given.latency().compareTo(LATENCY_MAX) > 0) {
      throw new IllegalArgumentException("--latency: expected 0 to 3600000 ms");
    }
    if (!CallbackSignature.isSecret(given.secret())) {
      throw new IllegalArgumentException("--callback-secret: expected whsec_ and Base64");
    }
    var faults = EnumSet.noneOf(Fault.class);
    for (var word : given.faults()) {
      faults.add(Fault.parse(word).orElseThrow(() -> unknown(word)));
    }
    var price =
        Money.of(given.price())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--price: expected an amount from 0 with at most 6 decimals"));
    return new FakeProvider.Settings(
        given.port(), given.seed(), given.latency(), faults, price, given.secret());
  }

  private static IllegalArgumentException unknown(String word) {
    var known = Stream.of(Fault.values()).map(Fault::word).toList();
    return new IllegalArgumentException(
        "--faults: unknown fault '" + word + "'" + Nearest.hint(word, known));
  }
}
