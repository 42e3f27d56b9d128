package dev.backlot.runtime;

import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.StandardSignature;
import dev.backlot.model.TenantId;
import dev.backlot.store.DocumentRecord;
import dev.backlot.store.StoreException;
import dev.backlot.store.Views;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Starts batches by itself. What a trigger has done becomes durable in the commit of the batch that
 * it starts: after a crash nothing is started twice, and nothing is left out. Thread-safe.
 */
public final class Triggers implements AutoCloseable {
  /** How many a tenant may have. */
  public static final int PER_TENANT_MAX = 1_000;

  /** How many there may be in all. */
  public static final int ALL_MAX = 10_000;

  /** How many items a batch has that is started at times: they become durable in one commit. */
  public static final int ITEMS_MAX = 1_000;

  private static final String ID_PREFIX = "tr_";
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final Runs runs;
  private final Engine engine;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final NavigableMap<String, Entry> entries = new ConcurrentSkipListMap<>();
  private final TriggerFolders folders;
  private final TriggerClock times;
  private final TriggerCheck check;
  private final TriggerCalls calls;
  private volatile boolean closed;

  /** One trigger while the process runs; what it is changes under its lock. */
  static final class Entry {
    final ReentrantLock changing = new ReentrantLock();
    volatile Trigger trigger;
    volatile boolean gone;

    Entry(Trigger trigger) {
      this.trigger = trigger;
    }

    Trigger trigger() {
      return trigger;
    }
  }

  /** What became of something that was asked for. */
  public sealed interface Result<T> {
    record Done<T>(T value) implements Result<T> {}

    record Refused<T>(Failure why) implements Result<T> {}
  }

  Triggers(Runs runs, Engine engine, Views views, InstantSource clock, Optional<Path> watchRoot) {
    this.runs = runs;
    this.engine = engine;
    this.clock = clock;
    folders = new TriggerFolders(this, runs, watchRoot);
    times = new TriggerClock(this, runs);
    check = new TriggerCheck(runs, folders);
    calls = new TriggerCalls(this, runs, clock);
    for (var document : views.documents(TriggerJson.KIND, ALL_MAX)) {
      entries.put(document.id(), new Entry(TriggerJson.read(document)));
    }
  }

  static Triggers start(
      Runs runs, Engine engine, Views views, InstantSource clock, Optional<Path> watchRoot) {
    var triggers = new Triggers(runs, engine, views, clock, watchRoot);
    Thread.ofVirtual().name("triggers").start(triggers::loop);
    return triggers;
  }

