package dev.backlot.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import tools.jackson.databind.node.ObjectNode;

/** What only a new batch can be given. */
final class CanaryOptions {
  @Spec(Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--canary",
      paramLabel = "N",
      description = "the first N items go alone; the others follow when all of these succeeded")
  private @Nullable Integer items;

  @Option(names = "--canary-wait", description = "the others wait until somebody says resume")
  private boolean waits;

  @Option(names = "--fresh", description = "do all the work again; reuse nothing")
  private boolean fresh;

  /** Adds what was given, by the names of the API. */
  void add(ObjectNode body) {
    if (waits && items == null) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "--canary-wait: say how many items go first with --canary N");
    }
    if (items != null) {
      body.putObject("canary").put("items", items).put("wait", waits);
    }
    if (fresh) {
      body.put("reuse", false);
    }
  }
}
