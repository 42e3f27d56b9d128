package dev.backlot.model;

import java.util.List;
import java.util.Map;

/** A parameter as written in a workflow: a literal, an expression, or a mixture of both. */
public sealed interface Template {
  record Literal(Value value) implements Template {}

  /** {@code ${{ expression }}} alone: the value keeps its type. */
  record Bound(Expression expression) implements Template {}

  /** Text with expressions in it: {@code "${{ run.name }}-shop"}; always text. */
  record Joined(List<Template> parts) implements Template {
    public Joined {
      parts = List.copyOf(parts);
    }
  }

  record Items(List<Template> items) implements Template {
    public Items {
      items = List.copyOf(items);
    }
  }

  record Fields(Map<String, Template> fields) implements Template {}
}
