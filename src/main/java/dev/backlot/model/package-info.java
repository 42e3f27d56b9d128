/**
 * The nouns: workflow graph, ids, values, run and batch state, events, commands, effects, failures.
 *
 * <p>Records and sealed types only: immutable, thread-safe, no I/O, no clock, no library. Every
 * other room may use it; it uses none.
 */
@NullMarked
package dev.backlot.model;

import org.jspecify.annotations.NullMarked;
