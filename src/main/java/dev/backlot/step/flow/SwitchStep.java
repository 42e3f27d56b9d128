package dev.backlot.step.flow;

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
import java.util.stream.Collectors;

/**
 * {@code switch}: names the first case that holds; later steps ask for it in their {@code when}.
 */
final class SwitchStep implements Step {
  private static final StepType TYPE =
      new StepType(
          "switch",
          1,
          "Names the first of several conditions that holds",
          List.of(
              Port.of("cases", PortType.CASES, "names with conditions, in order").mandatory(),
              Port.of("default", PortType.TEXT, "the name when none of them holds").between(1, 63)),
          List.of(Port.of("case", PortType.TEXT, "the name of the case")),
          StepType.Resource.CPU,
          false);

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    var cases = (Value.ObjectOf) StepInput.present(input.value("cases"));
    var names = names(cases);
    int chosen =
        cases.fields().get("chosen") instanceof Value.Int(var place)
            ? Math.toIntExact(place)
            : names.size();
    if (chosen >= 0 && chosen < names.size()) {
      return named(names.get(chosen));
    }
    return input
        .text("default")
        .map(SwitchStep::named)
        .orElseGet(() -> Outcome.refused("switch", noneHolds(names)));
  }

  private static Outcome named(String name) {
    return Outcome.done(Map.of("case", Value.of(name)));
  }

  private static List<String> names(Value.ObjectOf cases) {
    return cases.fields().get("cases") instanceof Value.ListOf(var items)
        ? items.stream().map(SwitchStep::name).toList()
        : List.of();
  }

  private static String name(Value item) {
    return item instanceof Value.ObjectOf(var fields)
        ? fields.getOrDefault("case", Value.none()).inText()
        : "";
  }

  private static String noneHolds(List<String> names) {
    return names.stream().collect(Collectors.joining(", ", "none of the cases holds (", ")"))
        + ", and there is no 'default'";
  }
}
