package dev.backlot.http;

import java.util.List;

/** Tells keys and tokens from what only looks like them. Thread-safe. */
public interface Credentials {
  /** Who sends this key or token. */
  Found find(String secret);

  /** What is known of a key or a token. */
  sealed interface Found {
    record Known(Principal principal) implements Found {}

    /** Not ours, or not any more. */
    record Unknown() implements Found {}

    /** It was right until lately; only its owner hears of that. */
    record Expired(String message) implements Found {}
  }

  /** The first of several that knows it. */
  static Credentials any(List<Credentials> all) {
    return secret -> {
      for (var one : all) {
        if (!(one.find(secret) instanceof Found.Unknown)) {
          return one.find(secret);
        }
      }
      return new Found.Unknown();
    };
  }
}
