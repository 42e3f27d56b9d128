/**
 * fal's queue: its wire format, its signed reports, and what it cannot tell.
 *
 * <p>Never here: what other providers do.
 */
@NullMarked
package dev.backlot.provider.fal;

import org.jspecify.annotations.NullMarked;
