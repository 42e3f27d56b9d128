/**
 * Scenario's generation API: its wire format, and where its results lie.
 *
 * <p>Never here: what other providers do; the dialect of the same vendor that we serve.
 */
@NullMarked
package dev.backlot.provider.scenario;

import org.jspecify.annotations.NullMarked;
