package dev.backlot.expression;

/**
 * Why an expression was rejected.
 *
 * @param offset characters from the start of its source, counted from 0
 */
public record ExpressionProblem(int offset, String message) {}
