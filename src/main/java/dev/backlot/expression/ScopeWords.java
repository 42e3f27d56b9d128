package dev.backlot.expression;

import dev.backlot.model.Nearest;
import dev.backlot.model.Port;
import java.util.Collection;
import java.util.List;

/** Says what is wrong with a path that an expression cannot read, and what was probably meant. */
final class ScopeWords {
  private static final List<String> ROOTS = List.of("inputs", "steps", "run", "each", "notes");
  private static final List<String> LOCALS = List.of("item", "index");

  private final Scope scope;

  ScopeWords(Scope scope) {
    this.scope = scope;
  }

  String explain(List<String> path, Standpoint from) {
    return switch (path.getFirst()) {
      case "inputs" ->
          path.size() == 1
              ? "expected 'inputs.NAME'"
              : unknown("input", path.get(1), scope.inputs());
      case "steps" -> step(path, from);
      case "each" -> each(path, from);
      case "notes" -> notes(path, from);
      case "run" -> "expected 'run.name' or 'run.number'";
      default -> unknown("name", path.getFirst(), ROOTS);
    };
  }

  private String step(List<String> path, Standpoint from) {
    if (path.size() == 1) {
      return "expected 'steps.ID.OUTPUT'";
    }
    var id = path.get(1);
    if (!scope.hasStep(id)) {
      return unknown("step", id, scope.steps(from));
    }
    if (!scope.sees(from, id)) {
      return hidden(id, from);
    }
    var known = scope.outputs(id).stream().map(Port::name).toList();
    var step = "step '" + id + "'";
    if (path.size() > 2) {
      return step + " has no output '" + path.get(2) + "'" + Nearest.hint(path.get(2), known);
    }
    return known.isEmpty()
        ? step + " has no outputs"
        : "expected an output of " + step + ": " + String.join(", ", known);
  }

  private String hidden(String id, Standpoint from) {
    return scope
        .hiddenWithin(id, from)
        .map(
            loop ->
                "step '%s' is inside the loop '%s'; bind to an output of the loop"
                    .formatted(id, loop))
        .orElse("the loop '" + id + "' has no outputs before its steps have ended");
  }

  private String each(List<String> path, Standpoint from) {
    var around = from.loops();
    if (path.size() == 1) {
      return "expected 'each.LOOP.item' or 'each.LOOP.index'";
    }
    var loop = path.get(1);
    if (around.contains(loop)) {
      return path.size() == 2
          ? "expected 'each.%s.item' or 'each.%s.index'".formatted(loop, loop)
          : "each.%s has no '%s', only 'item' and 'index'%s"
              .formatted(loop, path.get(2), Nearest.hint(path.get(2), LOCALS));
    }
    if (scope.isLoop(loop)) {
      return "'each.%s' can only be read by the steps and outputs of the loop '%s'"
          .formatted(loop, loop);
    }
    if (around.isEmpty()) {
      return "'each' can only be read within a loop (for-each)";
    }
    return LOCALS.contains(loop)
        ? "a loop is named: write 'each." + around.getLast() + "." + loop + "'"
        : unknown("loop", loop, around);
  }

  private String notes(List<String> path, Standpoint from) {
    if (path.size() == 1) {
      return "expected 'notes.GATE'";
    }
    var gate = path.get(1);
    if (!scope.hasStep(gate)) {
      return unknown("gate", gate, scope.gates(from));
    }
    if (!scope.isGate(gate)) {
      return "step '%s' is no gate, only a gate has notes".formatted(gate);
    }
    return scope
        .hiddenWithin(gate, from)
        .map(
            loop ->
                "gate '%s' is inside the loop '%s', its notes can be read only there"
                    .formatted(gate, loop))
        .orElse(
            "gate '%s' has no notes: its 'regenerate' names no step to run again".formatted(gate));
  }

  private static String unknown(String what, String name, Collection<String> known) {
    return "unknown " + what + " '" + name + "'" + Nearest.hint(name, known);
  }
}
