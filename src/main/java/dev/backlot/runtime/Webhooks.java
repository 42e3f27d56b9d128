package dev.backlot.runtime;

import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.StandardSignature;
import dev.backlot.store.DeliveryRecord;
import dev.backlot.store.EventRecord;
import dev.backlot.store.Views;
import dev.backlot.store.WebhookRecord;
import dev.backlot.store.WebhookRecord.Progress;
import dev.backlot.store.WebhookRecord.Secrets;
import dev.backlot.store.WebhookRecord.Subject;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Those who are told what happens. The log is the outbox: each webhook has a cursor in it that
 * moves once its receiver has taken an event, so a crash loses nothing and may at most say an event
 * twice, with the same id. Thread-safe; a foreign webhook looks like an unknown one.
 */
public final class Webhooks implements AutoCloseable {
  /** The most webhooks of one tenant. */
  public static final int PER_TENANT_MAX = 50;

  /** The most webhooks of a server. */
  public static final int ALL_MAX = 1_000;

  /** How many batches of a tenant may have somebody of their own to be told of their end. */
  public static final int ONCE_MAX = 1_000;

  /** How many attempts are remembered for each webhook. */
  public static final int DELIVERIES_KEPT = 1_000;

  static final String ID_PREFIX = "wh_";
  private static final Duration OLD_SECRET_COUNTS = Duration.ofHours(24);
  private static final int BY_HAND_MAX = 16;
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final Views views;
  private final EventLog log;
  private final WebhookSender sender;
  private final InstantSource clock;
  private final WebhookBook book;
  private final WebhookCourier courier;
  private final ExecutorService threads;
  private final Semaphore byHand = new Semaphore(BY_HAND_MAX);
  private final SecureRandom random = new SecureRandom();

  Webhooks(
      Engine engine,
      Views views,
      EventLog log,
      WebhookSender sender,
      InstantSource clock,
      ExecutorService threads) {
    this.threads = threads;
    this.views = views;
    this.log = log;
    this.sender = sender;
    this.clock = clock;
    book = new WebhookBook(engine, views);
    courier = new WebhookCourier(book, views, log, sender, clock, threads);
  }

  static Webhooks start(
      Engine engine, Views views, EventLog log, WebhookSender sender, InstantSource clock) {
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    var webhooks = new Webhooks(engine, views, log, sender, clock, threads);
    threads.execute(webhooks::loop);
    return webhooks;
  }

  /** Sends what is due; {@link #start} does so all the time. */
  boolean once(Instant now) {
    return courier.once(now);
  }

