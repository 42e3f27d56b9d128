package dev.backlot.runtime;

import dev.backlot.json.EventNames;
import dev.backlot.store.DeliveryRecord;
import dev.backlot.store.EventRecord;
import dev.backlot.store.Views;
import dev.backlot.store.WebhookRecord;
import dev.backlot.store.WebhookRecord.Progress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the log to each webhook, event after event. Each webhook has one delivery on its way at
 * most and a thread of its own while it has, so a slow receiver is waited for by nobody else.
 */
final class WebhookCourier {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookCourier.class);

  /** How long a receiver has for its answer. */
  static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final int GROUPS = 64;
  private static final int ANSWER_MAX = 500;

  /** So much of the log without anything for a webhook is not looked through again at a restart. */
  private static final long LOOKED_MAX = 10_000;

  private final WebhookBook book;
  private final Views views;
  private final EventLog log;
  private final WebhookSender sender;
  private final InstantSource clock;
  private final Executor threads;

  WebhookCourier(
      WebhookBook book,
      Views views,
      EventLog log,
      WebhookSender sender,
      InstantSource clock,
      Executor threads) {
    this.book = book;
    this.views = views;
    this.log = log;
    this.sender = sender;
    this.clock = clock;
    this.threads = threads;
  }

  /** Sets off for every webhook that may have something to hear; true if there was one. */
  boolean once(Instant now) {
    boolean any = false;
    for (var entry : book.all()) {
      if (isDue(entry, now) && entry.busy.compareAndSet(false, true)) {
        threads.execute(() -> carry(entry));
        any = true;
      }
    }
    return any;
  }

  private boolean isDue(WebhookBook.Entry entry, Instant now) {
    var webhook = entry.webhook();
    return webhook.enabled()
        && webhook.progress().due().filter(now::isBefore).isEmpty()
        && log.last() > entry.looked();
  }

  private void carry(WebhookBook.Entry entry) {
    try {
      while (isDue(entry, clock.instant()) && step(entry)) {
        // on to the next event
      }
      entry.busy.set(false);
    } catch (InterruptedException _) {
      // the server stops; what was sent and not written down is sent again, with the same id
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // it stays busy: a try that cannot be written down must not be made again and again
      LOG.error("nothing more is sent to webhook {} by this process", entry.webhook().id(), e);
    }
  }

  private boolean step(WebhookBook.Entry entry) throws InterruptedException {
    var webhook = entry.webhook();
    var event = next(entry, webhook);
    if (event.isEmpty()) {
      return false;
    }
    var message = WebhookMessage.of(webhook, event.get());
    var sent = send(webhook, message);
    book.change(entry, now -> settled(now, webhook, sent), sent.record("event", webhook));
    if (webhook.subject().onceFor().isPresent()
        && (!entry.webhook().enabled()
            || (sent.taken() && message.event().equals("batch_finished")))) {
      // it was told, or could not be told over days: either way there is nothing more to tell
      book.drop(entry);
      return false;
    }
    return true;
  }

  /** The webhook after an attempt; as it was where somebody moved it meanwhile. */
  private WebhookRecord settled(WebhookRecord now, WebhookRecord sentAs, Sent sent) {
    if (now.progress().cursor() != sentAs.progress().cursor()
        || !now.subject().equals(sentAs.subject())) {
      return now;
    }
    return sent.taken()
        ? WebhookSchedule.taken(now, sent.message().sequence().orElseThrow(), clock.instant())
        : WebhookSchedule.failed(now, sent.answer(), clock.instant());
  }

  private Optional<EventRecord> next(WebhookBook.Entry entry, WebhookRecord webhook) {
    long from = entry.looked();
    while (from < log.last()) {
      // read before the page, so that what is committed in between is not missed
      long seen = log.last();
      var page = page(webhook, from);
      for (var event : page) {
        if (isFor(webhook, event)) {
          return Optional.of(event);
        }
      }
      from = page.isEmpty() ? seen : page.getLast().sequence();
      entry.looked(webhook, from);
    }
    if (from - webhook.progress().cursor() > LOOKED_MAX) {
      long cursor = from;
      book.change(
          entry,
          now ->
              now.subject().equals(webhook.subject()) && now.progress().equals(webhook.progress())
                  ? now.with(Progress.at(cursor), clock.instant())
                  : now);
    }
    return Optional.empty();
  }

  private List<EventRecord> page(WebhookRecord webhook, long from) {
    var tenant = webhook.creator().tenant();
    var subject = webhook.subject();
    boolean wholeOnly =
        subject.events().stream()
            .allMatch(word -> word.equals("batch") || EventNames.BATCH.contains(word));
    return wholeOnly
        ? views.batchEvents(tenant, subject.batch(), from, GROUPS)
        : views.events(tenant, subject.batch(), from, GROUPS);
  }

  private static boolean isFor(WebhookRecord webhook, EventRecord event) {
    return EventNames.wanted(
        webhook.subject().events(), EventView.of(event).path("event").asString(""));
  }

  /** An attempt that was made. */
  record Sent(WebhookMessage message, WebhookSender.Answer answer, Instant at, long durationMs) {
    boolean taken() {
      return answer.status().filter(code -> code >= 200 && code < 300).isPresent();
    }

    WebhookBook.Attempted record(String reason, WebhookRecord before) {
      boolean isFirst = !reason.equals("event");
      return (number, after) ->
          Optional.of(
              new DeliveryRecord(
                  before.id(),
                  number,
                  reason,
                  message.id(),
                  message.event(),
                  message.sequence(),
                  isFirst ? 1 : before.progress().attempts() + 1,
                  answer.status(),
                  excerpt(answer.text()),
                  durationMs,
                  at,
                  reason.equals("event") && !taken() && after.enabled()
                      ? after.progress().due()
                      : Optional.empty()));
    }
  }

  private static String excerpt(String text) {
    return text.length() <= ANSWER_MAX ? text : text.substring(0, ANSWER_MAX) + "…";
  }

  /** One attempt, now. */
  Sent send(WebhookRecord webhook, WebhookMessage message) throws InterruptedException {
    var at = clock.instant();
    var answer =
        sender.post(
            URI.create(webhook.subject().url()),
            message.headers(webhook.secrets(), at),
            message.body(),
            TIMEOUT);
    return new Sent(message, answer, at, Duration.between(at, clock.instant()).toMillis());
  }
}
