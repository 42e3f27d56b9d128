package dev.backlot.runtime;

import dev.backlot.engine.BindingException;
import dev.backlot.engine.Bindings;
import dev.backlot.expression.ExpressionException;
import dev.backlot.expression.Names;
import dev.backlot.expression.Programs;
import dev.backlot.model.Expression;
import dev.backlot.model.RunState;
import dev.backlot.model.StepId;
import dev.backlot.model.Template;
import dev.backlot.model.Value;

/** A workflow's compiled expressions as one run sees them. */
record RunBindings(Programs programs, String itemName, int itemNumber) implements Bindings {
  @Override
  public boolean test(Expression condition, RunState state) {
    try {
      return programs.test(condition, names(state));
    } catch (ExpressionException e) {
      throw new BindingException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Value evaluate(Template template, RunState state) {
    try {
      return programs.evaluate(template, names(state));
    } catch (ExpressionException e) {
      throw new BindingException(String.valueOf(e.getMessage()));
    }
  }

  private Names names(RunState state) {
    return name -> {
      var parts = name.split("\\.", 3);
      return switch (parts[0]) {
        case "inputs" -> state.inputs().getOrDefault(parts[1], Value.none());
        case "steps" ->
            state.step(new StepId(parts[1])).outputs().getOrDefault(parts[2], Value.none());
        case "run" -> parts[1].equals("number") ? Value.of(itemNumber) : Value.of(itemName);
        default -> Value.none();
      };
    };
  }
}
