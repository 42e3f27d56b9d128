/**
 * The dialect of WISEROWS, entity workflows, under {@code /wiserows}: each workflow is a chain of
 * steps that entities go through. See {@code docs/surfaces/wiserows.md} for what differs and why.
 *
 * <p>Stateless; thread-safe.
 */
@NullMarked
package dev.backlot.surface.wiserows;

import org.jspecify.annotations.NullMarked;
