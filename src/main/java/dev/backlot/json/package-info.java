/**
 * The JSON form of values, events and failures: one form for the journal, the API, the memo key and
 * the manifest.
 *
 * <p>Used by {@code store}, {@code runtime}, {@code step} and the surfaces. Stateless and
 * thread-safe.
 */
@NullMarked
package dev.backlot.json;

import org.jspecify.annotations.NullMarked;
