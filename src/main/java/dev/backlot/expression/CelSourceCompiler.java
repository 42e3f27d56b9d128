package dev.backlot.expression;

import dev.backlot.model.Port;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSource;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** CEL with those names declared that a scope knows by now. */
final class CelSourceCompiler {
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .comprehensionMaxIterations(Budget.ITERATIONS_MAX)
          .enableHeterogeneousNumericComparisons(true)
          .build();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.legacyCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .addLibraries(CelFunctions.STRINGS, CelExtensions.math())
          .addFunctionBindings(CelFunctions.BOUND)
          .build();

  private final Scope scope;
  private final CelCompiler compiler;

  CelSourceCompiler(Scope scope) {
    this.scope = scope;
    var builder = standard();
    scope.names().forEach((name, port) -> builder.addVar(name, CelTypes.declared(port)));
    this.compiler = builder.build();
  }

  /** With our functions, and no names as yet. */
  static CelCompilerBuilder standard() {
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(OPTIONS)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addLibraries(CelFunctions.STRINGS, CelExtensions.math())
        .addFunctionDeclarations(CelFunctions.DECLARED);
  }

  Compilation compile(String source, Standpoint from) {
    var result = compiler.compile(source);
    if (result.hasError()) {
      return new Compilation.Rejected(problems(result, source, from));
    }
    return checked(tree(result), source, from);
  }

  private List<ExpressionProblem> problems(
      CelValidationResult result, String source, Standpoint from) {
    var problems = new ArrayList<ExpressionProblem>();
    for (var issue : result.getErrors()) {
      int offset = offset(result.getSource(), issue, source);
      CelMessages.atCompileTime(scope, from, source, offset, issue.getMessage())
          .filter(problem -> !problems.contains(problem))
          .ifPresent(problems::add);
    }
    return problems;
  }

  /** CEL counts code points; a position in a file counts characters. */
  private static int offset(CelSource read, CelIssue issue, String source) {
    var place = issue.getSourceLocation();
    int points = read.getLocationOffset(place.getLine(), place.getColumn()).orElse(0);
    return source.offsetByCodePoints(
        0, Math.min(points, source.codePointCount(0, source.length())));
  }

  private Compilation checked(CelAbstractSyntaxTree tree, String source, Standpoint from) {
    var hidden = hidden(tree, source, from);
    if (!hidden.isEmpty()) {
      return new Compilation.Rejected(hidden);
    }
    var wrongFields = MediaFieldCheck.problems(tree, scope);
    if (!wrongFields.isEmpty()) {
      return new Compilation.Rejected(wrongFields);
    }
    return CelTypes.result(tree.getResultType())
        .<Compilation>map(
            type -> new Compilation.Compiled(new CelProgram(program(tree), references(tree), type)))
        .orElseGet(() -> CelMessages.unusable(tree.getResultType()));
  }

  /** Names that are declared for another place in the workflow. */
  private List<ExpressionProblem> hidden(
      CelAbstractSyntaxTree tree, String source, Standpoint from) {
    var problems = new ArrayList<ExpressionProblem>();
    for (var name : references(tree).keySet()) {
      scope
          .refuse(name, from)
          .ifPresent(words -> problems.add(new ExpressionProblem(place(name, source), words)));
    }
    return problems;
  }

  private static int place(String name, String source) {
    var written = Pattern.compile(name.replace(".", "\\s*\\.\\s*")).matcher(source);
    return written.find() ? written.start() : 0;
  }

  private Map<String, Port> references(CelAbstractSyntaxTree tree) {
    var ports = new LinkedHashMap<String, Port>();
    for (var reference : tree.getReferenceMap().values()) {
      scope.find(reference.name()).ifPresent(port -> ports.put(reference.name(), port));
    }
    return ports;
  }

  private static CelAbstractSyntaxTree tree(CelValidationResult result) {
    try {
      return result.getAst();
    } catch (CelValidationException e) {
      throw new IllegalStateException("validated without errors, yet without a tree", e);
    }
  }

  static CelRuntime.Program program(CelAbstractSyntaxTree tree) {
    try {
      return RUNTIME.createProgram(tree);
    } catch (CelEvaluationException e) {
      throw new IllegalStateException("a checked expression did not become a program", e);
    }
  }
}
