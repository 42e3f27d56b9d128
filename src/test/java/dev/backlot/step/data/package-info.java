/** Tests of the steps that fetch and shape data. */
@NullMarked
package dev.backlot.step.data;

import org.jspecify.annotations.NullMarked;
