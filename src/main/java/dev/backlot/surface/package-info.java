/**
 * What all dialects need: their contracts as documents and pages. Each dialect is a package of its
 * own below, with the same files in each: {@code Routes}, {@code Wire}, {@code Parse}, {@code
 * Render} and {@code Problems}; none knows another.
 */
@NullMarked
package dev.backlot.surface;

import org.jspecify.annotations.NullMarked;
