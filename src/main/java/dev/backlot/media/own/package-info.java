/**
 * Models of the operator: ONNX files, each with a manifest that says what goes in and what comes
 * out.
 *
 * <p>{@link dev.backlot.media.own.OwnModels} is the door; it is thread-safe. Steps may call it.
 */
@NullMarked
package dev.backlot.media.own;

import org.jspecify.annotations.NullMarked;
