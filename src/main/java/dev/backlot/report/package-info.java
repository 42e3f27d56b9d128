/**
 * What a batch leaves for people and programs: its results in folders, {@code manifest.json} and
 * the contact sheet {@code index.html}.
 *
 * <p>Called by the command line and surfaces; reads through {@code runtime} only, page by page.
 */
@NullMarked
package dev.backlot.report;

import org.jspecify.annotations.NullMarked;
