package dev.backlot.store;

import java.time.Instant;
import java.util.Optional;

/**
 * One attempt to tell a webhook something.
 *
 * @param number counted from 1 for each webhook
 * @param reason {@code event}, {@code redelivery} or {@code ping}
 * @param message the {@code webhook-id} that was sent
 * @param sequence of the event; empty for a ping
 * @param attempt counted from 1 for each event
 * @param status of the answer; empty where there was none
 * @param answer how it begins, or what kept it from coming
 * @param durationMs from the call to the answer
 * @param next when it is tried again; empty where it is not
 */
public record DeliveryRecord(
    String webhook,
    long number,
    String reason,
    String message,
    String event,
    Optional<Long> sequence,
    int attempt,
    Optional<Integer> status,
    String answer,
    long durationMs,
    Instant at,
    Optional<Instant> next) {
  /** Whether the receiver took it. */
  public boolean taken() {
    return status.filter(code -> code >= 200 && code < 300).isPresent();
  }
}
