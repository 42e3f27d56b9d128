/**
 * Cutting a subject out of its background: a small neural network says roughly where it is, twice
 * if a part of the picture is enough, and plain arithmetic at full size finds its edge and thin
 * parts, and frees both of the old background's colour.
 *
 * <p>{@link dev.backlot.media.cutout.CutoutModel} is the only door; it is thread-safe and loads the
 * network once, on first use. Steps may call it. Everything else here is pure functions on arrays.
 */
@NullMarked
package dev.backlot.media.cutout;

import org.jspecify.annotations.NullMarked;
