package dev.backlot.step.data;

import static dev.backlot.step.StepInput.present;

import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code record.update}: keeps what a workflow found out with the thing it is about. */
public final class RecordUpdateStep implements Step {
  private static final StepType TYPE =
      new StepType(
          "record.update",
          1,
          "Sets fields of a record, such as an entity of the WISEROWS dialect",
          List.of(
              Port.of("id", PortType.TEXT, "which record").mandatory().between(1, 200),
              Port.of("fields", PortType.JSON, "an object of names and values; others stay"),
              Port.of("marks", PortType.JSON, "an object of what to remember besides its fields")),
          List.of(Port.of("id", PortType.TEXT, "which record")),
          StepType.Resource.IO,
          false);

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    var id = present(input.text("id"));
    for (var name : List.of("fields", "marks")) {
      var given = input.value(name);
      if (given.isPresent() && !(given.get() instanceof Value.ObjectOf)) {
        return Outcome.invalid(name, "expected an object, but " + given.get().kind());
      }
    }
    return context.records().set(id, object(input.value("fields")), object(input.value("marks")))
        ? Outcome.done(Map.of("id", Value.of(id)))
        : Outcome.refused("record", "there is no record '" + id + "'; it may have been deleted");
  }

  private static Map<String, Value> object(Optional<Value> given) {
    return given.orElseGet(Value::none) instanceof Value.ObjectOf(var fields) ? fields : Map.of();
  }
}
