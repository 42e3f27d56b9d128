/** Steps that tell people and programs. Each attempt of a step tells the same under the same id. */
@NullMarked
package dev.backlot.step.notify;

import org.jspecify.annotations.NullMarked;
