package dev.backlot.runtime;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The way out to receivers of webhooks: one POST, no redirects. Thread-safe. */
public interface WebhookSender {
  /**
   * What came of a call.
   *
   * @param status empty where no answer came
   * @param text the answer's body, or what kept it from coming
   * @param retryAfter what the receiver asked for
   */
  record Answer(Optional<Integer> status, String text, Optional<Duration> retryAfter) {}

  /** Why nothing may be sent to this address; empty when it may. */
  Optional<String> refusal(URI url);

  Answer post(URI url, Map<String, String> headers, String body, Duration timeout)
      throws InterruptedException;
}
