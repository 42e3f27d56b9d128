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

/**
 * {@code transform}: a value made of expressions, to be used by many steps; it was already made
 * when the step starts.
 */
final class TransformStep implements GenericStep {
  private static final String VALUE = "value";
  private static final String MEANING = "the value, in the type of its expression";
  private static final StepType TYPE =
      new StepType(
          "transform",
          1,
          "Makes text, a number, a list or an object with expressions",
          List.of(
              Port.of(VALUE, PortType.JSON, "any value, usually with expressions in it")
                  .mandatory()),
          List.of(Port.of(VALUE, PortType.JSON, MEANING)),
          StepType.Resource.CPU,
          false);

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public List<Port> outputs(Map<String, Port> given) {
    var value = given.get(VALUE);
    return value == null ? TYPE.outputs() : List.of(Shape.like(value, VALUE, MEANING));
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    return Outcome.done(Map.of(VALUE, input.value(VALUE).orElseGet(Value::none)));
  }
}
