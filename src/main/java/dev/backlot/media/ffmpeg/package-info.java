/**
 * Videos and sound, by the {@code ffmpeg} and {@code ffprobe} of the machine: found on the path,
 * told what a file is, and run as processes with limits that read local files and nothing else.
 */
@NullMarked
package dev.backlot.media.ffmpeg;

import org.jspecify.annotations.NullMarked;
