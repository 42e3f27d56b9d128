package dev.backlot.surface.scenario;

import dev.backlot.http.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** What a node waits for, and when it is skipped: {@code needs} and {@code when} of its step. */
final class Waits {
  private final Flow flow;
  private final Values values;
  private final List<Refusal.Field> mistakes;

  Waits(Flow flow, Values values, List<Refusal.Field> mistakes) {
    this.flow = flow;
    this.values = values;
    this.mistakes = mistakes;
  }

  void of(FlowNode node, ObjectNode step) {
    var conditions = new LinkedHashSet<String>();
    var needs = new LinkedHashSet<String>();
    for (var id : node.texts("dependsOn")) {
      needs(node, id, needs, conditions);
    }
    for (var input : node.allInputs()) {
      input.ref().ifPresent(ref -> conditions(node, input, ref, needs, conditions));
    }
    if (!needs.isEmpty()) {
      var list = step.putArray("needs");
      needs.forEach(id -> list.add(flow.name(id)));
    }
    if (!conditions.isEmpty()) {
      step.put("when", String.join(" && ", conditions));
    }
  }

  /** Waits for another node, and is skipped with it. */
  private void needs(FlowNode node, String other, Set<String> needs, Set<String> conditions) {
    if (flow.loop(other).equals(flow.loop(node.id()))) {
      needs.add(other);
    }
    if (flow.isSkippable(other)) {
      flow.find(other)
          .flatMap(found -> values.source(node, found))
          .ifPresent(main -> conditions.add(main + " != null"));
    }
  }

  private void conditions(
      FlowNode node,
      FlowNode.Input input,
      FlowNode.Ref ref,
      Set<String> needs,
      Set<String> conditions) {
    var source = ref.node().flatMap(flow::find);
    if (source.isPresent() && ref.equal().isPresent()) {
      conditions.add(chosen(source.get(), ref.equal().get(), input.at() + ".ref.equal"));
    } else if (source.isPresent() && ref.conditional().isEmpty()) {
      if (!flow.loopsAround(node.id()).contains(source.get().id())) {
        needs(node, source.get().id(), needs, conditions);
      }
    }
    if (!ref.conditional().isEmpty()) {
      var any = new ArrayList<String>();
      for (var id : ref.conditional()) {
        if (flow.loop(id).equals(flow.loop(node.id()))) {
          needs.add(id);
        }
        flow.find(id)
            .flatMap(found -> values.source(node, found))
            .ifPresent(main -> any.add(main + " != null"));
      }
      if (!any.isEmpty()) {
        conditions.add("(" + String.join(" || ", any) + ")");
      }
    }
  }

  /** Whether an if/else node came to one of the cases with this value. */
  private String chosen(FlowNode logic, String value, String at) {
    var cases = new ArrayList<String>();
    int number = 0;
    for (var one : logic.json().path("logic").path("cases")) {
      if (one.path("value").asString("").equals(value)) {
        cases.add("'c" + number + "'");
      }
      number++;
    }
    if (logic.json().path("logic").path("default").asString("").equals(value)) {
      cases.add("'" + Logic.NO_CASE + "'");
    }
    if (cases.isEmpty()) {
      mistakes.add(
          new Refusal.Field(at, "no case of '" + logic.id() + "' has the value '" + value + "'"));
    }
    return "steps." + flow.name(logic.id()) + ".case in [" + String.join(", ", cases) + "]";
  }
}
