package dev.backlot.step.flow;

import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.GenericStep;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.util.List;
import java.util.Map;

/** {@code list}: a list of what is given, to be gone through by a loop or looked at at a gate. */
final class ListStep implements GenericStep {
  private static final String ITEMS = "items";
  private static final StepType TYPE =
      new StepType(
          "list",
          1,
          "Makes a list of values; none of them may be missing",
          List.of(Port.of(ITEMS, PortType.JSON, "the values in order").many().mandatory()),
          List.of(Port.of(ITEMS, PortType.JSON, "the list").many()),
          StepType.Resource.CPU,
          false);

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public List<Port> outputs(Map<String, Port> given) {
    var items = given.get(ITEMS);
    return items == null || !items.list()
        ? TYPE.outputs()
        : List.of(Shape.listOf(items.type(), ITEMS, "the list"));
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    return Outcome.done(Map.of(ITEMS, new Value.ListOf(input.list(ITEMS))));
  }
}
