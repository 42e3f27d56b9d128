/**
 * Google's Gemini API: words and pictures that come with the answer.
 *
 * <p>Never here: what other providers do.
 */
@NullMarked
package dev.backlot.provider.google;

import org.jspecify.annotations.NullMarked;
