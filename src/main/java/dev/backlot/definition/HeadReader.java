package dev.backlot.definition;

import dev.backlot.expression.Standpoint;
import dev.backlot.model.StepId;
import dev.backlot.model.Work;
import dev.backlot.step.StepRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds every step of a file, those within loops too: what each is, before any is read in full. */
final class HeadReader {
  static final List<String> FALLBACK_KEYS = List.of("uses", "with", "retry", "timeout", "memo");
  private static final int FALLBACKS_MAX = Work.Calls.WAYS_MAX - 1;

  private final StepRegistry registry;
  private final NestedReader nested;
  private final Map<String, Field> seen = new HashMap<>();

  HeadReader(StepRegistry registry, PublishedWorkflows published) {
    this.registry = registry;
    this.nested = new NestedReader(published, registry.limits());
  }

  /** The steps of the workflow, with those in their bodies. */
  List<StepHead> read(Field steps) {
    var heads = scope(steps, Standpoint.TOP);
    if (seen.size() > registry.limits().steps()) {
      steps.refuse("expected at most " + registry.limits().steps() + " steps, but " + seen.size());
    }
    return heads;
  }

  private List<StepHead> scope(Field steps, Standpoint at) {
    var fields = steps.fields();
    if (fields.isEmpty() && steps.node() instanceof Node.Mapping) {
      steps.refuse("expected at least one step");
    }
    var heads = new ArrayList<StepHead>();
    fields.forEach((id, field) -> head(id, field, at).ifPresent(heads::add));
    return heads;
  }

  private Optional<StepHead> head(String id, Field field, Standpoint at) {
    if (id.equals(StepId.INPUTS.value())) {
      field.refuse(field.key(), "the step id 'inputs' is reserved, choose another");
      return Optional.empty();
    }
    var first = seen.putIfAbsent(id, field);
    if (first != null) {
      field.refuse(
          field.key(),
          "step ids are unique within a file, and line %d has a step '%s' already"
              .formatted(first.key().line(), id));
      return Optional.empty();
    }
    return FieldName.check(field, id)
        ? Optional.of(head(new StepId(id), field, at))
        : Optional.empty();
  }

  private StepHead head(StepId id, Field field, Standpoint at) {
    var fields = field.fields(StepKind.allKeys());
    var kind = StepKind.of(field, fields);
    boolean calls = kind == StepKind.USES;
    return new StepHead(
        id,
        field,
        fields,
        kind,
        at,
        calls ? Optional.of(CallHead.read(field, fields, registry)) : Optional.empty(),
        calls ? fallbacks(fields) : List.of(),
        kind == StepKind.WORKFLOW ? nested.head(fields, depth(at)) : Optional.empty(),
        kind == StepKind.FOR_EACH ? body(field, fields, at.within(id.value())) : List.of(),
        registry.limits());
  }

  /** How many loops stand around the steps of this place. */
  private static int depth(Standpoint at) {
    return at.loops().size();
  }

  private List<StepHead> body(Field loop, Map<String, Field> fields, Standpoint inside) {
    var steps = fields.get("steps");
    if (steps == null || steps.isNothing()) {
      loop.refuse(loop.key(), "missing 'steps', what is done for each item");
      return List.of();
    }
    if (depth(inside) > registry.limits().depth()) {
      loop.refuse(loop.key(), nested.tooDeep(depth(inside)));
      return List.of();
    }
    return scope(steps, inside);
  }

  private List<CallHead> fallbacks(Map<String, Field> fields) {
    var field = Optional.ofNullable(fields.get("fallback")).filter(found -> !found.isNothing());
    var items = field.map(HeadReader::items).orElse(List.of());
    if (items.size() > FALLBACKS_MAX) {
      field.get().refuse("expected at most " + FALLBACKS_MAX + " fallbacks, but " + items.size());
    }
    return items.stream().map(this::fallback).toList();
  }

  private static List<Field> items(Field field) {
    return field.node() instanceof Node.Sequence ? field.items() : List.of(field);
  }

  private CallHead fallback(Field field) {
    var fields = field.fields(FALLBACK_KEYS);
    if (!fields.containsKey("uses") && field.node() instanceof Node.Mapping) {
      field.refuse("missing 'uses', the step type that takes over");
    }
    return CallHead.read(field, fields, registry);
  }
}
