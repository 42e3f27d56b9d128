package dev.backlot.definition;

import dev.backlot.model.Call;
import dev.backlot.model.Expression;
import dev.backlot.model.Nearest;
import dev.backlot.model.OnError;
import dev.backlot.model.Port;
import dev.backlot.model.RetryPolicy;
import dev.backlot.model.StepId;
import dev.backlot.model.StepSpec;
import dev.backlot.model.Template;
import dev.backlot.model.Value;
import dev.backlot.model.Work;
import dev.backlot.step.Literals;
import dev.backlot.step.Step;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads one step, once the names of all inputs and steps are known. */
final class StepReader {
  static final List<String> KEYS =
      List.of("uses", "with", "needs", "when", "retry", "timeout", "continue-on-error");

  private final Expressions expressions;
  private final ParameterReader parameters;
  private final ConditionReader conditions;
  private final Set<String> ids;

  StepReader(Expressions expressions, Set<String> ids) {
    this.expressions = expressions;
    this.parameters = new ParameterReader(expressions);
    this.conditions = new ConditionReader(expressions, new TemplateReader(expressions));
    this.ids = ids;
  }

  StepSpec read(StepHead head) {
    var when = head.find("when").flatMap(conditions::condition);
    var with = head.step().map(step -> with(head, step)).orElse(Map.of());
    var call =
        new Call(
            head.uses(),
            with,
            head.find("retry").map(RetryReader::read).orElse(RetryPolicy.DEFAULT),
            head.find("timeout").flatMap(StepReader::timeout).orElse(Call.TIMEOUT_DEFAULT));
    boolean tolerated = head.find("continue-on-error").flatMap(Field::flag).orElse(false);
    return new StepSpec(
        head.id(),
        new Work.Calls(List.of(call)),
        needs(head, with, when),
        when,
        when.stream().flatMap(expressions::steps).collect(Collectors.toSet()),
        tolerated ? OnError.SKIP_DEPENDANTS : OnError.FAIL);
  }

  private Map<String, Template> with(StepHead head, Step step) {
    var given = head.find("with").map(Field::fields).orElse(Map.of());
    var read = parameters.read(given, step.type());
    if (head.find("with").stream().allMatch(field -> field.node() instanceof Node.Mapping)) {
      missing(head, step, given.keySet());
      refusedTogether(head, step, given, read);
    }
    return read;
  }

  private static void missing(StepHead head, Step step, Set<String> given) {
    for (var port : step.type().parameters()) {
      if (port.required() && port.fallback().isEmpty() && !given.contains(port.name())) {
        head.withOrUses()
            .refuse(step.type().name() + " needs '" + port.name() + "', " + port.expectation());
      }
    }
  }

  private static void refusedTogether(
      StepHead head, Step step, Map<String, Field> given, Map<String, Template> read) {
    step.refuse(literals(step, read))
        .ifPresent(
            refusal ->
                Optional.ofNullable(given.get(refusal.field()))
                    .orElseGet(head::withOrUses)
                    .refuse(refusal.message()));
  }

  private static Literals literals(Step step, Map<String, Template> read) {
    var values = new HashMap<String, Value>();
    for (Port port : step.type().parameters()) {
      if (read.get(port.name()) instanceof Template.Literal(var value)) {
        values.put(port.name(), value);
      } else if (!read.containsKey(port.name())) {
        port.fallback().ifPresent(value -> values.put(port.name(), value));
      }
    }
    return new Literals(values);
  }

  private Set<StepId> needs(StepHead head, Map<String, Template> with, Optional<Expression> when) {
    var needs = new LinkedHashSet<StepId>();
    head.find("needs").ifPresent(field -> written(field).forEach(needs::add));
    Stream.concat(
            with.values().stream().flatMap(expressions::steps),
            when.stream().flatMap(expressions::steps))
        .forEach(needs::add);
    return needs;
  }

  private Stream<StepId> written(Field field) {
    var items = field.node() instanceof Node.Sequence ? field.items() : List.of(field);
    return items.stream()
        .flatMap(item -> item.text().filter(id -> isKnown(item, id)).map(StepId::new).stream());
  }

  private boolean isKnown(Field field, String id) {
    boolean known = ids.contains(id);
    if (!known) {
      field.refuse("unknown step '" + id + "'" + Nearest.hint(id, ids));
    }
    return known && StepId.isWellFormed(id);
  }

  private static Optional<Duration> timeout(Field field) {
    var timeout = Durations.read(field, Call.TIMEOUT_MAX);
    if (timeout.filter(Duration::isZero).isPresent()) {
      field.refuse("expected a timeout of at least 1ms, but 0");
    }
    return timeout;
  }
}
