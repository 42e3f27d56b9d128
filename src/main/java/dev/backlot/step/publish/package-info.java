/** Steps that hand results out. Publishing twice leaves one. */
@NullMarked
package dev.backlot.step.publish;

import org.jspecify.annotations.NullMarked;
