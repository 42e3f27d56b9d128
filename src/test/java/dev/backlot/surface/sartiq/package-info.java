/** The Sartiq dialect on a real server and a real runtime. */
@NullMarked
package dev.backlot.surface.sartiq;

import org.jspecify.annotations.NullMarked;
