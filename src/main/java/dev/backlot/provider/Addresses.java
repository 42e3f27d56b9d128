package dev.backlot.provider;

import java.net.URI;
import java.util.Optional;

/** Addresses that answers name. */
public final class Addresses {
  private Addresses() {}

  /** Empty for what is no http or https address. */
  public static Optional<URI> parse(String text) {
    try {
      var address = URI.create(text);
      return "https".equals(address.getScheme()) || "http".equals(address.getScheme())
          ? Optional.of(address)
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
