package dev.backlot.expression;

import dev.backlot.model.Nearest;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names that the expressions of one workflow may use, each with its type. */
public final class Scope {
  private static final List<String> ROOTS = List.of("inputs", "steps", "run");
  private static final Map<String, Port> RUN =
      Map.of(
          "run.name", Port.of("name", PortType.TEXT, "The item's name").mandatory(),
          "run.number",
              Port.of("number", PortType.INTEGER, "The item's place in its batch").mandatory());

  private final Map<String, Port> names = new LinkedHashMap<>(RUN);
  private final Set<String> inputs;
  private final Map<String, Optional<List<Port>>> steps;

  /**
   * @param inputs by name
   * @param steps the outputs of each step; empty where its type is unknown, so that what reads it
   *     is not blamed as well
   */
  public Scope(Map<String, Port> inputs, Map<String, Optional<List<Port>>> steps) {
    this.inputs = new LinkedHashSet<>(inputs.keySet());
    this.steps = new LinkedHashMap<>(steps);
    inputs.forEach((name, port) -> names.put("inputs." + name, port));
    steps.forEach(
        (id, outputs) ->
            outputs.stream()
                .flatMap(List::stream)
                .forEach(port -> names.put("steps." + id + "." + port.name(), skippable(port))));
  }

  /** Even an output that its step always gives is missing when the step was skipped. */
  private static Port skippable(Port output) {
    var port = Port.of(output.name(), output.type(), output.description());
    return output.list() ? port.many() : port;
  }

  Map<String, Port> names() {
    return Collections.unmodifiableMap(names);
  }

  Optional<Port> find(String qualifiedName) {
    return Optional.ofNullable(names.get(qualifiedName));
  }

  /** Whether a path starts with the name of a step whose outputs are not known. */
  boolean isUndecided(List<String> path) {
    return path.size() > 1
        && path.getFirst().equals("steps")
        && steps.containsKey(path.get(1))
        && steps.get(path.get(1)).isEmpty();
  }

  /** What is wrong with a path that is no declared name. */
  String explain(List<String> path) {
    return switch (path.getFirst()) {
      case "inputs" ->
          path.size() == 1 ? "expected 'inputs.NAME'" : unknown("input", path.get(1), inputs);
      case "steps" -> explainStep(path);
      case "run" -> "expected 'run.name' or 'run.number'";
      default -> unknown("name", path.getFirst(), ROOTS);
    };
  }

  private String explainStep(List<String> path) {
    if (path.size() == 1) {
      return "expected 'steps.ID.OUTPUT'";
    }
    var outputs = steps.get(path.get(1));
    if (outputs == null) {
      return unknown("step", path.get(1), steps.keySet());
    }
    var known = outputs.orElse(List.of()).stream().map(Port::name).toList();
    var step = "step '" + path.get(1) + "'";
    return path.size() == 2
        ? "expected an output of " + step + ": " + String.join(", ", known)
        : step + " has no output '" + path.get(2) + "'" + Nearest.hint(path.get(2), known);
  }

  private static String unknown(String what, String name, Collection<String> known) {
    return "unknown " + what + " '" + name + "'" + Nearest.hint(name, known);
  }
}
