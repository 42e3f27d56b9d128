package dev.backlot.step.web;

import dev.backlot.step.StepContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short names of what a step does, so that a receiver knows a repetition. */
public final class OnceKeys {
  private static final int LENGTH = 40;

  private OnceKeys() {}

  /** The same for each attempt of a step in its run: 40 characters a-f and 0-9. */
  public static String of(StepContext context) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256")
              .digest(context.onceKey().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
