package dev.backlot.provider;

import java.util.function.Function;

/**
 * How providers of a kind are spoken with.
 *
 * @param reports how they sign what they report, which tells whose a job is
 */
public record Adapter(Reports reports, Function<ProviderSettings, Provider> make) {
  /** What stands in {@code callbacks} of the providers file. */
  public enum Reports {
    /** A secret that both know, in {@code secret}. */
    SECRET,
    /** A list of public keys, in {@code keys}. */
    KEYS,
    /** They report nothing. */
    NONE
  }
}
