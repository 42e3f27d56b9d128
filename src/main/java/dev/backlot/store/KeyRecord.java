package dev.backlot.store;

import java.time.Instant;
import java.util.Optional;

/**
 * What was created under a client's idempotency key.
 *
 * @param fingerprint of the request: a SHA-256 in hexadecimal
 * @param resource what was created, as its surface names it
 * @param answer what the client was told; empty where the process died before it was kept
 */
public record KeyRecord(
    String key, String fingerprint, String resource, Optional<Answer> answer, Instant at) {
  /**
   * The answer to the first request.
   *
   * @param location empty where it had none
   * @param body JSON
   */
  public record Answer(int status, Optional<String> location, String body) {}
}
