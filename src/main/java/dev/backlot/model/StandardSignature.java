package dev.backlot.model;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signatures of messages, as Standard Webhooks 1.0 makes them. */
public final class StandardSignature {
  /** What every secret starts with. */
  public static final String PREFIX = "whsec_";

  /** How far a message's time may lie from ours. */
  public static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final int SECRET_BYTES = 32;

  private StandardSignature() {}

  /** A secret that nobody can guess. */
  public static String newSecret(SecureRandom random) {
    var bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getEncoder().encodeToString(bytes);
  }

  /** Whether a text can be a secret: {@value #PREFIX} and Base64. */
  public static boolean isSecret(String text) {
    try {
      return text.startsWith(PREFIX)
          && Base64.getDecoder().decode(text.substring(PREFIX.length())).length > 0;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /**
   * The signature of a message.
   *
   * @param seconds since 1970, when it is sent
   */
  public static String of(String secret, String id, long seconds, String body) {
    var key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      var signed = (id + "." + seconds + "." + body).getBytes(StandardCharsets.UTF_8);
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  /**
   * Whether one of the signatures is ours and its time is now.
   *
   * @param timestamp seconds since 1970, as the header has them
   * @param signatures separated by spaces
   */
  public static boolean fits(
      String secret, String id, String timestamp, String signatures, String body, Instant now) {
    if (!timestamp.matches("\\d{1,12}")) {
      return false;
    }
    long seconds = Long.parseLong(timestamp);
    if (Math.abs(now.getEpochSecond() - seconds) > TOLERANCE.toSeconds()) {
      return false;
    }
    var expected = of(secret, id, seconds, body);
    boolean fits = false;
    for (var signature : signatures.split(" ", -1)) {
      fits |= same(expected, signature);
    }
    return fits;
  }

  /** In a time that tells nothing. */
  public static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
