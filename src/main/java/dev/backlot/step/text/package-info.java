/** Steps that make text of values. Stateless. */
@NullMarked
package dev.backlot.step.text;

import org.jspecify.annotations.NullMarked;
