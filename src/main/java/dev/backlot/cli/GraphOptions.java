package dev.backlot.cli;

import dev.backlot.model.GraphLimits;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How large workflows may be, the same for every command that reads or runs them. */
final class GraphOptions {
  @Spec(Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--max-steps",
      paramLabel = "N",
      description = "steps of a workflow at most (default: ${DEFAULT-VALUE})")
  private int steps = GraphLimits.DEFAULT.steps();

  @Option(
      names = "--max-iterations",
      paramLabel = "N",
      description = "iterations of a loop at most (default: ${DEFAULT-VALUE})")
  private int iterations = GraphLimits.DEFAULT.iterations();

  @Option(
      names = "--max-depth",
      paramLabel = "N",
      description = "loops and sub-workflows within each other at most (default: ${DEFAULT-VALUE})")
  private int depth = GraphLimits.DEFAULT.depth();

  @Option(
      names = "--max-result",
      paramLabel = "CHARACTERS",
      description = "of one step's result as JSON at most (default: ${DEFAULT-VALUE})")
  private int result = GraphLimits.DEFAULT.resultCharacters();

  /** Tells the program the limits, before it makes its steps. */
  void tell(Platform platform) {
    try {
      platform.useLimits(new GraphLimits(steps, iterations, depth, result));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(Objects.requireNonNull(spec).commandLine(), e.getMessage(), e);
    }
  }
}
