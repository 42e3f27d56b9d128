package dev.backlot.definition;

import dev.backlot.expression.ResultType;
import dev.backlot.model.GateDecision.Verdict;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.StepId;
import dev.backlot.model.Template;
import dev.backlot.model.Value;
import dev.backlot.model.Work;
import dev.backlot.model.Work.Gate;
import dev.backlot.model.Work.OnReject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a step that waits for people. */
final class GateReader {
  static final List<String> KEYS =
      List.of(
          "title",
          "show",
          "before",
          "assignees",
          "approvals",
          "select",
          "expires-after",
          "on-expiry",
          "remind-every",
          "on-reject",
          "regenerate");
  static final List<String> SELECT_KEYS = List.of("min", "max");
  private static final Port TITLE = Port.of("title", PortType.TEXT, "").between(1, 500);
  private static final Port ANYTHING = Port.of("show", PortType.JSON, "");
  private static final int NAME_MAX = 200;
  private static final Duration REMINDER_LEAST = Duration.ofMinutes(1);
  private static final Template NOTHING = new Template.Literal(Value.none());
  private static final Map<String, Verdict> ON_EXPIRY = new LinkedHashMap<>();
  private static final Map<String, OnReject> ON_REJECT = new LinkedHashMap<>();

  static {
    ON_EXPIRY.put(Verdict.APPROVE.word(), Verdict.APPROVE);
    ON_EXPIRY.put(Verdict.REJECT.word(), Verdict.REJECT);
    for (var policy : OnReject.values()) {
      ON_REJECT.put(policy.word(), policy);
    }
  }

  private final ParameterReader parameters;
  private final TemplateTypes types;

  GateReader(ParameterReader parameters, Expressions expressions) {
    this.parameters = parameters;
    this.types = new TemplateTypes(expressions);
  }

  /** Whether somebody may ask for another version: known before the gate is read in full. */
  static boolean regenerates(StepHead head) {
    var gate = head.fields().get("gate");
    return gate != null
        && gate.node() instanceof Node.Mapping(_, var entries)
        && entries.containsKey("regenerate");
  }

  Gate read(StepHead head) {
    var gate = head.fields().get("gate");
    var fields = gate == null ? Map.<String, Field>of() : gate.fields(KEYS);
    if (gate != null && gate.node() instanceof Node.Mapping && !fields.containsKey("title")) {
      gate.refuse(gate.key(), "missing 'title', what people are asked");
    }
    var show = find(fields, "show").flatMap(this::anything).orElse(NOTHING);
    var assignees = find(fields, "assignees").map(GateReader::assignees).orElse(List.of());
    var expiry = find(fields, "expires-after").flatMap(GateReader::wait);
    return new Gate(
        find(fields, "title").flatMap(field -> parameters.value(field, TITLE)).orElse(NOTHING),
        show,
        find(fields, "before").flatMap(this::anything),
        assignees,
        find(fields, "approvals").map(field -> approvals(field, assignees)).orElse(1),
        find(fields, "select").flatMap(field -> selection(field, fields, show)),
        expiry,
        find(fields, "on-expiry").flatMap(field -> onExpiry(field, fields)).orElse(Verdict.REJECT),
        find(fields, "remind-every").flatMap(field -> reminder(field, expiry)),
        find(fields, "on-reject").flatMap(field -> field.choice(ON_REJECT)).orElse(OnReject.BRANCH),
        find(fields, "regenerate").flatMap(GateReader::producer));
  }

  private Optional<Template> anything(Field field) {
    if (field.node() instanceof Node.Sequence(_, var items) && items.size() > Gate.CANDIDATES_MAX) {
      field.refuse("expected at most 100 candidates, but " + items.size());
    }
    return parameters.value(field, ANYTHING);
  }

  private static List<String> assignees(Field field) {
    var items = field.node() instanceof Node.Sequence ? field.items() : List.of(field);
    var names = new ArrayList<String>();
    for (var item : items) {
      item.text().filter(name -> isName(item, name, names)).ifPresent(names::add);
    }
    if (items.isEmpty() || items.size() > Gate.ASSIGNEES_MAX) {
      field.refuse("expected 1 to 100 assignees, but " + items.size());
    }
    return names;
  }

  private static boolean isName(Field field, String name, List<String> others) {
    if (Splice.hasSigns(name)) {
      field.refuse("an assignee is a name, it cannot hold an expression");
    } else if (name.isBlank() || name.length() > NAME_MAX) {
      field.refuse("expected a name of 1 to 200 characters");
    } else if (others.contains(name)) {
      field.refuse("'" + name + "' is named twice");
    } else {
      return true;
    }
    return false;
  }

