@NullMarked
package dev.backlot.surface.backlot;

import org.jspecify.annotations.NullMarked;