  private void loop() {
    try {
      while (!closed && runs.halted().isEmpty()) {
        once(clock.instant());
        Thread.sleep(LOOK_EVERY);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (EngineHaltedException _) {
      // the next process goes on
    } catch (StoreException e) {
      engine.halt(String.valueOf(e.getMessage()));
    }
  }

  /** Starts what is due; {@link #start} does so all the time. */
  void once(Instant now) throws InterruptedException {
    for (var entry : entries.values()) {
      var trigger = entry.trigger();
      if (!trigger.enabled() || closed) {
        continue;
      }
      if (trigger.progress().nextAt().filter(at -> !now.isBefore(at)).isPresent()) {
        times.ring(entry, now);
      } else if (trigger.on() instanceof Trigger.On.File on) {
        folders.look(entry, on, now);
      }
    }
  }

  /**
   * Starts a batch; the trigger moves on with it, or without it where it is refused.
   *
   * @param progress once it is started
   */
  Result<BatchId> fire(Entry entry, Trigger.Progress progress, List<ItemInput> items, Instant now) {
    var trigger = entry.trigger;
    var after = trigger.with(progress.fired(now), now);
    var result = create(trigger, items, TriggerJson.document(after), Optional.empty());
    switch (result) {
      case Result.Done<BatchId>(var batch) ->
          entry.trigger = after.with(after.progress().started(batch), now);
      case Result.Refused<BatchId>(var why) -> save(entry, progress.refused(why.line()));
    }
    return result;
  }

  /** A batch of this trigger; the document becomes durable with it. */
  Result<BatchId> create(
      Trigger trigger, List<ItemInput> items, DocumentRecord document, Optional<Claim> claim) {
    var order = trigger.order();
    var version =
        order
            .version()
            .or(() -> runs.batches().newestPublished(trigger.creator(), order.workflow()));
    if (version.isEmpty()) {
      return new Result.Refused<>(
          new Failure.Invalid(
              "workflow", "there is no published workflow '" + order.workflow() + "'"));
    }
    var wanted =
        NewBatch.of(
            trigger.name(),
            order.workflow(),
            version.get(),
            order.settings(),
            new NewBatch.Companions(Optional.of(document), Optional.empty()));
    return switch (runs.batches().create(trigger.creator().withoutKey(), wanted, items, claim)) {
      case Batches.Creation.Created(var batch) -> new Result.Done<>(batch.id());
      case Batches.Creation.OverQuota(var why, _) -> new Result.Refused<>(why);
      case Batches.Creation.Refused(var problems) -> new Result.Refused<>(problems.getFirst());
    };
  }

  /** Notes what a trigger could not do, once. */
  void refused(Entry entry, String why) {
    entry.changing.lock();
    try {
      if (!entry.gone && !entry.trigger.progress().lastRefusal().equals(Optional.of(why))) {
        save(entry, entry.trigger.progress().refused(why));
      }
    } finally {
      entry.changing.unlock();
    }
  }

  /** Notes that a batch was started whose document was another. */
  void started(Entry entry, BatchId batch, Instant now) {
    entry.changing.lock();
    try {
      if (!entry.gone) {
        save(entry, entry.trigger.progress().fired(now).started(batch));
      }
    } finally {
      entry.changing.unlock();
    }
  }

  void save(Entry entry, Trigger.Progress progress) {
    save(entry, entry.trigger.with(progress, clock.instant()));
  }

  private void save(Entry entry, Trigger trigger) {
    engine.submit(new Submission.SaveDocument(TriggerJson.document(trigger))).await();
    entry.trigger = trigger;
  }

  /** A trigger as somebody wants it. */
  public record NewTrigger(String name, Trigger.On on, Trigger.Order order) {}

  /** A secret for those who call. */
  public String newSecret() {
    return StandardSignature.newSecret(random);
  }

  /** Adds a trigger, once for each client's key; durable on return. */
  public Result<Trigger> add(Caller caller, NewTrigger wanted, Optional<Claim> claim) {
    var now = clock.instant();
    var wrong = check.wrong(caller, wanted, now);
    if (wrong.isPresent()) {
      return new Result.Refused<>(wrong.get());
    }
    if (entries.size() >= ALL_MAX || count(caller.tenant()) >= PER_TENANT_MAX) {
      return new Result.Refused<>(
          new Failure.Refused(
              "triggers",
              "there are at most %d triggers for each tenant and %d in all; delete one first"
                  .formatted(PER_TENANT_MAX, ALL_MAX)));
    }
    var trigger =
        new Trigger(
            ID_PREFIX + UUID.randomUUID(),
            caller,
            wanted.name(),
            wanted.on(),
            wanted.order(),
            true,
            Trigger.Progress.of(TriggerClock.next(wanted.on(), now)),
            now,
            now);
    var saving = new Submission.SaveDocument(TriggerJson.document(trigger));
    var refusal = engine.submit(Submission.under(claim, trigger.id(), saving)).await();
    if (refusal.isPresent()) {
      return new Result.Refused<>(refusal.get());
    }
    entries.put(trigger.id(), new Entry(trigger));
    return new Result.Done<>(trigger);
  }

  private long count(TenantId tenant) {
    return entries.values().stream()
        .filter(entry -> entry.trigger.creator().tenant().equals(tenant))
        .count();
  }

  public Optional<Trigger> get(Caller caller, String id) {
    return find(caller, id).map(Entry::trigger);
  }

  private Optional<Entry> find(Caller caller, String id) {
    return Optional.ofNullable(entries.get(id))
        .filter(entry -> entry.trigger.creator().tenant().equals(caller.tenant()));
  }

  /** By id, those after the given one. */
  public List<Trigger> list(Caller caller, String after, int limit) {
    return entries.tailMap(after, false).values().stream()
        .map(Entry::trigger)
        .filter(trigger -> trigger.creator().tenant().equals(caller.tenant()))
        .limit(limit)
        .toList();
  }

  /** Has it start something from now on, or nothing; times that pass meanwhile are not made up. */
  public Optional<Trigger> enable(Caller caller, String id, boolean enabled) {
    return find(caller, id)
        .map(
            entry -> {
              entry.changing.lock();
              try {
                var now = clock.instant();
                var trigger = entry.trigger;
                var progress =
                    trigger.on() instanceof Trigger.On.Cron cron
                        ? trigger.progress().next(TriggerClock.times(cron).after(now))
                        : trigger.progress();
                save(entry, trigger.enabled(enabled, now).with(progress, now));
                return entry.trigger;
              } finally {
                entry.changing.unlock();
              }
            });
  }

  /** Starts nothing any more; false when there is none of this id. */
  public boolean remove(Caller caller, String id) {
    var entry = find(caller, id);
    entry.ifPresent(
        found -> {
          found.changing.lock();
          try {
            found.gone = true;
            entries.remove(id);
            var now = clock.instant();
            var document = TriggerJson.document(found.trigger).deleted(now);
            engine.submit(new Submission.SaveDocument(document)).await();
          } finally {
            found.changing.unlock();
          }
        });
    return entry.isPresent();
  }

  /**
   * A call from outside.
   *
   * @param messageId what tells this message from others; the same one again starts nothing
   */
  public record Message(
      Optional<String> messageId,
      Optional<String> timestamp,
      Optional<String> signature,
      Optional<String> token,
      String body) {}

  /** What became of a call. */
  public sealed interface Called {
    /** The batch that this message started, now or before. */
    record Started(BatchId batch) implements Called {}

    /** Nobody of ours: an unknown trigger and a wrong signature look the same. */
    record Stranger() implements Called {}

    record Refused(Failure why) implements Called {}
  }

  /** Takes a call; durable on return. */
  public Called call(String id, Message message) {
    var entry = entries.get(id);
    return entry == null ? new Called.Stranger() : calls.take(entry, message);
  }

  /** Starts nothing more. */
  @Override
  public void close() {
    closed = true;
  }
}
