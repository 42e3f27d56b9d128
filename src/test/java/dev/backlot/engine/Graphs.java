package dev.backlot.engine;

import dev.backlot.model.Call;
import dev.backlot.model.Expression;
import dev.backlot.model.GateDecision.Verdict;
import dev.backlot.model.OnError;
import dev.backlot.model.RetryPolicy;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepSpec;
import dev.backlot.model.Template;
import dev.backlot.model.Value;
import dev.backlot.model.Work;
import dev.backlot.model.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Small graphs for the engine's tests, and the tiny language their expressions are written in. */
final class Graphs {
  /** An expression that cannot be evaluated. */
  static final String BROKEN = "broken";

  private static final String REJECTED = "rejected at ";

  private Graphs() {}

  /** A step under construction. */
  static final class Node {
    private final String id;
    private Set<StepId> needs = Set.of();
    private Optional<Expression> when = Optional.empty();
    private Set<StepId> whenAsks = Set.of();
    private RetryPolicy retry = RetryPolicy.NONE;
    private OnError onError = OnError.FAIL;
    private final List<Call> fallbacks = new ArrayList<>();
    private Optional<Work> work = Optional.empty();

    private Node(String id) {
      this.id = id;
    }

    Node needs(String... steps) {
      needs = Set.of(steps).stream().map(StepId::new).collect(Collectors.toSet());
      return this;
    }

    /** The word true, the word false, or {@link #BROKEN}. */
    Node when(String condition) {
      when = Optional.of(new Expression(condition));
      return this;
    }

    /** Whether the gate was rejected. */
    Node whenRejectedAt(String gate) {
      whenAsks = Set.of(new StepId(gate));
      return when(REJECTED + gate);
    }

    Node retry(RetryPolicy policy) {
      retry = policy;
      return this;
    }

    /** Counts as skipped when it fails. */
    Node tolerated() {
      return onError(OnError.SKIP_DEPENDANTS);
    }

    Node onError(OnError policy) {
      onError = policy;
      return this;
    }

    Node fallback(String uses, RetryPolicy policy) {
      fallbacks.add(new Call(uses, Map.of(), policy, Duration.ofMinutes(1)));
      return this;
    }

    Node work(Work other) {
      work = Optional.of(other);
      return this;
    }

    private StepSpec spec() {
      var ways = new ArrayList<Call>();
      ways.add(new Call("test", Map.of(), retry, Duration.ofMinutes(1)));
      ways.addAll(fallbacks);
      return new StepSpec(
          new StepId(id),
          work.orElseGet(() -> new Work.Calls(ways)),
          needs,
          when,
          whenAsks,
          onError);
    }
  }

  /** A loop over so many items, which puts out the value of its last step. */
  static Node loop(String id, int items, int concurrency, boolean continues, Node... body) {
    return step(id)
        .work(
            new Work.ForEach(
                new Template.Literal(Value.of(items)),
                concurrency,
                continues,
                specs(body),
                Map.of("value", outputOf(body[body.length - 1].id))));
  }

  /** A sub-workflow, which puts out the value of its last step. */
  static Node nested(String id, Node... body) {
    var outputs = Map.of("value", outputOf(body[body.length - 1].id));
    var workflow = new Workflow("inner", "", Map.of(), specs(body), outputs);
    return step(id).work(new Work.SubWorkflow(workflow, 1, Map.of()));
  }

  /** A gate in the making, with the usual answers. */
  static final class GateNode {
    private final String id;
    private final String[] needs;
    private int approvals = 1;
    private List<String> assignees = List.of();
    private Optional<Work.Selection> select = Optional.empty();
    private Optional<Duration> expires = Optional.empty();
    private Verdict onExpiry = Verdict.REJECT;
    private Optional<Duration> remind = Optional.empty();
    private Work.OnReject onReject = Work.OnReject.BRANCH;
    private Optional<StepId> producer = Optional.empty();
    private Template candidates = new Template.Literal(Value.none());

    private GateNode(String id, String... needs) {
      this.id = id;
      this.needs = needs;
    }

    GateNode approvals(int count) {
      approvals = count;
      return this;
    }

    GateNode assignees(String... people) {
      assignees = List.of(people);
      return this;
    }

    GateNode select(int least, int most, String... shown) {
      select = Optional.of(new Work.Selection(least, most));
      candidates =
          new Template.Literal(new Value.ListOf(List.of(shown).stream().map(Value::of).toList()));
      return this;
    }

    GateNode expires(Duration after, Verdict verdict) {
      expires = Optional.of(after);
      onExpiry = verdict;
      return this;
    }

    GateNode remind(Duration every) {
      remind = Optional.of(every);
      return this;
    }

    GateNode onReject(Work.OnReject policy) {
      onReject = policy;
      return this;
    }

    GateNode producer(String step) {
      producer = Optional.of(new StepId(step));
      return this;
    }

    Node node() {
      return step(id)
          .needs(needs)
          .work(
              new Work.Gate(
                  new Template.Literal(Value.of("Is it good?")),
                  candidates,
                  Optional.empty(),
                  assignees,
                  approvals,
                  select,
                  expires,
                  onExpiry,
                  remind,
                  onReject,
                  producer));
    }
  }

  static GateNode gate(String id, String... needs) {
    return new GateNode(id, needs);
  }

  static Node step(String id) {
    return new Node(id);
  }

  static Plan plan(Node... nodes) {
    return plan(Map.of(), nodes);
  }

  static Plan plan(Map<String, Template> outputs, Node... nodes) {
    return new Plan(new Workflow("test", "", Map.of(), specs(nodes), outputs), new Words());
  }

  private static Map<StepId, StepSpec> specs(Node... nodes) {
    var steps = new LinkedHashMap<StepId, StepSpec>();
    for (var node : nodes) {
      steps.put(new StepId(node.id), node.spec());
    }
    return steps;
  }

  /** The value that the step put out. */
  static Template outputOf(String step) {
    return new Template.Bound(new Expression(step));
  }

  /** Conditions are words, and a bound expression is the name of a step. */
  private static final class Words implements Bindings {
    @Override
    public boolean test(Expression condition, Viewpoint from) {
      refuseIfBroken(condition);
      if (condition.source().startsWith(REJECTED)) {
        var gate = new StepId(condition.source().substring(REJECTED.length()));
        var outputs = from.state().step(new StepPath(from.frames(), gate)).outputs();
        return Value.of(true).equals(outputs.get("rejected"));
      }
      return Boolean.parseBoolean(condition.source());
    }

    @Override
    public Value evaluate(Template template, Viewpoint from) {
      if (template instanceof Template.Literal(var value)) {
        return value;
      }
      if (!(template instanceof Template.Bound(var expression))) {
        throw new IllegalArgumentException("these graphs only bind to steps");
      }
      refuseIfBroken(expression);
      var path = new StepPath(from.frames(), new StepId(expression.source()));
      return from.state().step(path).outputs().getOrDefault("value", Value.none());
    }

    private static void refuseIfBroken(Expression expression) {
      if (expression.source().equals(BROKEN)) {
        throw new BindingException("it is broken");
      }
    }
  }
}
