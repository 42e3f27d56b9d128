package dev.backlot.definition;

import dev.backlot.model.Failure;
import dev.backlot.model.Nearest;
import dev.backlot.model.Port;
import dev.backlot.model.PortCheck;
import dev.backlot.model.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks what a run is given against what its workflow declares, and fills in the defaults. */
public final class InputCheck {
  private InputCheck() {}

  /** Checks all inputs; every problem is told at once. */
  public static Checked check(Map<String, Port> declared, Map<String, Value> given) {
    var refusals = new ArrayList<Failure.Invalid>();
    var accepted = new LinkedHashMap<String, Value>();
    given.keySet().stream()
        .filter(name -> !declared.containsKey(name))
        .forEach(name -> refusals.add(unknown(name, declared)));
    declared.forEach(
        (name, port) -> {
          switch (PortCheck.check(port, given.getOrDefault(name, Value.none()))) {
            case PortCheck.Fits(var value) -> accepted.put(name, value);
            case PortCheck.Misfit(var message) ->
                refusals.add(new Failure.Invalid(field(name), message));
          }
        });
    return refusals.isEmpty() ? new Checked.Accepted(accepted) : new Checked.Refused(refusals);
  }

  private static Failure.Invalid unknown(String name, Map<String, Port> declared) {
    var known = List.copyOf(declared.keySet());
    return new Failure.Invalid(
        field(name), "unknown input '" + name + "'" + Nearest.hint(name, known));
  }

  private static String field(String name) {
    return "inputs." + name;
  }
}