  private void loop() {
    try {
      while (!threads.isShutdown()) {
        long seen = log.last();
        once(clock.instant());
        log.await(seen, LOOK_EVERY);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** What became of something that was asked for. */
  public sealed interface Result<T> {
    record Done<T>(T value) implements Result<T> {}

    record Refused<T>(Failure why) implements Result<T> {}
  }

  /**
   * Adds a webhook with a new secret; durable on return.
   *
   * @param after the last event that it is not told; empty means the newest one, or none where it
   *     is for one batch
   */
  public Result<WebhookRecord> add(
      Caller caller, Subject subject, Optional<Long> after, Optional<Claim> claim) {
    var wrong = wrong(caller, subject);
    if (wrong.isPresent()) {
      return new Result.Refused<>(wrong.get());
    }
    synchronized (book) {
      if (book.count(caller.tenant(), false) >= PER_TENANT_MAX || book.count() >= ALL_MAX) {
        return new Result.Refused<>(
            new Failure.Refused(
                "webhooks",
                "there are at most %d webhooks for each tenant and %d in all; delete one first"
                    .formatted(PER_TENANT_MAX, ALL_MAX)));
      }
      var now = clock.instant();
      long start = subject.batch().isPresent() ? 0 : log.last();
      var webhook =
          new WebhookRecord(
              ID_PREFIX + UUID.randomUUID(),
              caller,
              subject,
              new Secrets(secret(), Optional.empty()),
              true,
              Optional.empty(),
              Progress.at(after.orElse(start)),
              now,
              now);
      book.add(webhook, claim);
      return new Result.Done<>(webhook);
    }
  }

  /** Makes the one who is told of a batch's end, once the batch has its id. */
  public interface OnceFor {
    WebhookRecord of(BatchId batch);
  }

  /**
   * Somebody to be told of the end of a batch that is about to be created: {@link NewBatch} takes
   * it, and {@link #adopt} has it told.
   *
   * @param events {@code batch_finished}, after which there is nothing more to tell, and others
   * @param name what a dialect will call the batch
   */
  public Result<OnceFor> once(
      Caller caller, String url, List<String> events, Function<BatchId, String> name) {
    var subject = new Subject(url, "told once", events, Optional.empty());
    var wrong = wrong(caller, subject);
    if (wrong.isPresent()) {
      return new Result.Refused<>(wrong.get());
    }
    if (book.count(caller.tenant(), true) >= ONCE_MAX) {
      return new Result.Refused<>(
          new Failure.Refused(
              "webhooks",
              "%d batches are to be told of already; wait until some have ended"
                  .formatted(ONCE_MAX)));
    }
    var now = clock.instant();
    long start = log.last();
    long dice = random.nextLong();
    var secrets = new Secrets(secret(), Optional.empty());
    return new Result.Done<>(
        batch ->
            new WebhookRecord(
                ID_PREFIX + new UUID(batch.number(), dice),
                caller,
                new Subject(
                    url,
                    subject.description(),
                    subject.events(),
                    Optional.of(batch),
                    Optional.of(name.apply(batch))),
                secrets,
                true,
                Optional.empty(),
                Progress.at(start),
                now,
                now));
  }

  /** Has somebody else told of a batch's end, or nobody. */
  public void retell(Caller caller, BatchId batch, Optional<OnceFor> next) {
    for (var entry : book.onceFor(caller.tenant(), batch)) {
      book.drop(entry);
    }
    boolean open =
        views
            .batch(caller.tenant(), batch)
            .filter(found -> !found.state().status().isFinal())
            .isPresent();
    next.filter(_ -> open).ifPresent(told -> book.add(told.of(batch), Optional.empty()));
  }

  /** Has somebody told who became durable together with a batch; needed once. */
  public void adopt(WebhookRecord webhook) {
    book.adopt(webhook);
  }

  private Optional<Failure> wrong(Caller caller, Subject subject) {
    if (subject.batch().filter(id -> isUnknown(caller, id)).isPresent()) {
      return invalid("batch", "there is no batch '" + subject.batch().get() + "'");
    }
    try {
      var url = new URI(subject.url());
      if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
        return invalid("url", "expected an address without user, password and fragment");
      }
      return sender.refusal(url).flatMap(why -> invalid("url", why));
    } catch (java.net.URISyntaxException e) {
      return invalid("url", "expected an http or https address, but " + e.getMessage());
    }
  }

  private boolean isUnknown(Caller caller, BatchId batch) {
    return views.batch(caller.tenant(), batch).isEmpty();
  }

  private static Optional<Failure> invalid(String field, String message) {
    return Optional.of(new Failure.Invalid(field, message));
  }

  private String secret() {
    return StandardSignature.newSecret(random);
  }

  public Optional<WebhookRecord> get(Caller caller, String id) {
    return book.find(caller.tenant(), id).map(WebhookBook.Entry::webhook);
  }

  /** By id, those after the given one. */
  public List<WebhookRecord> list(Caller caller, String after, int limit) {
    return book.list(caller.tenant(), after, limit);
  }

  /**
   * Changes what is sent where; what failed is tried again at once.
   *
   * @param enabled whether it sends from now on; empty leaves it
   */
  public Result<WebhookRecord> change(
      Caller caller, String id, UnaryOperator<Subject> change, Optional<Boolean> enabled) {
    var entry = book.find(caller.tenant(), id);
    if (entry.isEmpty()) {
      return unknown(id);
    }
    var wrong = wrong(caller, change.apply(entry.get().webhook().subject()));
    if (wrong.isPresent()) {
      return new Result.Refused<>(wrong.get());
    }
    var now = clock.instant();
    return new Result.Done<>(
        book.change(
            entry.get(),
            webhook -> {
              var changed = webhook.with(change.apply(webhook.subject()), now);
              boolean on = enabled.orElse(webhook.enabled());
              return on ? changed.enable(now) : changed.disable(changed.disabledReason(), now);
            }));
  }

  private static <T> Result<T> unknown(String id) {
    return new Result.Refused<>(new Failure.Invalid("webhook", "there is no webhook '" + id + "'"));
  }

  /** Deletes a webhook with its deliveries; false when there is none. */
  public boolean remove(Caller caller, String id) {
    var entry = book.find(caller.tenant(), id);
    entry.ifPresent(book::drop);
    return entry.isPresent();
  }

  /** A new secret; the old one signs too for 24 hours. */
  public Optional<WebhookRecord> rotate(Caller caller, String id) {
    var now = clock.instant();
    return book.find(caller.tenant(), id)
        .map(
            entry ->
                book.change(
                    entry,
                    webhook -> {
                      var old =
                          new Secrets.Old(webhook.secrets().current(), now.plus(OLD_SECRET_COUNTS));
                      return webhook.with(new Secrets(secret(), Optional.of(old)), now);
                    }));
  }

  /** Moves the cursor: all later events are sent, in order, whether they were before or not. */
  public Optional<WebhookRecord> redeliverAfter(Caller caller, String id, long sequence) {
    return book.find(caller.tenant(), id)
        .map(
            entry ->
                book.change(
                    entry,
                    webhook ->
                        webhook.with(
                            Progress.at(Math.min(sequence, log.last())), clock.instant())));
  }

  /** Sends one event of the log now, whatever the cursor and the filter say. */
  public Result<DeliveryRecord> redeliver(Caller caller, String id, long sequence)
      throws InterruptedException {
    var entry = book.find(caller.tenant(), id);
    if (entry.isEmpty()) {
      return unknown(id);
    }
    var webhook = entry.get().webhook();
    var event = event(webhook, sequence);
    if (event.isEmpty()) {
      return new Result.Refused<>(
          new Failure.Invalid("sequence", "there is no event " + sequence + " for this webhook"));
    }
    return sendByHand(entry.get(), "redelivery", WebhookMessage.of(webhook, event.get()));
  }

  private Optional<EventRecord> event(WebhookRecord webhook, long sequence) {
    return views
        .events(webhook.creator().tenant(), webhook.subject().batch(), sequence - 1, 1)
        .stream()
        .filter(event -> event.sequence() == sequence)
        .findFirst();
  }

  /** Sends something of no meaning now; when it is taken, what failed is tried again at once. */
  public Result<DeliveryRecord> ping(Caller caller, String id) throws InterruptedException {
    var entry = book.find(caller.tenant(), id);
    if (entry.isEmpty()) {
      return unknown(id);
    }
    var now = clock.instant();
    var message = WebhookMessage.ping(entry.get().webhook(), now.toEpochMilli(), now);
    return sendByHand(entry.get(), "ping", message);
  }

  private Result<DeliveryRecord> sendByHand(
      WebhookBook.Entry entry, String reason, WebhookMessage message) throws InterruptedException {
    if (!byHand.tryAcquire()) {
      return new Result.Refused<>(
          new Failure.Transient(BY_HAND_MAX + " pings and redeliveries are under way"));
    }
    try {
      var webhook = entry.webhook();
      var sent = courier.send(webhook, message);
      var delivery =
          book.change(
              entry,
              now -> sent.taken() ? now.with(now.progress().now(), clock.instant()) : now,
              sent.record(reason, webhook));
      return delivery
          .<Result<DeliveryRecord>>map(Result.Done::new)
          .orElseGet(() -> unknown(webhook.id()));
    } finally {
      byHand.release();
    }
  }

  /** Attempts, newest first, those before the given number. */
  public List<DeliveryRecord> deliveries(Caller caller, String id, long before, int limit) {
    return views.deliveries(caller.tenant(), id, before, limit);
  }

  /** Sends no more; what was on its way is sent again by the next process. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
