/**
 * A first look at whether a picture is fit to be shown: a small network's opinion, no more.
 *
 * <p>{@link dev.backlot.media.safety.SafetyModel} is the only door; it is thread-safe. Steps may
 * call it.
 */
@NullMarked
package dev.backlot.media.safety;

import org.jspecify.annotations.NullMarked;
