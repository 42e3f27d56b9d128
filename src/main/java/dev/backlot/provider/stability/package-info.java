/**
 * Stability AI's Stable Image API: forms in, pictures out.
 *
 * <p>Never here: what other providers do.
 */
@NullMarked
package dev.backlot.provider.stability;

import org.jspecify.annotations.NullMarked;
