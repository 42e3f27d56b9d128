package dev.backlot.expression;

import dev.backlot.model.Expression;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Compiles the expressions of one workflow; confined to one thread. */
public final class ExpressionCompiler {
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)+");

  private final Scope scope;
  private @Nullable CelSourceCompiler cel;
  private int namesInCel;

  public ExpressionCompiler(Scope scope) {
    this.scope = scope;
  }

  /**
   * Compiles one expression.
   *
   * @param from where it stands: what it may see
   */
  public Compilation compile(Expression expression, Standpoint from) {
    var source = expression.source();
    if (source.isBlank()) {
      return rejected("expected an expression, but nothing");
    }
    if (source.length() > Expression.LENGTH_MAX) {
      return rejected("expected at most 4,096 characters, but " + source.length());
    }
    scope.prepare(source, from);
    return plainName(source, from).orElseGet(() -> cel().compile(source, from));
  }

  /** A path is decided here, without CEL, unless it goes on into a value. */
  private Optional<Compilation> plainName(String source, Standpoint from) {
    if (!PATH.matcher(source).matches()) {
      return Optional.empty();
    }
    var declared = scope.find(source);
    if (declared.isPresent()) {
      return Optional.of(
          scope
              .refuse(source, from)
              .map(ExpressionCompiler::rejected)
              .orElseGet(
                  () ->
                      new Compilation.Compiled(new Lookup(source, ResultType.of(declared.get())))));
    }
    var path = List.of(source.split("\\."));
    return leadsIntoValue(path) ? Optional.empty() : Optional.of(unknown(path, from));
  }

  private boolean leadsIntoValue(List<String> path) {
    return IntStream.of(2, 3)
        .filter(length -> length < path.size())
        .anyMatch(length -> scope.find(String.join(".", path.subList(0, length))).isPresent());
  }

  private Compilation unknown(List<String> path, Standpoint from) {
    return scope.isUndecided(path, from)
        ? new Compilation.Rejected(List.of())
        : rejected(scope.explain(path, from));
  }

  private static Compilation rejected(String message) {
    return new Compilation.Rejected(List.of(new ExpressionProblem(0, message)));
  }

  private CelSourceCompiler cel() {
    if (cel == null || namesInCel < scope.names().size()) {
      cel = new CelSourceCompiler(scope);
      namesInCel = scope.names().size();
    }
    return cel;
  }
}
