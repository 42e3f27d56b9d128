package dev.backlot.step.flow;

import dev.backlot.model.Port;
import dev.backlot.model.PortCheck;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.GenericStep;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code collect}: one list of what several branches and loops gave; what was skipped is left out.
 */
final class CollectStep implements GenericStep {
  private static final String FROM = "from";
  private static final String ITEMS = "items";
  private static final String COUNT = "count";
  private static final StepType TYPE = type(PortType.JSON);

  private static StepType type(PortType item) {
    return new StepType(
        "collect",
        1,
        "Makes one flat list of values and lists, without those that are missing",
        List.of(Port.of(FROM, PortType.JSON, "values and lists, at any depth").mandatory()),
        List.of(
            Shape.listOf(item, ITEMS, "what is there, in order"),
            Port.of(COUNT, PortType.INTEGER, "how many there are")),
        StepType.Resource.CPU,
        false);
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public List<Port> outputs(Map<String, Port> given) {
    var from = given.get(FROM);
    return from == null || !from.list() ? TYPE.outputs() : type(from.type()).outputs();
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    var items =
        input.value(FROM).stream()
            .flatMap(CollectStep::flat)
            .limit(PortCheck.ITEMS_MAX + 1L)
            .toList();
    return items.size() > PortCheck.ITEMS_MAX
        ? Outcome.invalid(FROM, "expected at most 10,000 items in all, but there are more")
        : Outcome.done(
            Map.of(ITEMS, new Value.ListOf(items), COUNT, Value.of((long) items.size())));
  }

  private static Stream<Value> flat(Value value) {
    return switch (value) {
      case Value.ListOf(var items) -> items.stream().flatMap(CollectStep::flat);
      case Value.Null _ -> Stream.of();
      default -> Stream.of(value);
    };
  }
}
