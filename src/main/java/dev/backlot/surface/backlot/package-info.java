/**
 * Backlot's own HTTP dialect under {@code /v1}, as its contract {@code openapi/backlot.yaml} states
 * it: routes, wire records, reading, rendering, and errors as problem details (RFC 9457).
 *
 * <p>Put together by {@code app} only. Stateless but for the count of open event streams;
 * thread-safe.
 */
@NullMarked
package dev.backlot.surface.backlot;

import org.jspecify.annotations.NullMarked;
