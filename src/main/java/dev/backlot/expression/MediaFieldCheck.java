package dev.backlot.expression;

import dev.backlot.model.Nearest;
import dev.backlot.model.Port;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExprVisitor;
import java.util.ArrayList;
import java.util.List;

/** Finds misspelt facts of media, which CEL itself would only miss when the expression runs. */
final class MediaFieldCheck extends CelExprVisitor {
  private final CelAbstractSyntaxTree tree;
  private final Scope scope;
  private final List<ExpressionProblem> problems = new ArrayList<>();

  private MediaFieldCheck(CelAbstractSyntaxTree tree, Scope scope) {
    this.tree = tree;
    this.scope = scope;
  }

  static List<ExpressionProblem> problems(CelAbstractSyntaxTree tree, Scope scope) {
    var check = new MediaFieldCheck(tree, scope);
    check.visit(tree);
    return check.problems;
  }

  @Override
  protected void visit(CelExpr expression, CelExpr.CelSelect select) {
    var reference = tree.getReferenceMap().get(select.operand().id());
    if (reference != null && !MediaFields.NAMES.contains(select.field())) {
      scope
          .find(reference.name())
          .filter(port -> port.type().isMedia() && !port.list())
          .ifPresent(port -> refuse(expression, port, select.field()));
    }
    super.visit(expression, select);
  }

  private void refuse(CelExpr expression, Port port, String field) {
    int offset = tree.getSource().getPositionsMap().getOrDefault(expression.id(), 0);
    var hint = Nearest.hint(field, MediaFields.NAMES);
    problems.add(
        new ExpressionProblem(offset, port.expectation() + " has no '" + field + "'" + hint));
  }
}
