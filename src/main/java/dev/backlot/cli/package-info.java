/**
 * The command line: thin, over the same door as the surfaces.
 *
 * <p>Commands reach implementations through {@link dev.backlot.cli.Platform} only.
 */
@NullMarked
package dev.backlot.cli;

import org.jspecify.annotations.NullMarked;
