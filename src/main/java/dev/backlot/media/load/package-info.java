/** Chooses the engine for pictures at start. Called once, by the wiring. */
@NullMarked
package dev.backlot.media.load;

import org.jspecify.annotations.NullMarked;
