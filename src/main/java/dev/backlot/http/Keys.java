package dev.backlot.http;

import dev.backlot.model.Caller;
import dev.backlot.model.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys that are there from the start, with the rights of an admin; only their SHA-256 is kept. */
public final class Keys implements Credentials {
  private final List<Known> known = new ArrayList<>();

  // never compared as a whole, only byte by byte in constant time
  @SuppressWarnings("ArrayRecordComponent")
  private record Known(byte[] sha256, Principal principal) {}

  /** Who acts with which key. */
  public Keys(Map<String, Caller> callers) {
    callers.forEach(
        (key, caller) ->
            known.add(
                new Known(
                    sha256(key),
                    new Principal(
                        caller,
                        Role.ADMIN,
                        caller.tenant() + "/" + caller.user(),
                        Optional.empty()))));
  }

  @Override
  public Found find(String secret) {
    var given = sha256(secret);
    Found found = new Found.Unknown();
    // every key is compared, each in constant time: the time taken tells nothing
    for (var key : known) {
      if (MessageDigest.isEqual(key.sha256(), given)) {
        found = new Found.Known(key.principal());
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
