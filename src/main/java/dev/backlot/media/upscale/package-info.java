/**
 * Enlarging pictures with a network that draws sharper edges than interpolation does.
 *
 * <p>{@link dev.backlot.media.upscale.Upscaler} is the only door; it is thread-safe. Steps may call
 * it.
 */
@NullMarked
package dev.backlot.media.upscale;

import org.jspecify.annotations.NullMarked;
