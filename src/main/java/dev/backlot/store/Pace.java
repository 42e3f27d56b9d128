package dev.backlot.store;

import dev.backlot.model.Money;
import java.time.Instant;

/**
 * What happened to a batch within a span of time.
 *
 * @param from when it begins
 * @param widthMs how long it is; all spans of a batch are equally long
 * @param succeeded items that ended well in it
 * @param spent what was paid in it
 */
public record Pace(Instant from, long widthMs, long succeeded, long failed, Money spent) {}
