package dev.backlot.runtime;

import dev.backlot.definition.Definition;
import dev.backlot.engine.BindingException;
import dev.backlot.engine.Bindings;
import dev.backlot.engine.Viewpoint;
import dev.backlot.expression.ExpressionException;
import dev.backlot.model.Expression;
import dev.backlot.model.Iteration;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepPath.Frame;
import dev.backlot.model.StepState;
import dev.backlot.model.Template;
import dev.backlot.model.Value;
import dev.backlot.model.Work;
import java.util.List;
import java.util.Map;

/** A workflow's compiled expressions as one run sees them. */
record RunBindings(Definition definition, String itemName, int itemNumber) implements Bindings {
  @Override
  public boolean test(Expression condition, Viewpoint from) {
    var sight = sight(from);
    try {
      return sight.definition.programs().test(condition, sight::find);
    } catch (ExpressionException e) {
      throw new BindingException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Value evaluate(Template template, Viewpoint from) {
    var sight = sight(from);
    try {
      return sight.definition.programs().evaluate(template, sight::find);
    } catch (ExpressionException e) {
      throw new BindingException(String.valueOf(e.getMessage()));
    }
  }

  /** A sub-workflow sees its own names only, a loop's body those around it as well. */
  private Sight sight(Viewpoint from) {
    var current = definition;
    var specs = definition.workflow().steps();
    int start = 0;
    for (int i = 0; i < from.frames().size(); i++) {
      var id = from.frames().get(i).loop();
      var spec = specs.get(id);
      if (spec != null && spec.work() instanceof Work.ForEach loop) {
        specs = loop.steps();
      } else {
        current = current.nested(id);
        specs = current.workflow().steps();
        start = i + 1;
      }
    }
    return new Sight(current, from, start);
  }

  /** The names that can be seen from one place. */
  private final class Sight {
    private final Definition definition;
    private final Viewpoint from;
    private final int start;

    Sight(Definition definition, Viewpoint from, int start) {
      this.definition = definition;
      this.from = from;
      this.start = start;
    }

    Value find(String name) {
      var parts = name.split("\\.", 3);
      return switch (parts[0]) {
        case "inputs" -> inputs().getOrDefault(parts[1], Value.none());
        case "steps" -> step(new StepId(parts[1])).outputs().getOrDefault(parts[2], Value.none());
        case "each" -> local(new StepId(parts[1]), parts[2]);
        case "notes" -> Value.of(note(new StepId(parts[1])));
        case "run" -> parts[1].equals("number") ? Value.of(itemNumber) : Value.of(itemName);
        default -> Value.none();
      };
    }

    private List<Frame> outer(int depth) {
      return from.frames().subList(0, depth);
    }

    private Map<String, Value> inputs() {
      return start == 0
          ? from.state().inputs()
          : from.state().iteration(outer(start)).map(Iteration::locals).orElse(Map.of());
    }

    private StepState step(StepId id) {
      for (int depth = from.frames().size(); depth >= start; depth--) {
        var step = from.state().steps(outer(depth)).get(id);
        if (step != null) {
          return step;
        }
      }
      return StepState.PENDING;
    }

    private String note(StepId gate) {
      for (int depth = from.frames().size(); depth >= start; depth--) {
        if (from.state().steps(outer(depth)).containsKey(gate)) {
          return from.state().note(new StepPath(outer(depth), gate));
        }
      }
      return "";
    }

    private Value local(StepId loop, String name) {
      for (int depth = from.frames().size(); depth > start; depth--) {
        if (from.frames().get(depth - 1).loop().equals(loop)) {
          return from.state()
              .iteration(outer(depth))
              .map(Iteration::locals)
              .orElse(Map.of())
              .getOrDefault(name, Value.none());
        }
      }
      return Value.none();
    }
  }
}
