package dev.backlot.runtime;

import dev.backlot.model.Progress;
import java.util.Optional;

/**
 * How much of a step goes on right now.
 *
 * @param attempts that run, over all items
 * @param progress how far it says it is; empty where it says nothing, or several run
 */
public record Busy(long attempts, Optional<Progress> progress) {}
