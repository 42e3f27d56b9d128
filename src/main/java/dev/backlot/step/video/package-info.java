/**
 * The {@code video.*} steps and those of {@code audio.*} that work on this machine, by its ffmpeg.
 * Where there is none, a workflow that needs it is refused when it is checked.
 */
@NullMarked
package dev.backlot.step.video;

import org.jspecify.annotations.NullMarked;
