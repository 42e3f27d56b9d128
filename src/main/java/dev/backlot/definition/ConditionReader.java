package dev.backlot.definition;

import dev.backlot.model.Expression;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Template;
import dev.backlot.model.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Reads conditions, which are expressions with or without {@code ${{ }}}, and lists of checks. */
final class ConditionReader {
  static final List<String> CHECK_KEYS = List.of("expect", "message");
  private static final Port TRUTH = Port.of("condition", PortType.BOOLEAN, "");

  private final Expressions expressions;
  private final TemplateReader templates;

  ConditionReader(Expressions expressions, TemplateReader templates) {
    this.expressions = expressions;
    this.templates = templates;
  }

  Optional<Expression> condition(Field field) {
    if (!(field.node() instanceof Node.Scalar scalar) || scalar.value() instanceof Value.Null) {
      return field.mistyped("a condition such as inputs.photo.width > 300");
    }
    var text = scalar.text();
    var code = Splice.only(text).orElseGet(() -> new Splice.Code(text.strip(), 0));
    return expressions
        .compile(field, code.source(), code.offset())
        .filter(expression -> isTruth(field, expression, code.offset()));
  }

  private boolean isTruth(Field field, Expression expression, int offset) {
    var misfit = PortFit.misfit(TRUTH, expression, expressions.type(expression));
    misfit.ifPresent(message -> field.refuse(field.placeAt(offset), message));
    return misfit.isEmpty();
  }

  /**
   * A list of objects that hold, at run time, {@code holds}, {@code expect} and {@code message}.
   */
  Optional<Template> checks(Field field) {
    var checks = new ArrayList<Template>();
    for (var item : field.items()) {
      check(item).ifPresent(checks::add);
    }
    return Optional.of(new Template.Items(checks));
  }

  private Optional<Template> check(Field item) {
    if (item.node() instanceof Node.Scalar) {
      return condition(item).map(expect -> check(expect, doesNotHold(expect)));
    }
    var fields = item.fields(CHECK_KEYS);
    var expect = fields.get("expect");
    if (expect == null) {
      item.refuse("missing 'expect', a condition");
      return Optional.empty();
    }
    var message = Optional.ofNullable(fields.get("message")).flatMap(this::message);
    return condition(expect)
        .map(holds -> check(holds, message.orElseGet(() -> doesNotHold(holds))));
  }

  private Optional<Template> message(Field field) {
    return field.text().flatMap(_ -> templates.read(field));
  }

  private static Template doesNotHold(Expression expect) {
    return new Template.Literal(Value.of("'" + expect + "' does not hold"));
  }

  private static Template check(Expression holds, Template message) {
    var fields = new LinkedHashMap<String, Template>();
    fields.put("holds", new Template.Bound(holds));
    fields.put("expect", new Template.Literal(Value.of(holds.source())));
    fields.put("message", message);
    return new Template.Fields(fields);
  }
}
