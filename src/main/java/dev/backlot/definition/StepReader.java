package dev.backlot.definition;

import dev.backlot.expression.Standpoint;
import dev.backlot.model.Nearest;
import dev.backlot.model.OnError;
import dev.backlot.model.StepId;
import dev.backlot.model.StepSpec;
import dev.backlot.model.Template;
import dev.backlot.model.Work;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the steps of one scope, once the names of the whole file are known. */
final class StepReader {
  private static final Map<String, OnError> POLICIES = new LinkedHashMap<>();

  static {
    for (var policy : OnError.values()) {
      POLICIES.put(policy.word(), policy);
    }
  }

  private final Expressions expressions;
  private final ParameterReader parameters;
  private final ConditionReader conditions;
  private final Map<String, Standpoint> places;
  private final Standpoint at;

  /**
   * @param places where each step of the file stands
   * @param at where the steps to be read stand
   */
  StepReader(Expressions expressions, Map<String, Standpoint> places, Standpoint at) {
    this.expressions = expressions.from(at);
    this.parameters = new ParameterReader(this.expressions);
    this.conditions = new ConditionReader(this.expressions, new TemplateReader(this.expressions));
    this.places = places;
    this.at = at;
  }

  /**
   * The steps of one scope.
   *
   * @param needed steps around the scope that have to end before it starts
   */
  record Scoped(Map<StepId, StepSpec> steps, Set<StepId> needed) {}

  /** Reads them all, and finds those that wait for each other. */
  Scoped read(List<StepHead> heads) {
    var own = heads.stream().map(StepHead::id).collect(Collectors.toSet());
    var steps = new LinkedHashMap<StepId, StepSpec>();
    var fields = new LinkedHashMap<StepId, Field>();
    var outer = new LinkedHashSet<StepId>();
    for (var head : heads) {
      var all = new LinkedHashSet<StepId>();
      var spec = read(head, all);
      var needs = new LinkedHashSet<>(all);
      needs.retainAll(own);
      all.removeAll(own);
      outer.addAll(all);
      steps.put(head.id(), with(spec, needs));
      fields.put(head.id(), head.field());
    }
    StepCycles.check(steps, fields);
    GateProducers.check(steps, heads);
    return new Scoped(steps, outer);
  }

  private static StepSpec with(StepSpec spec, Set<StepId> needs) {
    return new StepSpec(
        spec.id(), spec.work(), needs, spec.when(), spec.whenAsks(), spec.onError());
  }

  /** The step without its needs, which are added to the set. */
  private StepSpec read(StepHead head, Set<StepId> needs) {
    head.find("needs").ifPresent(field -> written(field, head).forEach(needs::add));
    var work = work(head, needs);
    var when = head.find("when").flatMap(conditions::condition);
    var asks = when.stream().flatMap(expressions::steps).collect(Collectors.toSet());
    needs.addAll(asks);
    return new StepSpec(head.id(), work, Set.of(), when, asks, onError(head));
  }

  private Work work(StepHead head, Set<StepId> needs) {
    return switch (head.kind()) {
      case USES -> {
        var work = new CallReader(parameters).read(head);
        work.ways().forEach(way -> reads(way.with().values()).forEach(needs::add));
        yield work;
      }
      case WORKFLOW -> {
        var work = NestedReader.read(head, parameters);
        reads(work.inputs().values()).forEach(needs::add);
        yield work;
      }
      case GATE -> {
        var work = new GateReader(parameters, expressions).read(head);
        reads(List.of(work.title(), work.candidates())).forEach(needs::add);
        reads(work.before().stream().toList()).forEach(needs::add);
        yield work;
      }
      case FOR_EACH -> loop(head, needs);
    };
  }

  private Work.ForEach loop(StepHead head, Set<StepId> needs) {
    var body = new StepReader(expressions, places, head.inside()).read(head.body());
    var work =
        new LoopReader(expressions, expressions.from(head.inside())).read(head, body.steps());
    needs.addAll(body.needed());
    Stream.concat(reads(List.of(work.items())), reads(work.outputs().values()))
        .filter(step -> !body.steps().containsKey(step))
        .forEach(needs::add);
    return work;
  }

  private Stream<StepId> reads(Iterable<Template> templates) {
    var steps = new LinkedHashSet<StepId>();
    templates.forEach(template -> expressions.steps(template).forEach(steps::add));
    return steps.stream();
  }

  private static OnError onError(StepHead head) {
    var older = head.find("continue-on-error");
    boolean tolerated = older.flatMap(Field::flag).orElse(false);
    var policy = head.find("on-error").flatMap(field -> field.choice(POLICIES));
    if (older.isPresent() && head.find("on-error").isPresent()) {
      older
          .get()
          .refuse(
              older.get().key(),
              "'continue-on-error' is the older way to say on-error: skip-dependants, remove it");
    }
    return policy.orElse(tolerated ? OnError.SKIP_DEPENDANTS : OnError.FAIL);
  }

  private Stream<StepId> written(Field field, StepHead head) {
    var items = field.node() instanceof Node.Sequence ? field.items() : List.of(field);
    return items.stream()
        .flatMap(
            item -> item.text().filter(id -> isKnown(item, id, head)).map(StepId::new).stream());
  }

  private boolean isKnown(Field field, String id, StepHead head) {
    var place = places.get(id);
    if (place == null) {
      var seen = places.keySet().stream().filter(this::isSeen).toList();
      field.refuse("unknown step '" + id + "'" + Nearest.hint(id, seen));
    } else if (head.at().loops().contains(id)) {
      field.refuse("'" + id + "' is the loop around this step, which cannot wait for it");
    } else if (!isSeen(id)) {
      field.refuse(
          "step '%s' is inside the loop '%s'; wait for the loop"
              .formatted(id, place.loops().getLast()));
    } else {
      return StepId.isWellFormed(id);
    }
    return false;
  }

  private boolean isSeen(String id) {
    var place = places.get(id);
    return place != null && place.isAround(at) && !at.loops().contains(id);
  }
}
