/** Steps that fetch and shape data. Stateless. */
@NullMarked
package dev.backlot.step.data;

import org.jspecify.annotations.NullMarked;
