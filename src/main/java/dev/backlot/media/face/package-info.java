/**
 * Finding faces, so that pictures are cut around them. Finds, never recognises: nothing here tells
 * one person from another.
 *
 * <p>{@link dev.backlot.media.face.FaceFinder} is the only door; it is thread-safe. Steps may call
 * it.
 */
@NullMarked
package dev.backlot.media.face;

import org.jspecify.annotations.NullMarked;
