/**
 * The way to the outside world: HTTP calls with limits, and the {@link
 * dev.backlot.provider.Provider} contract for whoever does work for money. Used by steps; knows
 * nothing of graphs. Thread-safe.
 */
@NullMarked
package dev.backlot.provider;

import org.jspecify.annotations.NullMarked;
