/**
 * Expressions: CEL compiled once, checked against declared names, evaluated with limits; and the
 * programs of a whole workflow.
 *
 * <p>For {@code definition} (compiles) and the engine and runtime (evaluate). The only room that
 * knows CEL, and it loads CEL only for expressions that are more than a name. An expression reaches
 * nothing but the values it names. Everything here is immutable and may be used by many threads,
 * save {@link dev.backlot.expression.ExpressionCompiler} and its {@link
 * dev.backlot.expression.Scope}, which belong to one.
 */
@NullMarked
package dev.backlot.expression;

import org.jspecify.annotations.NullMarked;
