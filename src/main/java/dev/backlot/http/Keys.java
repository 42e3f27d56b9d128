package dev.backlot.http;

import dev.backlot.model.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that open the server; only their SHA-256 is kept. Thread-safe. */
public final class Keys {
  private static final String SCHEME = "Bearer ";

  private final List<Known> known = new ArrayList<>();

  // never compared as a whole, only byte by byte in constant time
  @SuppressWarnings("ArrayRecordComponent")
  private record Known(byte[] sha256, Caller caller) {}

  /** Who acts with which key. */
  public Keys(Map<String, Caller> callers) {
    callers.forEach((key, caller) -> known.add(new Known(sha256(key), caller)));
  }

  /** Who sends this {@code Authorization} header. */
  Optional<Caller> caller(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    var given = sha256(authorization.substring(SCHEME.length()).strip());
    Optional<Caller> found = Optional.empty();
    // every key is compared, each in constant time: the time taken tells nothing
    for (var key : known) {
      if (MessageDigest.isEqual(key.sha256(), given)) {
        found = Optional.of(key.caller());
      }
    }
    return found;
  }

  private static byte[] sha256(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
