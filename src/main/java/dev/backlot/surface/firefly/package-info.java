/**
 * The dialect of Adobe's Firefly Creative Production Workflow API, contract 1.0, under {@code
 * /firefly}: batches of one workflow over many assets. See {@code docs/surfaces/firefly.md} for
 * what differs and why.
 *
 * <p>Stateless; thread-safe.
 */
@NullMarked
package dev.backlot.surface.firefly;

import org.jspecify.annotations.NullMarked;
