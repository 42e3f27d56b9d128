/**
 * The catalogue of steps: the {@link dev.backlot.step.Step} contract, its registry and description;
 * the built-in types lie below, one file each, by family.
 *
 * <p>A step knows nothing of queues, runs or journals. {@code run} is called on a thread of its
 * resource class, many at once, so a step holds no state between calls.
 */
@NullMarked
package dev.backlot.step;

import org.jspecify.annotations.NullMarked;
