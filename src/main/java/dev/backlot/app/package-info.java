/** The program: its entrance and the one place that names implementations. */
@NullMarked
package dev.backlot.app;

import org.jspecify.annotations.NullMarked;
