/**
 * The engine for a bare machine: pictures with nothing but the JVM and jar files. It reads JPEG,
 * PNG, WebP and GIF, writes JPEG and PNG, and takes some four times the CPU of libvips.
 *
 * <p>{@link dev.backlot.media.jvm.JvmImaging} is thread-safe and the only door.
 */
@NullMarked
package dev.backlot.media.jvm;

import org.jspecify.annotations.NullMarked;
