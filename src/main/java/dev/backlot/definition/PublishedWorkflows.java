package dev.backlot.definition;

import java.util.Optional;

/**
 * The workflows that a step may run as a whole. A published version never changes, so what was
 * checked against it stays checked.
 */
@FunctionalInterface
public interface PublishedWorkflows {
  /** For files that stand alone. */
  PublishedWorkflows NONE = (_, _) -> Optional.empty();

  /** A published version; empty for a draft, an unknown one, and one of somebody else. */
  Optional<Definition> find(String name, int version);
}
