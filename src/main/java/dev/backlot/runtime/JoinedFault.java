package dev.backlot.runtime;

import dev.backlot.model.Failure;
import dev.backlot.step.Joint;
import java.util.regex.Pattern;

/**
 * Says what was wrong with one of several operations in the words of the step that asked for it.
 */
final class JoinedFault {
  /** Such as {@code operations[1].blur.sigma}. */
  private static final Pattern PLACE =
      Pattern.compile(Joint.OPERATIONS + "\\[([0-9]{1,3})](?:\\.[^.]+)?(?:\\.(.+))?");

  private JoinedFault() {}

  static Failure.Invalid of(String field, String message, Task.Several task) {
    var place = PLACE.matcher(field);
    if (!place.matches() || Integer.parseInt(place.group(1)) >= task.steps().size()) {
      return new Failure.Invalid(field, message);
    }
    int at = Integer.parseInt(place.group(1));
    var parameter = place.group(2) == null ? "with" : place.group(2);
    return at == task.steps().size() - 1
        ? new Failure.Invalid(parameter, message)
        : new Failure.Invalid(
            "steps." + task.steps().get(at) + "." + parameter,
            message + " (this step does the work of '" + task.steps().get(at) + "' as well)");
  }
}
