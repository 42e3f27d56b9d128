package dev.backlot.step.flow;

import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code check}: assertions over what earlier steps found; every one that does not hold is told.
 */
final class CheckStep implements Step {
  private static final StepType TYPE =
      new StepType(
          "check",
          1,
          "Refuses the item unless every expression holds",
          List.of(
              Port.of(
                      "that",
                      PortType.CHECKS,
                      "expressions, each with the message for when it does not hold")
                  .mandatory()),
          List.of(Port.of("passed", PortType.INTEGER, "how many expressions held")),
          StepType.Resource.CPU,
          false);

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    var broken = new ArrayList<String>();
    var checks = input.list("that");
    for (var check : checks) {
      if (check instanceof Value.ObjectOf(var fields) && !isTrue(fields)) {
        broken.add(message(fields));
      }
    }
    return broken.isEmpty()
        ? Outcome.done(Map.of("passed", Value.of(checks.size())))
        : Outcome.refused("check", String.join("; ", broken));
  }

  private static boolean isTrue(Map<String, Value> fields) {
    return fields.get("holds") instanceof Value.Bool(var holds) && holds;
  }

  private static String message(Map<String, Value> fields) {
    if (fields.get("message") instanceof Value.Text(var message) && !message.isBlank()) {
      return message;
    }
    return "expected "
        + (fields.get("expect") instanceof Value.Text(var source) ? source : "a check to hold");
  }
}
