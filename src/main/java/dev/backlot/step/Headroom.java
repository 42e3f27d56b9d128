package dev.backlot.step;

import dev.backlot.model.ResourceKey;

/**
 * Whether something could be had right now within what operators allow of it. A hint for a choice
 * between several: it may be gone a moment later, so nothing is promised by it.
 */
@FunctionalInterface
public interface Headroom {
  /** Where nobody limits anything. */
  Headroom ALWAYS = _ -> true;

  /** Whether a permit and a token of it are free, beyond what those take who already wait. */
  boolean isIn(ResourceKey key);
}
