/**
 * Steps that steer: checks, choices, and lists for loops and gates. Stateless. The values they pass
 * on are those they were given, so media stay media at any depth.
 */
@NullMarked
package dev.backlot.step.flow;

import org.jspecify.annotations.NullMarked;
