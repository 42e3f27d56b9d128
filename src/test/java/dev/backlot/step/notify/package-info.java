/** Tests of the steps that tell people and programs. */
@NullMarked
package dev.backlot.step.notify;

import org.jspecify.annotations.NullMarked;
