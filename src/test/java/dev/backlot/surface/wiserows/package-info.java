/** The WISEROWS dialect on a real server and a real runtime. */
@NullMarked
package dev.backlot.surface.wiserows;

import org.jspecify.annotations.NullMarked;
