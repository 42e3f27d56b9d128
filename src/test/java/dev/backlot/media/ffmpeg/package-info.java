/** Tests of the machine's ffmpeg, the real one. */
@NullMarked
package dev.backlot.media.ffmpeg;

import org.jspecify.annotations.NullMarked;
