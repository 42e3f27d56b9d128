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

  public ExpressionCompiler(Scope scope) {
    this.scope = scope;
  }

  public Compilation compile(Expression expression) {
    var source = expression.source();
    if (source.isBlank()) {
      return rejected("expected an expression, but nothing");
    }
    if (source.length() > Expression.LENGTH_MAX) {
      return rejected("expected at most 4,096 characters, but " + source.length());
    }
    return plainName(source).orElseGet(() -> cel().compile(source));
  }

  /** A path is decided here, without CEL, unless it goes on into a value. */
  private Optional<Compilation> plainName(String source) {
    if (!PATH.matcher(source).matches()) {
      return Optional.empty();
    }
    var declared = scope.find(source);
    if (declared.isPresent()) {
      return Optional.of(
          new Compilation.Compiled(new Lookup(source, ResultType.of(declared.get()))));
    }
    var path = List.of(source.split("\\."));
    return leadsIntoValue(path) ? Optional.empty() : Optional.of(unknown(path));
  }

  private boolean leadsIntoValue(List<String> path) {
    return IntStream.of(2, 3)
        .filter(length -> length < path.size())
        .anyMatch(length -> scope.find(String.join(".", path.subList(0, length))).isPresent());
  }

  private Compilation unknown(List<String> path) {
    return scope.isUndecided(path)
        ? new Compilation.Rejected(List.of())
        : rejected(scope.explain(path));
  }

  private static Compilation rejected(String message) {
    return new Compilation.Rejected(List.of(new ExpressionProblem(0, message)));
  }

  private CelSourceCompiler cel() {
    if (cel == null) {
      cel = new CelSourceCompiler(scope);
    }
    return cel;
  }
}
