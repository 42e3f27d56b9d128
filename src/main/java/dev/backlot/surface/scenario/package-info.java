/**
 * The dialect of Scenario, jobs and workflows, under {@code /scenario}: each workflow is a flow of
 * nodes, each run of it a job. See {@code docs/surfaces/scenario.md} for what differs and why.
 *
 * <p>Stateless; thread-safe.
 */
@NullMarked
package dev.backlot.surface.scenario;

import org.jspecify.annotations.NullMarked;
