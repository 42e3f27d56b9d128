package dev.backlot.step.flow;

import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortCheck;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.GenericStep;
import dev.backlot.step.Literals;
import dev.backlot.step.OneOf;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code slice}: a part of a list, by places counted from 0, or from the end when negative. */
final class SliceStep implements GenericStep {
  private static final OneOf END = OneOf.optional("to", "count");
  private static final StepType TYPE = type(PortType.JSON);

  private static StepType type(PortType item) {
    double most = PortCheck.ITEMS_MAX;
    return new StepType(
        "slice",
        1,
        "Takes a part of a list",
        List.of(
            Port.of("list", PortType.JSON, "the whole list").many().mandatory(),
            Port.of("from", PortType.INTEGER, "the first place; -2 is the last but one")
                .between(-most, most)
                .defaultingTo(Value.of(0)),
            Port.of("to", PortType.INTEGER, "the place before which it ends").between(-most, most),
            Port.of("count", PortType.INTEGER, "how many items at most").between(0, most)),
        List.of(
            Shape.listOf(item, "items", "the part"),
            Port.of("first", item, "its first item; null when it is empty")),
        StepType.Resource.CPU,
        false);
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public List<Port> outputs(Map<String, Port> given) {
    var list = given.get("list");
    return list == null || !list.list() ? TYPE.outputs() : type(list.type()).outputs();
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    return END.refuse(literals);
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    var list = input.list("list");
    var refusal = END.refuse(input);
    if (refusal.isPresent()) {
      return new Outcome.Failed(refusal.get());
    }
    int from = place(input.integer("from").orElse(0), list.size());
    int to = Math.max(from, end(input, from, list.size()));
    var part = list.subList(from, to);
    return Outcome.done(
        Map.of(
            "items",
            new Value.ListOf(part),
            "first",
            part.isEmpty() ? Value.none() : part.getFirst()));
  }

  /** A place within the list: what lies beyond its ends is at its ends. */
  private static int place(int number, int size) {
    return Math.clamp(number < 0 ? number + (long) size : number, 0, size);
  }

  private static int end(StepInput input, int from, int size) {
    return input
        .integer("count")
        .map(count -> Math.min(size, from + count))
        .or(() -> input.integer("to").map(to -> place(to, size)))
        .orElse(size);
  }
}
