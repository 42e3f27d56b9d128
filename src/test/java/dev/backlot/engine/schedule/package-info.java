/** Turns, waiting and limits as examples, properties and simulations. */
@NullMarked
package dev.backlot.engine.schedule;

import org.jspecify.annotations.NullMarked;
