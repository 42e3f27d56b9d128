package dev.backlot.step;

import dev.backlot.model.Money;
import dev.backlot.model.ProviderCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An attempt's dealings with somebody who charges for his work. The order is: {@link #intend}, then
 * the provider is called once, then {@link #submitted}, then it is waited for. Each is durable
 * before it returns, so that a crash anywhere leaves a call that can be asked for again.
 */
public interface Calls {
  /**
   * The call of this step that has no known end: made by an earlier attempt or an earlier process,
   * or by this attempt. It is asked for, by its request id or else by its key, and never made
   * again.
   */
  Optional<ProviderCall> open();

  /**
   * Says that a provider is about to be called and holds back what that may cost.
   *
   * @param model as the provider names it
   * @param most what the call may cost
   * @return the call with its key; empty when it must not be made now: the budget does not allow
   *     it, or nobody wants it any more. Then the step answers {@link Outcome.PutBack}
   */
  Optional<ProviderCall> intend(String provider, String model, Money most);

  /** The provider has accepted the open call under this id, or it was found to have. */
  void submitted(String requestId);

  /** When the open call was intended. */
  Instant intendedAt();

  /** How long ago that was. */
  Duration age();

  /**
   * Waits until the provider reports about the open call, or so long.
   *
   * @return the request id that it reported; empty when the time is over
   */
  Optional<String> await(Duration patience) throws InterruptedException;
}
