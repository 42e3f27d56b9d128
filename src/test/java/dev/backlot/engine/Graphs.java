package dev.backlot.engine;

import dev.backlot.model.Expression;
import dev.backlot.model.RetryPolicy;
import dev.backlot.model.RunState;
import dev.backlot.model.StepId;
import dev.backlot.model.StepSpec;
import dev.backlot.model.Template;
import dev.backlot.model.Value;
import dev.backlot.model.Workflow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Small graphs for the engine's tests, and the tiny language their expressions are written in. */
final class Graphs {
  /** An expression that cannot be evaluated. */
  static final String BROKEN = "broken";

  private Graphs() {}

  /** A step under construction. */
  static final class Node {
    private final String id;
    private Set<StepId> needs = Set.of();
    private Optional<Expression> when = Optional.empty();
    private RetryPolicy retry = RetryPolicy.NONE;
    private boolean tolerated;

    private Node(String id) {
      this.id = id;
    }

    Node needs(String... steps) {
      needs = Set.of(steps).stream().map(StepId::new).collect(java.util.stream.Collectors.toSet());
      return this;
    }

    /** The word true, the word false, or {@link #BROKEN}. */
    Node when(String condition) {
      when = Optional.of(new Expression(condition));
      return this;
    }

    Node retry(RetryPolicy policy) {
      retry = policy;
      return this;
    }

    Node tolerated() {
      tolerated = true;
      return this;
    }

    private StepSpec spec() {
      return new StepSpec(
          new StepId(id), "test", Map.of(), needs, when, retry, Duration.ofMinutes(1), tolerated);
    }
  }

  static Node step(String id) {
    return new Node(id);
  }

  static Plan plan(Node... nodes) {
    return plan(Map.of(), nodes);
  }

  static Plan plan(Map<String, Template> outputs, Node... nodes) {
    var steps = new LinkedHashMap<StepId, StepSpec>();
    for (var node : nodes) {
      steps.put(new StepId(node.id), node.spec());
    }
    return new Plan(new Workflow("test", "", Map.of(), steps, outputs), new Words());
  }

  /** The value that the step put out. */
  static Template outputOf(String step) {
    return new Template.Bound(new Expression(step));
  }

  /** Conditions are words, and a bound expression is the name of a step. */
  private static final class Words implements Bindings {
    @Override
    public boolean test(Expression condition, RunState state) {
      refuseIfBroken(condition);
      return Boolean.parseBoolean(condition.source());
    }

    @Override
    public Value evaluate(Template template, RunState state) {
      if (!(template instanceof Template.Bound(var expression))) {
        throw new IllegalArgumentException("these graphs only bind to steps");
      }
      refuseIfBroken(expression);
      var step = state.step(new StepId(expression.source()));
      return step.outputs().getOrDefault("value", Value.none());
    }

    private static void refuseIfBroken(Expression expression) {
      if (expression.source().equals(BROKEN)) {
        throw new BindingException("it is broken");
      }
    }
  }
}
