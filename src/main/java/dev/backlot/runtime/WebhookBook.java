package dev.backlot.runtime;

import dev.backlot.model.BatchId;
import dev.backlot.model.TenantId;
import dev.backlot.store.DeliveryRecord;
import dev.backlot.store.Views;
import dev.backlot.store.WebhookRecord;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * The webhooks there are. Each is changed by one at a time, first durably, then here. Thread-safe.
 */
final class WebhookBook {
  private final Engine engine;
  private final NavigableMap<String, Entry> entries = new ConcurrentSkipListMap<>();

  /** One webhook while the process runs. */
  static final class Entry {
    /** Whether somebody delivers to it. */
    final AtomicBoolean busy = new AtomicBoolean();

    private volatile WebhookRecord webhook;
    private volatile long looked;
    private long deliveries;
    private boolean dropped;

    private Entry(WebhookRecord webhook, long deliveries) {
      this.webhook = webhook;
      this.deliveries = deliveries;
    }

    WebhookRecord webhook() {
      return webhook;
    }

    /** Nothing between its cursor and here is for it. */
    long looked() {
      return Math.max(looked, webhook.progress().cursor());
    }

    /** Remembers how far the log was looked through for what the webhook then was. */
    synchronized void looked(WebhookRecord asked, long sequence) {
      if (webhook.subject().equals(asked.subject())
          && webhook.progress().cursor() == asked.progress().cursor()) {
        looked = sequence;
      }
    }
  }

  /** One attempt, once its number is known; empty for a change without one. */
  interface Attempted {
    Optional<DeliveryRecord> delivery(long number, WebhookRecord after);
  }

  WebhookBook(Engine engine, Views views) {
    this.engine = engine;
    for (var webhook : views.webhooks()) {
      var last =
          views.deliveries(webhook.creator().tenant(), webhook.id(), Long.MAX_VALUE, 1).stream()
              .mapToLong(DeliveryRecord::number)
              .findFirst();
      entries.put(webhook.id(), new Entry(webhook, last.orElse(0)));
    }
  }

  Collection<Entry> all() {
    return entries.values();
  }

  Optional<Entry> find(TenantId tenant, String id) {
    return Optional.ofNullable(entries.get(id)).filter(entry -> owns(tenant, entry));
  }

  List<WebhookRecord> list(TenantId tenant, String after, int limit) {
    return entries.tailMap(after, false).values().stream()
        .filter(entry -> owns(tenant, entry))
        .limit(limit)
        .map(Entry::webhook)
        .toList();
  }

  /**
   * How many of a tenant there are.
   *
   * @param once those that go with their batch, or those that stay
   */
  int count(TenantId tenant, boolean once) {
    return (int)
        entries.values().stream()
            .filter(entry -> owns(tenant, entry) && isOnce(entry) == once)
            .count();
  }

  /** How many stay until somebody deletes them, of all tenants. */
  int count() {
    return (int) entries.values().stream().filter(entry -> !isOnce(entry)).count();
  }

  private static boolean isOnce(Entry entry) {
    return entry.webhook.subject().onceFor().isPresent();
  }

  /** Those that go with this batch. */
  List<Entry> onceFor(TenantId tenant, BatchId batch) {
    return entries.values().stream()
        .filter(entry -> owns(tenant, entry) && isOnce(entry))
        .filter(entry -> entry.webhook.subject().batch().equals(Optional.of(batch)))
        .toList();
  }

  /** One that became durable together with its batch. */
  void adopt(WebhookRecord webhook) {
    entries.putIfAbsent(webhook.id(), new Entry(webhook, 0));
  }

  private static boolean owns(TenantId tenant, Entry entry) {
    return entry.webhook.creator().tenant().equals(tenant);
  }

  void add(WebhookRecord webhook, Optional<Claim> claim) {
    var saving = new Submission.SaveWebhook(webhook, Optional.empty());
    engine.submit(Submission.under(claim, webhook.id(), saving)).await();
    entries.put(webhook.id(), new Entry(webhook, 0));
  }

  /** Changes a webhook and writes down the attempt that did; durable on return. */
  Optional<DeliveryRecord> change(
      Entry entry, UnaryOperator<WebhookRecord> change, Attempted attempted) {
    synchronized (entry) {
      if (entry.dropped) {
        return Optional.empty();
      }
      var before = entry.webhook;
      var after = change.apply(before);
      var delivery = attempted.delivery(entry.deliveries + 1, after);
      engine.submit(new Submission.SaveWebhook(after, delivery)).await();
      entry.deliveries += delivery.isPresent() ? 1 : 0;
      if (!after.subject().equals(before.subject())
          || after.progress().cursor() != before.progress().cursor()) {
        entry.looked = 0;
      }
      entry.webhook = after;
      return delivery;
    }
  }

  WebhookRecord change(Entry entry, UnaryOperator<WebhookRecord> change) {
    change(entry, change, (_, _) -> Optional.empty());
    return entry.webhook;
  }

  void drop(Entry entry) {
    synchronized (entry) {
      entry.dropped = true;
      entries.remove(entry.webhook.id());
      engine.submit(new Submission.DropWebhook(entry.webhook.id())).await();
    }
  }
}
