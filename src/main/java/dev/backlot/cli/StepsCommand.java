package dev.backlot.cli;

import dev.backlot.definition.PortSchemas;
import dev.backlot.json.Json;
import dev.backlot.model.Port;
import dev.backlot.model.Value;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backlot steps}: the catalogue of step types. */
@Command(
    name = "steps",
    header = "List what a workflow can do: step types with their parameters and outputs.",
    mixinStandardHelpOptions = true)
final class StepsCommand implements Callable<Integer> {
  private final Platform platform;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "TYPE",
      description = "show one type, such as image.resize, in full")
  private @Nullable String only;

  @Option(names = "--json", description = "as JSON, with the JSON Schema of parameters and outputs")
  private boolean json;

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private BroughtOptions brought;

  StepsCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException {
    brought.tell(platform);
    var wanted = only;
    var types =
        platform.steps().types().stream()
            .filter(type -> wanted == null || type.name().equals(wanted))
            .toList();
    if (types.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println("backlot: there is no step type '" + wanted + "'; 'backlot steps' lists them");
      return ExitCodes.NOT_STARTED;
    }
    var out = spec.commandLine().getOut();
    if (json) {
      printJson(out, types);
    } else if (wanted == null) {
      types.forEach(type -> out.printf("%-26s %s%n", type.name(), type.summary()));
      out.println();
      out.println("'backlot steps TYPE' shows parameters and outputs.");
    } else {
      print(out, types.getFirst());
    }
    return ExitCodes.SUCCEEDED;
  }

  private static void print(PrintWriter out, StepType type) {
    out.println(type.name() + "  (version " + type.version() + ")");
    out.println("  " + type.summary());
    out.println();
    out.println("with:");
    type.parameters().forEach(port -> print(out, port));
    out.println("gives:");
    type.outputs().forEach(port -> print(out, port));
    out.println(
        type.deterministic()
            ? "Equal inputs give equal results, which are reused."
            : "Runs every time.");
  }

  private static void print(PrintWriter out, Port port) {
    var facts = new StringBuilder(port.expectation());
    if (!port.allowed().isEmpty()) {
      facts
          .append(": ")
          .append(port.allowed().stream().map(Value::inText).collect(Collectors.joining(" | ")));
    }
    if (port.min().isPresent() && port.max().isPresent()) {
      facts
          .append(" from ")
          .append(number(port.min().getAsDouble()))
          .append(" to ")
          .append(number(port.max().getAsDouble()));
    }
    if (port.required()) {
      facts.append(", required");
    }
    port.fallback().ifPresent(value -> facts.append(", default ").append(value.inText()));
    out.printf("  %-14s %s%n  %-14s   %s%n", port.name(), port.description(), "", facts);
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static void printJson(PrintWriter out, List<StepType> types) {
    var array = Json.MAPPER.createArrayNode();
    for (var type : types) {
      array
          .addObject()
          .put("type", type.name())
          .put("version", type.version())
          .put("summary", type.summary())
          .put("resource", type.resource().name().toLowerCase(java.util.Locale.ROOT))
          .put("deterministic", type.deterministic())
          .putPOJO("parameters", PortSchemas.jsonSchema(type.parameters()))
          .putPOJO("outputs", PortSchemas.jsonSchema(type.outputs()));
    }
    out.println(Json.pretty(array));
  }
}
