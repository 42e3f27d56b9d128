package dev.backlot.model;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What tells one provider's call from all others, before the provider has a name for it: a version
 * 7 UUID, so it tells as well when the call was intended, and nobody can guess it.
 */
public record CallKey(String value, Instant at) {
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  /** A new key of this moment from 74 random bits. */
  public static CallKey of(Instant at, long dice, long moreDice) {
    long high = (at.toEpochMilli() << 16) | VERSION_7 | (dice & 0xFFF);
    long low = VARIANT | (moreDice >>> 2);
    return new CallKey(new UUID(high, low).toString(), Instant.ofEpochMilli(at.toEpochMilli()));
  }

  /** Empty when it is no such key. */
  public static Optional<CallKey> parse(String text) {
    try {
      var uuid = UUID.fromString(text);
      return uuid.version() == 7
          ? Optional.of(
              new CallKey(text, Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16)))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
