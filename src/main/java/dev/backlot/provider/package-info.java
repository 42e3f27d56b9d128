/**
 * The way to the outside world: HTTP calls with limits. Used by steps; knows nothing of graphs.
 * Thread-safe.
 */
@NullMarked
package dev.backlot.provider;

import org.jspecify.annotations.NullMarked;
