/** Tests of the steps that hand results out, against real servers on loopback. */
@NullMarked
package dev.backlot.step.publish;

import org.jspecify.annotations.NullMarked;
