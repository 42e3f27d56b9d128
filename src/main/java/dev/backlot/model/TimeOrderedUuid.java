package dev.backlot.model;

import java.util.Optional;
import java.util.UUID;

/**
 * A version 7 UUID that holds a time-ordered 64-bit number and an item: 48 bits of milliseconds,
 * the number's lower 16 bits, 26 bits derived from the number, 32 bits of item. Nothing has to be
 * stored to turn one form into the other, and the derived bits reject most UUIDs that are not ours.
 */
record TimeOrderedUuid(long number, int item) {
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  static Optional<TimeOrderedUuid> parse(String text) {
    if (text.length() != 36) {
      return Optional.empty();
    }
    UUID uuid;
    try {
      uuid = UUID.fromString(text);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    long high = uuid.getMostSignificantBits();
    long low = uuid.getLeastSignificantBits();
    long number = (high & ~0xFFFFL) | ((high & 0xFFF) << 4) | ((low >>> 58) & 0xF);
    int item = (int) low;
    if (number <= 0 || item < 0) {
      return Optional.empty();
    }
    var read = new TimeOrderedUuid(number, item);
    return read.uuid().equals(uuid) ? Optional.of(read) : Optional.empty();
  }

  UUID uuid() {
    long high = (number & ~0xFFFFL) | VERSION_7 | ((number >>> 4) & 0xFFF);
    long low = VARIANT | ((number & 0xF) << 58) | (derived() << 32) | (item & 0xFFFF_FFFFL);
    return new UUID(high, low);
  }

  private long derived() {
    long mixed = (number ^ (number >>> 31)) * 0x9E37_79B9_7F4A_7C15L;
    return mixed >>> 38;
  }

  @Override
  public String toString() {
    return uuid().toString();
  }
}