  private static int approvals(Field field, List<String> assignees) {
    int approvals = field.integer(1, Gate.APPROVALS_MAX, "approvals").orElse(1);
    if (!assignees.isEmpty() && approvals > assignees.size()) {
      field.refuse(
          "expected at most as many approvals as assignees, %d, but %d"
              .formatted(assignees.size(), approvals));
    }
    return approvals;
  }

  private Optional<Work.Selection> selection(
      Field field, Map<String, Field> fields, Template show) {
    if (!fields.containsKey("show")) {
      field.refuse(field.key(), "'select' has no meaning without 'show'");
      return Optional.empty();
    }
    var type = types.of(show);
    if (!type.list() && !type.isDynamic()) {
      field.refuse("expected a list in 'show' to select from, but it is " + type.words());
    }
    var selection = field.node() instanceof Node.Mapping ? range(field) : exactly(field);
    shown(show)
        .filter(count -> selection.filter(kept -> kept.least() > count).isPresent())
        .ifPresent(count -> field.refuse("expected at most as many as are shown, " + count));
    return selection;
  }

  /** How many candidates there will be, where the file itself tells. */
  private static Optional<Integer> shown(Template show) {
    return switch (show) {
      case Template.Literal(Value.ListOf(var items)) -> Optional.of(items.size());
      case Template.Items(var items) -> Optional.of(items.size());
      default -> Optional.empty();
    };
  }

  private static Optional<Work.Selection> exactly(Field field) {
    return field
        .integer(1, Gate.CANDIDATES_MAX, "candidates to keep")
        .map(count -> new Work.Selection(count, count));
  }

  private static Optional<Work.Selection> range(Field field) {
    var fields = field.fields(SELECT_KEYS);
    int least = limit(fields, "min", 0).orElse(1);
    int most = limit(fields, "max", 1).orElse(Gate.CANDIDATES_MAX);
    if (least > most) {
      field.refuse("expected a min of at most the max");
      return Optional.empty();
    }
    return Optional.of(new Work.Selection(least, most));
  }

  private static Optional<Integer> limit(Map<String, Field> fields, String key, int least) {
    return find(fields, key)
        .flatMap(field -> field.integer(least, Gate.CANDIDATES_MAX, "candidates to keep"));
  }

  private static Optional<Duration> wait(Field field) {
    var wait = Durations.read(field, Gate.WAIT_MAX);
    if (wait.filter(Duration::isZero).isPresent()) {
      field.refuse("expected a time to decide, but 0");
    }
    return wait;
  }

  private static Optional<Verdict> onExpiry(Field field, Map<String, Field> fields) {
    if (!fields.containsKey("expires-after")) {
      field.refuse(field.key(), "'on-expiry' has no meaning without 'expires-after'");
    }
    return field.choice(ON_EXPIRY);
  }

  private static Optional<Duration> reminder(Field field, Optional<Duration> expiry) {
    var every = Durations.read(field, Gate.WAIT_MAX);
    if (every.filter(time -> time.compareTo(REMINDER_LEAST) < 0).isPresent()) {
      field.refuse("expected at least 1m between reminders");
    } else if (every.isPresent()
        && expiry.filter(end -> end.compareTo(every.get()) <= 0).isPresent()) {
      field.refuse("the gate expires before it reminds for the first time");
    }
    return every;
  }

  private static Optional<StepId> producer(Field field) {
    return field.text().filter(id -> isId(field, id)).map(StepId::new);
  }

  private static boolean isId(Field field, String id) {
    if (!StepId.isWellFormed(id)) {
      field.refuse("expected the id of a step, but '" + id + "'");
    }
    return StepId.isWellFormed(id);
  }

  private static Optional<Field> find(Map<String, Field> fields, String key) {
    return Optional.ofNullable(fields.get(key)).filter(field -> !field.isNothing());
  }

  /** What others see once somebody has decided. */
  List<Port> ports(StepHead head) {
    var shown =
        Optional.ofNullable(head.fields().get("gate"))
            .filter(gate -> gate.node() instanceof Node.Mapping)
            .flatMap(gate -> find(gate.fields(), "show"))
            .flatMap(this::anything)
            .map(types::of)
            .orElse(ResultType.DYNAMIC);
    var one = shown.list() ? TemplateTypes.item(shown) : shown;
    return List.of(
        Port.of("decision", PortType.TEXT, "approved or rejected"),
        Port.of("approved", PortType.BOOLEAN, "Whether it was approved"),
        Port.of("rejected", PortType.BOOLEAN, "Whether it was rejected"),
        Port.of("by", PortType.TEXT, "Who had the last word"),
        Port.of("note", PortType.TEXT, "What they said"),
        TemplateTypes.port("selected", TemplateTypes.many(one), "What was kept"),
        TemplateTypes.port("first", one, "The first of what was kept"));
  }
}
