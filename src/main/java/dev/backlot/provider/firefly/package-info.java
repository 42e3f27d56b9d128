/**
 * Adobe Firefly Services: the wire format of its jobs, and where their results lie.
 *
 * <p>Never here: what other providers do; the dialect of the same vendor that we serve.
 */
@NullMarked
package dev.backlot.provider.firefly;

import org.jspecify.annotations.NullMarked;
