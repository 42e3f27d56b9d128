package dev.backlot.provider.fal;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.provider.WebClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether fal itself has sent a report of late, by its webhook guide as stored in November 2026: an
 * Ed25519 signature of the request's id, the user's id, the time, and the SHA-256 of the body, with
 * a key of the list that fal publishes. The list is fetched once a day, or when a signature fits
 * none of its keys, once a minute at most. Thread-safe.
 */
public final class FalSignature {
  private static final String PREFIX = "x-fal-webhook-";
  private static final Duration LEEWAY = Duration.ofMinutes(5);
  private static final Duration KEPT = Duration.ofDays(1);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int KEYS_MAX = 20;
  private static final HexFormat HEX = HexFormat.of();

  /** What stands before the 32 bytes of a public key in X.509 form. */
  private static final byte[] KEY_HEAD = HEX.parseHex("302a300506032b6570032100");

  private final URI list;
  private final WebClient web;
  private List<PublicKey> keys = List.of();
  private Instant fetched = Instant.MIN;

  /**
   * Checks with the keys of a list.
   *
   * @param list the address of a JSON Web Key Set
   */
  public FalSignature(URI list, WebClient web) {
    this.list = list;
    this.web = web;
  }

  /** Whether the signature is fal's and at most 5 minutes old. */
  boolean holds(Map<String, String> headers, byte[] body, Instant now) {
    var signature = hex(header(headers, "signature"));
    var time = header(headers, "timestamp");
    if (signature.isEmpty() || !time.matches("\\d{1,12}") || !isRecent(time, now)) {
      return false;
    }
    var message =
        String.join(
            "\n",
            header(headers, "request-id"),
            header(headers, "user-id"),
            time,
            HEX.formatHex(sha256(body)));
    return fits(message, signature.get(), keys(now, KEPT))
        || fits(message, signature.get(), keys(now, PAUSE));
  }

  private static String header(Map<String, String> headers, String name) {
    return headers.getOrDefault(PREFIX + name, "");
  }

  private static boolean isRecent(String seconds, Instant now) {
    var sent = Instant.ofEpochSecond(Long.parseLong(seconds));
    return Duration.between(sent, now).abs().compareTo(LEEWAY) <= 0;
  }

  private static Optional<byte[]> hex(String text) {
    return text.matches("([0-9a-fA-F]{2}){64}")
        ? Optional.of(HEX.parseHex(text))
        : Optional.empty();
  }

  private static boolean fits(String message, byte[] signature, List<PublicKey> keys) {
    return keys.stream().anyMatch(key -> fits(message, signature, key));
  }

  private static boolean fits(String message, byte[] signature, PublicKey key) {
    try {
      var check = Signature.getInstance("Ed25519");
      check.initVerify(key);
      check.update(message.getBytes(StandardCharsets.UTF_8));
      return check.verify(signature);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  /** The keys, fetched anew when they are older than that. */
  private synchronized List<PublicKey> keys(Instant now, Duration kept) {
    if (fetched.isBefore(now.minus(kept))) {
      fetched = now;
      var fresh = fetch();
      keys = fresh.isEmpty() ? keys : fresh;
    }
    return keys;
  }

  private List<PublicKey> fetch() {
    var call = new WebClient.Call("GET", list, Map.of(), Optional.empty(), PATIENCE);
    try {
      return web.send(call) instanceof WebClient.Reply.Answered(var status, _, var text)
              && status == 200
          ? parse(text)
          : List.of();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static List<PublicKey> parse(String text) {
    var keys = new ArrayList<PublicKey>();
    try {
      for (var one : Json.parse(text).path("keys")) {
        if (keys.size() < KEYS_MAX) {
          keys.add(key(Base64.getUrlDecoder().decode(one.path("x").asString(""))));
        }
      }
    } catch (JsonProblem | IllegalArgumentException | GeneralSecurityException _) {
      // a list that is none: as if nothing had come
    }
    return keys;
  }

  private static PublicKey key(byte[] raw) throws GeneralSecurityException {
    var encoded = new byte[KEY_HEAD.length + raw.length];
    System.arraycopy(KEY_HEAD, 0, encoded, 0, KEY_HEAD.length);
    System.arraycopy(raw, 0, encoded, KEY_HEAD.length, raw.length);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
