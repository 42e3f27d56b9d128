package dev.backlot.engine;

import dev.backlot.model.Expression;
import dev.backlot.model.Template;
import dev.backlot.model.Value;

/** Evaluates a workflow's expressions over a run's state; pure and bounded. */
public interface Bindings {
  /**
   * Whether a condition holds.
   *
   * @throws BindingException when the expression cannot be evaluated, or gives no boolean
   */
  boolean test(Expression condition, Viewpoint from);

  /**
   * The value a template stands for.
   *
   * @throws BindingException when a part of the template cannot be evaluated
   */
  Value evaluate(Template template, Viewpoint from);
}
