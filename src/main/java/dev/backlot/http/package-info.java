/**
 * What every HTTP surface needs and none should write twice: the server, keys, request ids, limits
 * of bodies and queries, event streams, and files with ranges. Knows no product words and no
 * surface.
 *
 * <p>Called by surfaces, and put together by {@code app}. Each request has a virtual thread of its
 * own; what outlives a request is thread-safe.
 */
@NullMarked
package dev.backlot.http;

import org.jspecify.annotations.NullMarked;
