/**
 * Cutting a subject out of its background: a small neural network says roughly where it is, and
 * plain arithmetic at full size finds its edge and frees the edge of the old background's colour.
 *
 * <p>{@link dev.backlot.media.cutout.CutoutModel} is the only door; it is thread-safe and loads the
 * network once, on first use. Steps may call it. Everything else here is pure functions on arrays.
 */
@NullMarked
package dev.backlot.media.cutout;

import org.jspecify.annotations.NullMarked;
