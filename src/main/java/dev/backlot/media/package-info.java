/**
 * Pictures: what a file holds, how it is opened within limits, changed, and written again.
 *
 * <p>An {@link dev.backlot.media.Imaging} engine opens a {@link dev.backlot.media.Studio} per piece
 * of work; pictures live as long as their studio. Two engines keep one contract: {@code media.vips}
 * (libvips) and {@code media.jvm} (nothing but the JVM). Steps may call this room; it knows no
 * workflow words.
 *
 * <p>Engines are thread-safe. A studio and its pictures belong to one platform thread, because
 * native code would pin a virtual one.
 */
@NullMarked
package dev.backlot.media;

import org.jspecify.annotations.NullMarked;
