package dev.backlot.definition;

import dev.backlot.model.Expression;
import dev.backlot.model.Template;
import dev.backlot.model.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads named conditions in order. They become one expression that chooses, so that a condition is
 * evaluated only where none before it holds: {@code logo.width > 300} may follow {@code logo ==
 * null}.
 */
final class CaseReader {
  static final List<String> KEYS = List.of("case", "when");
  private static final int CASES_MAX = 50;
  private static final int NAME_MAX = 63;

  private final Expressions expressions;
  private final ConditionReader conditions;

  CaseReader(Expressions expressions, ConditionReader conditions) {
    this.expressions = expressions;
    this.conditions = conditions;
  }

  private record Case(String name, Expression when) {
    Value value() {
      var fields = new LinkedHashMap<String, Value>();
      fields.put("case", Value.of(name));
      fields.put("when", Value.of(when.source()));
      return new Value.ObjectOf(fields);
    }
  }

  /** An object that holds, at run time, {@code chosen} and {@code cases}. */
  Optional<Template> read(Field field) {
    var items = field.items();
    if (field.node() instanceof Node.Sequence && (items.isEmpty() || items.size() > CASES_MAX)) {
      field.refuse("expected 1 to " + CASES_MAX + " cases, but " + items.size());
      return Optional.empty();
    }
    var names = new HashSet<String>();
    var cases = new ArrayList<Case>();
    items.forEach(item -> read(item, names).ifPresent(cases::add));
    return cases.isEmpty() || cases.size() < items.size() ? Optional.empty() : chosen(field, cases);
  }

  private Optional<Case> read(Field item, Set<String> names) {
    var fields = item.fields(KEYS);
    if (!(item.node() instanceof Node.Mapping)) {
      return Optional.empty();
    }
    var name = present(item, fields, "case", "its name").flatMap(field -> name(field, names));
    var when = present(item, fields, "when", "a condition").flatMap(conditions::condition);
    return name.isPresent() && when.isPresent()
        ? Optional.of(new Case(name.get(), when.get()))
        : Optional.empty();
  }

  private static Optional<Field> present(
      Field item, Map<String, Field> fields, String key, String what) {
    var field = Optional.ofNullable(fields.get(key));
    if (field.isEmpty()) {
      item.refuse("missing '" + key + "', " + what);
    }
    return field;
  }

  private static Optional<String> name(Field field, Set<String> names) {
    var name = field.text();
    if (name.isEmpty()) {
      return name;
    }
    if (name.get().isBlank() || name.get().length() > NAME_MAX || Splice.hasSigns(name.get())) {
      field.refuse("expected a name of 1 to 63 characters, without expressions");
      return Optional.empty();
    }
    if (!names.add(name.get())) {
      field.refuse("the case '" + name.get() + "' is named twice");
    }
    return name;
  }

  private Optional<Template> chosen(Field field, List<Case> cases) {
    return chooser(field, cases)
        .map(
            chooser -> {
              var fields = new LinkedHashMap<String, Template>();
              fields.put("chosen", new Template.Bound(chooser));
              fields.put("cases", new Template.Literal(new Value.ListOf(values(cases))));
              return new Template.Fields(fields);
            });
  }

  private static List<Value> values(List<Case> cases) {
    return cases.stream().map(Case::value).collect(Collectors.toList());
  }

  /** A line break ends a comment within a condition. */
  private Optional<Expression> chooser(Field field, List<Case> cases) {
    var source = new StringBuilder();
    for (int i = 0; i < cases.size(); i++) {
      source
          .append('(')
          .append(cases.get(i).when().source())
          .append("\n) ? ")
          .append(i)
          .append(" : ");
    }
    source.append("-1");
    if (source.length() > Expression.LENGTH_MAX) {
      field.refuse("expected conditions of at most 4,096 characters together");
      return Optional.empty();
    }
    return expressions.compile(field, source.toString(), 0);
  }
}
