/** Tests of the steps for video and sound, by the real ffmpeg. */
@NullMarked
package dev.backlot.step.video;

import org.jspecify.annotations.NullMarked;
