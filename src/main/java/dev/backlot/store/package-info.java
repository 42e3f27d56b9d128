/**
 * The ports to durable storage: the journal (one writer, group commit), the views that pages and
 * recovery read, and the asset store. Implementations lie below and pass one contract test each.
 *
 * <p>Called by {@code runtime} only. A {@link dev.backlot.store.Journal} belongs to one thread;
 * views and assets are thread-safe.
 */
@NullMarked
package dev.backlot.store;

import org.jspecify.annotations.NullMarked;
