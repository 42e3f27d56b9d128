/** The Firefly dialect on a real server and a real runtime. */
@NullMarked
package dev.backlot.surface.firefly;

import org.jspecify.annotations.NullMarked;
