/** What every dialect promises, on a real server and a real runtime. */
@NullMarked
package dev.backlot.surface;

import org.jspecify.annotations.NullMarked;
