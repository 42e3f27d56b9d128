package dev.backlot.model;

/**
 * What is known of a provider's call when its attempt failed.
 *
 * @param known whether the call has ended for certain; when it has not, it is asked for again and
 *     never made again
 * @param billed what the provider charges although it failed
 */
public record CallEnd(boolean known, Money billed) {
  /** No call was made, or it has ended without a charge. */
  public static final CallEnd FREE = new CallEnd(true, Money.NONE);

  /** The call may still be on its way. */
  public static final CallEnd UNKNOWN = new CallEnd(false, Money.NONE);
}
