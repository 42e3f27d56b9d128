/**
 * A ComfyUI server: graphs in its API format, its queue and its history.
 *
 * <p>Never here: what other providers do.
 */
@NullMarked
package dev.backlot.provider.comfyui;

import org.jspecify.annotations.NullMarked;
