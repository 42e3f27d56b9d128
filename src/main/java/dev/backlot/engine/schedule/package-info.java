/**
 * Who goes next: weighted fair turns between tenants and between their batches, the room in which
 * attempts wait for slots, permits and tokens, and the limits they wait for.
 *
 * <p>Called by {@code runtime}, by tests and by the simulator. Pure structures: no clock (times are
 * arguments, in nanoseconds of any origin), no thread, no lock; whoever shares one guards it.
 */
@NullMarked
package dev.backlot.engine.schedule;

import org.jspecify.annotations.NullMarked;
