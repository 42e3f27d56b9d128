package dev.backlot.provider;

import java.util.function.Function;

/**
 * How providers of a kind are spoken with.
 *
 * @param reports how they sign what they report, which tells whose a job is
 * @param described whether the providers file has to say how
 * @param signsIn whether the key has to be changed into a pass first
 * @param countsTokens whether their answers say how many they took, so that those can have a price
 */
public record Adapter(
    Reports reports,
    boolean described,
    boolean signsIn,
    boolean countsTokens,
    Function<ProviderSettings, Provider> make) {
  /** Of a kind that needs no description and takes its key as it is. */
  public Adapter(Reports reports, Function<ProviderSettings, Provider> make) {
    this(reports, false, false, false, make);
  }

  /** Of one whose answers count no tokens. */
  public Adapter(
      Reports reports,
      boolean described,
      boolean signsIn,
      Function<ProviderSettings, Provider> make) {
    this(reports, described, signsIn, false, make);
  }

  /** The same, of one whose answers count tokens. */
  public Adapter countingTokens() {
    return new Adapter(reports, described, signsIn, true, make);
  }

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
