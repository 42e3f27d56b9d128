package dev.backlot.definition;

import dev.backlot.expression.Compilation;
import dev.backlot.expression.CompiledExpression;
import dev.backlot.expression.ExpressionCompiler;
import dev.backlot.expression.Programs;
import dev.backlot.expression.ResultType;
import dev.backlot.expression.Scope;
import dev.backlot.expression.Standpoint;
import dev.backlot.model.Expression;
import dev.backlot.model.StepId;
import dev.backlot.model.Template;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The expressions of the workflow being read, compiled once each, as they are seen from one place
 * in it; at most {@value #DIFFERENT_MAX} different ones in all.
 */
final class Expressions {
  static final int DIFFERENT_MAX = 2_000;
  private static final String STEPS = "steps.";

  private final Store store;
  private final Standpoint from;

  /** What all places of a workflow share. */
  private static final class Store {
    private final ExpressionCompiler compiler;
    private final Map<Expression, CompiledExpression> compiled = new HashMap<>();
    private final Set<Use> uses = new HashSet<>();
    private int tried;

    Store(Scope scope) {
      this.compiler = new ExpressionCompiler(scope);
    }
  }

  /** One expression may be right here and wrong there. */
  private record Use(Expression expression, Standpoint from) {}

  Expressions(Scope scope) {
    this(new Store(scope), Standpoint.TOP);
  }

  private Expressions(Store store, Standpoint from) {
    this.store = store;
    this.from = from;
  }

  /** The same expressions as seen from another place. */
  Expressions from(Standpoint other) {
    return new Expressions(store, other);
  }

  /**
   * Compiles what stands in a field.
   *
   * @param offset where the source starts within the field's text
   */
  Optional<Expression> compile(Field field, String source, int offset) {
    var expression = new Expression(source);
    if (store.uses.contains(new Use(expression, from))) {
      return Optional.of(expression);
    }
    store.tried++;
    if (store.tried > DIFFERENT_MAX) {
      refuseOnce(field, offset);
      return Optional.empty();
    }
    return compile(field, expression, offset);
  }

  private void refuseOnce(Field field, int offset) {
    if (store.tried == DIFFERENT_MAX + 1) {
      field.refuse(
          field.placeAt(offset),
          "expected at most 2,000 different expressions, but there are more");
    }
  }

  private Optional<Expression> compile(Field field, Expression expression, int offset) {
    switch (store.compiler.compile(expression, from)) {
      case Compilation.Compiled(var program) -> {
        store.compiled.put(expression, program);
        store.uses.add(new Use(expression, from));
      }
      case Compilation.Rejected(var problems) -> {
        problems.forEach(
            problem -> field.refuse(field.placeAt(offset + problem.offset()), problem.message()));
        return Optional.empty();
      }
    }
    return Optional.of(expression);
  }

  ResultType type(Expression expression) {
    return program(expression).resultType();
  }

  /** The steps whose outputs a template reads. */
  Stream<StepId> steps(Template template) {
    return switch (template) {
      case Template.Literal _ -> Stream.of();
      case Template.Bound(var expression) -> steps(expression);
      case Template.Joined(var parts) -> parts.stream().flatMap(this::steps);
      case Template.Items(var items) -> items.stream().flatMap(this::steps);
      case Template.Fields(var fields) -> fields.values().stream().flatMap(this::steps);
    };
  }

  Stream<StepId> steps(Expression expression) {
    return program(expression).references().stream()
        .filter(name -> name.startsWith(STEPS))
        .map(name -> new StepId(name.substring(STEPS.length(), name.indexOf('.', STEPS.length()))));
  }

  /** The outputs of a step that are read anywhere in the workflow. */
  Set<String> outputsRead(StepId step) {
    var prefix = STEPS + step + ".";
    return store.compiled.values().stream()
        .flatMap(program -> program.references().stream())
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .collect(Collectors.toSet());
  }

  private CompiledExpression program(Expression expression) {
    var program = store.compiled.get(expression);
    if (program == null) {
      throw new IllegalStateException("expression was not compiled: " + expression);
    }
    return program;
  }

  Programs programs() {
    return new Programs(store.compiled);
  }
}
