/**
 * The adapter for Replicate's predictions API, and for whatever speaks the same format. Stateless
 * and thread-safe.
 */
@NullMarked
package dev.backlot.provider.replicate;

import org.jspecify.annotations.NullMarked;
