package dev.backlot.expression;

import java.util.Collection;
import java.util.Map;

/**
 * What one evaluation may still touch. Every intermediate value counts, so a long text or list in a
 * loop ends the evaluation before it fills the memory.
 */
final class Budget {
  static final int ITERATIONS_MAX = 10_000;
  static final int TEXT_MAX = 1_048_576;
  static final int ELEMENTS_MAX = 10_000;
  private static final long TOUCHED_TEXT_MAX = 16L * TEXT_MAX;
  private static final long TOUCHED_ELEMENTS_MAX = 100L * ELEMENTS_MAX;

  private long text;
  private long elements;

  void touch(Object value) {
    switch (value) {
      case String characters -> text += characters.length();
      case Collection<?> items -> elements += items.size();
      case Map<?, ?> fields -> elements += fields.size();
      default -> elements++;
    }
    if (text > TOUCHED_TEXT_MAX || elements > TOUCHED_ELEMENTS_MAX) {
      throw new ExpressionException(
          "the expression handles too much data: 16 MiB of text or 1,000,000 elements");
    }
  }

  static void requireText(long length) {
    if (length > TEXT_MAX) {
      throw new ExpressionException("expected at most 1,048,576 characters of text, but " + length);
    }
  }
}
