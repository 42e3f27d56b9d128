/** Tests of what the command line makes of what is typed. */
@NullMarked
package dev.backlot.cli;

import org.jspecify.annotations.NullMarked;
