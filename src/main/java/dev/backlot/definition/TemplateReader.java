package dev.backlot.definition;

import dev.backlot.model.Expression;
import dev.backlot.model.Template;
import dev.backlot.model.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Reads values in which expressions may stand; what is rejected is noted and left out. */
final class TemplateReader {
  private final Expressions expressions;

  TemplateReader(Expressions expressions) {
    this.expressions = expressions;
  }

  /** Any value; without expressions it is a literal as a whole. */
  Optional<Template> read(Field field) {
    return switch (field.node()) {
      case Node.Scalar scalar when scalar.value() instanceof Value.Text(var text) ->
          text(field, text);
      case Node.Sequence _ -> Optional.of(items(field));
      case Node.Mapping _ -> Optional.of(object(field));
      case Node.Scalar scalar -> Optional.of(new Template.Literal(scalar.value()));
    };
  }

  private Template items(Field field) {
    var items = new ArrayList<Template>();
    field.items().forEach(item -> read(item).ifPresent(items::add));
    return items.stream().allMatch(Template.Literal.class::isInstance)
        ? literal(field)
        : new Template.Items(items);
  }

  private Template object(Field field) {
    var fields = new LinkedHashMap<String, Template>();
    field
        .fields()
        .forEach((name, child) -> read(child).ifPresent(template -> fields.put(name, template)));
    return fields.values().stream().allMatch(Template.Literal.class::isInstance)
        ? literal(field)
        : new Template.Fields(fields);
  }

  private static Template literal(Field field) {
    return new Template.Literal(unescaped(field.node().value()));
  }

  // $${{ stands for the sign itself, at any depth of a literal
  private static Value unescaped(Value value) {
    return switch (value) {
      case Value.Text(var text) when Splice.hasSigns(text) -> Value.of(text.replace("$${{", "${{"));
      case Value.ListOf(var items) ->
          new Value.ListOf(items.stream().map(TemplateReader::unescaped).toList());
      case Value.ObjectOf(var fields) -> {
        var plain = new LinkedHashMap<String, Value>();
        fields.forEach((name, field) -> plain.put(name, unescaped(field)));
        yield new Value.ObjectOf(plain);
      }
      default -> value;
    };
  }

  private Optional<Template> text(Field field, String text) {
    var parts = Splice.cut(text);
    if (parts.isEmpty()) {
      return Optional.of(new Template.Literal(Value.of(text)));
    }
    var only = Splice.only(text);
    return only.isPresent() ? bound(field, only.get()) : joined(field, parts);
  }

  private Optional<Template> bound(Field field, Splice.Code code) {
    return expressions.compile(field, code.source(), code.offset()).map(Template.Bound::new);
  }

  private Optional<Template> joined(Field field, List<Splice.Part> parts) {
    var templates = new ArrayList<Template>();
    for (var part : parts) {
      part(field, part).ifPresent(templates::add);
    }
    if (templates.size() < parts.size()) {
      return Optional.empty();
    }
    return Optional.of(
        templates.size() == 1 ? templates.getFirst() : new Template.Joined(templates));
  }

  private Optional<Template> part(Field field, Splice.Part part) {
    return switch (part) {
      case Splice.Words(var text) -> Optional.of(new Template.Literal(Value.of(text)));
      case Splice.Unclosed(var offset) -> {
        field.refuse(field.placeAt(offset), "'${{' is never closed by '}}'");
        yield Optional.empty();
      }
      case Splice.Code code ->
          expressions
              .compile(field, code.source(), code.offset())
              .filter(expression -> fitsText(field, expression, code.offset()))
              .map(Template.Bound::new);
    };
  }

  private boolean fitsText(Field field, Expression expression, int offset) {
    var type = expressions.type(expression);
    boolean fits = !type.list() && !type.type().isMedia();
    if (!fits) {
      var message =
          "expected text or a number within text, but "
              + PortFit.shown(expression)
              + " is "
              + type.words();
      field.refuse(field.placeAt(offset), message);
    }
    return fits;
  }
}
