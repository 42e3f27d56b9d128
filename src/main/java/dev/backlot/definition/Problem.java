package dev.backlot.definition;

import java.util.Comparator;

/**
 * A mistake in a workflow file.
 *
 * @param line counted from 1
 * @param column counted from 1
 * @param path the field, such as {@code steps.shop.with.image}; empty for the file as a whole
 */
public record Problem(String file, int line, int column, String path, String message) {
  static final Comparator<Problem> ORDER =
      Comparator.comparingInt(Problem::line)
          .thenComparingInt(Problem::column)
          .thenComparing(Problem::message);

  /** One line as compilers write it: {@code workflow.yaml:12:9 steps.shop: message}. */
  @Override
  public String toString() {
    var place = file + ":" + line + ":" + column;
    return path.isEmpty() ? place + ": " + message : place + " " + path + ": " + message;
  }
}
