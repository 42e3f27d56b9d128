package dev.backlot.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;

/** A secret that opens the console once, within an hour of the start. Thread-safe. */
public final class SignInLink {
  static final Duration LIFE = Duration.ofHours(1);
  private static final int RANDOM_BYTES = 32;

  private final InstantSource clock;
  private final Instant until;
  private final String token;
  private boolean used;

  public SignInLink(InstantSource clock) {
    this.clock = clock;
    this.until = clock.instant().plus(LIFE);
    var bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    this.token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What follows the server's address; behind a {@code #}, so it stands in no log on the way. */
  public String path() {
    return "/#sign-in=" + token;
  }

  /** True for the right token, the first time only. */
  synchronized boolean redeem(String given) {
    boolean right = MessageDigest.isEqual(bytes(token), bytes(given));
    if (!right || used || !clock.instant().isBefore(until)) {
      return false;
    }
    used = true;
    return true;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
