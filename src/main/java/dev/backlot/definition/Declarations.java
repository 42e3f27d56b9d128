package dev.backlot.definition;

import dev.backlot.expression.Scope;
import dev.backlot.model.Port;
import dev.backlot.step.GenericStep;
import dev.backlot.step.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes every step of a file known to its expressions, each with its outputs; those that follow
 * from expressions are found out when they are asked for.
 */
final class Declarations {
  private final Scope scope;
  private final Expressions expressions;

  Declarations(Scope scope, Expressions expressions) {
    this.scope = scope;
    this.expressions = expressions;
  }

  void add(List<StepHead> heads) {
    heads.forEach(this::add);
  }

  private void add(StepHead head) {
    var id = head.id().value();
    var here = expressions.from(head.at());
    switch (head.kind()) {
      case USES ->
          scope.declareStep(
              id,
              head.at(),
              () ->
                  head.call().flatMap(call -> call.step().map(step -> outputs(call, step, here))));
      case WORKFLOW ->
          scope.declareStep(
              id, head.at(), () -> head.nested().map(nested -> nested.definition().outputs()));
      case GATE -> {
        var gate = new GateReader(new ParameterReader(here), here);
        scope.declareStep(id, head.at(), () -> Optional.of(gate.ports(head)));
        scope.declareGate(id, GateReader.regenerates(head));
      }
      case FOR_EACH -> {
        var loop = new LoopReader(here, expressions.from(head.inside()));
        scope.declareStep(id, head.at(), () -> Optional.of(loop.ports(head)));
        scope.declareLoop(id, () -> loop.item(head));
        add(head.body());
      }
    }
  }

  private static List<Port> outputs(CallHead call, Step step, Expressions here) {
    return step instanceof GenericStep generic
        ? generic.outputs(given(call, here))
        : step.type().outputs();
  }

  private static Map<String, Port> given(CallHead call, Expressions here) {
    var with = call.find("with").filter(field -> field.node() instanceof Node.Mapping);
    var templates = new TemplateReader(here);
    var types = new TemplateTypes(here);
    var given = new HashMap<String, Port>();
    with.map(Field::fields)
        .orElse(Map.of())
        .forEach(
            (name, field) ->
                templates
                    .read(field)
                    .ifPresent(
                        template ->
                            given.put(name, TemplateTypes.port(name, types.of(template), ""))));
    return given;
  }
}
