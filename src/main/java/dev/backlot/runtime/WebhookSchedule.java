package dev.backlot.runtime;

import dev.backlot.store.WebhookRecord;
import dev.backlot.store.WebhookRecord.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When an event is tried again. It is never given up while the webhook is enabled, and nothing
 * overtakes it: after the last delay that one repeats, until the receiver takes it or has failed
 * for {@link #PATIENCE}.
 */
final class WebhookSchedule {
  /** Between one failure and the next try. */
  static final List<Duration> DELAYS =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(14));

  /** A webhook that has only failed for so long is disabled. */
  static final Duration PATIENCE = Duration.ofDays(5);

  private static final Duration RETRY_AFTER_MAX = Duration.ofDays(1);
  private static final int GONE = 410;
  private static final int TOO_LARGE = 413;

  /** A delay grows by up to this share of it, so that receivers are not met by all at once. */
  private static final double JITTER = 0.2;

  private WebhookSchedule() {}

  static WebhookRecord taken(WebhookRecord webhook, long sequence, Instant now) {
    return webhook.with(Progress.at(sequence), now);
  }

  static WebhookRecord failed(WebhookRecord webhook, WebhookSender.Answer answer, Instant now) {
    var before = webhook.progress();
    var since = before.failingSince().orElse(now);
    var progress =
        new Progress(
            before.cursor(),
            before.attempts() + 1,
            Optional.of(now.plus(delay(webhook, answer))),
            Optional.of(since),
            before.shortForm() || answer.status().filter(code -> code == TOO_LARGE).isPresent());
    var failing = webhook.with(progress, now);
    if (answer.status().filter(code -> code == GONE).isPresent()) {
      return failing.disable(Optional.of("the receiver answered 410: it is gone for good"), now);
    }
    if (Duration.between(since, now).compareTo(PATIENCE) >= 0) {
      var last = answer.status().map(code -> "the answer " + code).orElse(answer.text());
      return failing.disable(
          Optional.of("nothing was taken since " + since + "; the last try met " + last), now);
    }
    return failing;
  }

  private static Duration delay(WebhookRecord webhook, WebhookSender.Answer answer) {
    var progress = webhook.progress();
    var usual = DELAYS.get(Math.min(progress.attempts(), DELAYS.size() - 1));
    // the same for the same try, and different for different webhooks
    int dice = (webhook.id() + progress.cursor() + ":" + progress.attempts()).hashCode();
    double share = Math.floorMod(dice, 1_000) / 1_000.0 * JITTER;
    var spread = usual.plusMillis((long) (usual.toMillis() * share));
    var asked = answer.retryAfter().orElse(Duration.ZERO);
    var bounded = asked.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : asked;
    return bounded.compareTo(spread) > 0 ? bounded : spread;
  }
}
