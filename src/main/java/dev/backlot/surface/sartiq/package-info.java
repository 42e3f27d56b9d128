/**
 * The dialect of Sartiq's Compute API, workflows, under {@code /sartiq}: each workflow is a graph
 * of tasks that is run once. See {@code docs/surfaces/sartiq.md} for what differs and why.
 *
 * <p>Stateless; thread-safe.
 */
@NullMarked
package dev.backlot.surface.sartiq;

import org.jspecify.annotations.NullMarked;
