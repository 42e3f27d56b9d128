/**
 * The libvips engine: a small binding by the JVM's foreign function interface, and the {@code
 * Imaging} contract on it.
 *
 * <p>{@link dev.backlot.media.vips.VipsImaging} is thread-safe and the only door. libvips is told
 * to use one thread for each call, so the caller's pool decides how many cores are busy; a studio
 * frees its pictures when it closes.
 */
@NullMarked
package dev.backlot.media.vips;

import org.jspecify.annotations.NullMarked;
