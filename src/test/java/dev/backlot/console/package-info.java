/** The console in a real browser, against the whole server. */
@NullMarked
package dev.backlot.console;

import org.jspecify.annotations.NullMarked;
