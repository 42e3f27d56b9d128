/**
 * Networks in ONNX Runtime: files known by their hash, pictures as numbers, and sessions that many
 * callers share. The only room that knows that library.
 *
 * <p>For the other rooms of {@code media}. Everything here is thread-safe; a network is loaded on
 * first use and stays until it is closed.
 */
@NullMarked
package dev.backlot.media.onnx;

import org.jspecify.annotations.NullMarked;
