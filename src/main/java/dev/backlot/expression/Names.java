package dev.backlot.expression;

import dev.backlot.model.Value;

/** The values of one run by qualified name, asked for only when an expression needs them. */
@FunctionalInterface
public interface Names {
  /**
   * The value of a name such as {@code steps.cutout.image}; {@link Value.Null} when its step was
   * skipped.
   */
  Value find(String qualifiedName);
}
