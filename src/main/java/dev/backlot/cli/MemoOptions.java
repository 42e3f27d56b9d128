package dev.backlot.cli;

import dev.backlot.runtime.MemoLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How much is remembered, the same for every command that has a store. */
final class MemoOptions {
  @Spec(Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--memo-results",
      paramLabel = "N",
      description = "results that are remembered at most, the newest (default: ${DEFAULT-VALUE})")
  private int results = MemoLimits.RESULTS_DEFAULT;

  @Option(
      names = "--memo-days",
      paramLabel = "DAYS",
      description = "how long a result is remembered (default: ${DEFAULT-VALUE})")
  private int days = MemoLimits.DAYS_DEFAULT;

  /** Tells the program the limits, before it opens its store. */
  void tell(Platform platform) {
    try {
      platform.useMemo(new MemoLimits(results, Duration.ofDays(days)));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          java.util.Objects.requireNonNull(spec).commandLine(), e.getMessage(), e);
    }
  }
}
