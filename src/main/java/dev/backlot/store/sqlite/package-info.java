/**
 * Journal and views on SQLite: WAL, {@code synchronous=FULL}, one writing connection that belongs
 * to the engine thread and a few read-only ones that any thread borrows.
 *
 * <p>The only room with {@code java.sql} in it. Plain SQL, prepared once.
 */
@NullMarked
package dev.backlot.store.sqlite;

import org.jspecify.annotations.NullMarked;
