/**
 * Steps that read, change and write still pictures: one file each, listed in {@link
 * dev.backlot.step.image.ImageSteps}.
 *
 * <p>Only the wiring names this package. Steps hold no state between calls; each call opens a
 * studio, works on one CPU thread and closes it.
 */
@NullMarked
package dev.backlot.step.image;

import org.jspecify.annotations.NullMarked;
