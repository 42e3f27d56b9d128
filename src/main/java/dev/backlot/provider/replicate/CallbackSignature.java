package dev.backlot.provider.replicate;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures by Standard Webhooks: HMAC-SHA256 over {@code id.timestamp.body}, Base64, {@code v1,}
 * in front. The secret is Base64 too, with or without {@code whsec_} in front.
 */
public final class CallbackSignature {
  /** How far a callback's time may lie from now, to either side. */
  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String PREFIX = "whsec_";

  private CallbackSignature() {}

  /** The headers that sign a body. */
  public static Map<String, String> sign(String secret, String id, Instant at, byte[] body) {
    var timestamp = Long.toString(at.getEpochSecond());
    return Map.of(
        "webhook-id",
        id,
        "webhook-timestamp",
        timestamp,
        "webhook-signature",
        "v1," + Base64.getEncoder().encodeToString(mac(secret, id, timestamp, body)));
  }

  /** Whether somebody who knows the secret signed this body of late. */
  static boolean holds(String secret, Map<String, String> headers, byte[] body, Instant now) {
    var id = headers.getOrDefault("webhook-id", "");
    var timestamp = headers.getOrDefault("webhook-timestamp", "");
    if (id.isEmpty() || !timestamp.matches("\\d{1,12}")) {
      return false;
    }
    var at = Instant.ofEpochSecond(Long.parseLong(timestamp));
    if (Duration.between(at, now).abs().compareTo(TOLERANCE) > 0) {
      return false;
    }
    var expected = mac(secret, id, timestamp, body);
    boolean holds = false;
    for (var given : headers.getOrDefault("webhook-signature", "").split(" ", 16)) {
      holds |= given.startsWith("v1,") && MessageDigest.isEqual(expected, decoded(given));
    }
    return holds;
  }

  private static byte[] decoded(String signature) {
    try {
      return Base64.getDecoder().decode(signature.substring(3));
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  /** Whether a text can be a secret. */
  public static boolean isSecret(String text) {
    try {
      return key(text).length > 0;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static byte[] key(String secret) {
    var text = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
    return Base64.getDecoder().decode(text);
  }

  private static byte[] mac(String secret, String id, String timestamp, byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key(secret), "HmacSHA256"));
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
