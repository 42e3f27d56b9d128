package dev.backlot.runtime;

import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.StandardSignature;
import dev.backlot.model.TenantId;
import dev.backlot.model.Value;
import dev.backlot.store.DocumentRecord;
import dev.backlot.store.StoreException;
import dev.backlot.store.Views;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

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

  /** Whoever comes later than this after its time has missed it. */
  static final Duration ON_TIME = Duration.ofMinutes(1);

  private static final String ID_PREFIX = "tr_";
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final Runs runs;
  private final Engine engine;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final NavigableMap<String, Entry> entries = new ConcurrentSkipListMap<>();
  private final TriggerFolders folders;
  private volatile boolean closed;

  /** One trigger while the process runs; what it is changes under its lock. */
  static final class Entry {
    final ReentrantLock changing = new ReentrantLock();
    private volatile Trigger trigger;
    private volatile boolean gone;

    private Entry(Trigger trigger) {
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
        ring(entry, now);
      } else if (trigger.on() instanceof Trigger.On.File on) {
        folders.look(entry, on, now);
      }
    }
  }

  private void ring(Entry entry, Instant now) {
    entry.changing.lock();
    try {
      var trigger = entry.trigger;
      var due = trigger.progress().nextAt().filter(at -> !now.isBefore(at));
      if (entry.gone || !trigger.enabled() || due.isEmpty()) {
        return;
      }
      switch (trigger.on()) {
        case Trigger.On.At _ ->
            fire(entry, trigger.progress().next(Optional.empty()), trigger.order().items(), now);
        case Trigger.On.Cron cron -> ring(entry, cron, due.get(), now);
        case Trigger.On.Call _, Trigger.On.File _ -> {
          // they have no times
        }
      }
    } finally {
      entry.changing.unlock();
    }
  }

  private void ring(Entry entry, Trigger.On.Cron cron, Instant due, Instant now) {
    var times = times(cron);
    var last = times.last(due, now);
    var progress = entry.trigger.progress().next(times.after(now));
    boolean missed = last.plus(ON_TIME).isBefore(now);
    if (missed && !cron.catchesUp()) {
      save(entry, progress.refused("missed " + last + ": nothing was running then"));
      return;
    }
    if (!cron.overlaps() && isOpen(entry.trigger)) {
      save(
          entry,
          progress.refused(
              "left out "
                  + last
                  + ": batch "
                  + progress.lastBatch().map(BatchId::toString).orElse("")
                  + " has not ended"));
      return;
    }
    fire(entry, progress, entry.trigger.order().items(), now);
  }

  private boolean isOpen(Trigger trigger) {
    return trigger
        .progress()
        .lastBatch()
        .flatMap(id -> runs.batches().get(trigger.creator(), id))
        .filter(batch -> !batch.state().status().isFinal())
        .isPresent();
  }

  /**
   * Starts a batch; the trigger moves on with it, or without it where it is refused.
   *
   * @param progress once it is started
   */
  private Result<BatchId> fire(
      Entry entry, Trigger.Progress progress, List<ItemInput> items, Instant now) {
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

  private void save(Entry entry, Trigger.Progress progress) {
    save(entry, entry.trigger.with(progress, clock.instant()));
  }

  private void save(Entry entry, Trigger trigger) {
    engine.submit(new Submission.SaveDocument(TriggerJson.document(trigger))).await();
    entry.trigger = trigger;
  }

  private static CronTimes times(Trigger.On.Cron cron) {
    return CronTimes.of(cron.expression(), CronTimes.zone(cron.zone()).orElse(ZoneOffset.UTC));
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
    var wrong = wrong(caller, wanted, now);
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
            Trigger.Progress.of(next(wanted.on(), now)),
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

  private static Optional<Instant> next(Trigger.On on, Instant now) {
    return switch (on) {
      case Trigger.On.At(var at) -> Optional.of(at);
      case Trigger.On.Cron cron -> times(cron).after(now);
      case Trigger.On.Call _, Trigger.On.File _ -> Optional.empty();
    };
  }

  private Optional<Failure> wrong(Caller caller, NewTrigger wanted, Instant now) {
    var order = wanted.order();
    if (order
        .version()
        .or(() -> runs.batches().newestPublished(caller, order.workflow()))
        .isEmpty()) {
      return invalid("workflow", "there is no published workflow '" + order.workflow() + "'");
    }
    return switch (wanted.on()) {
      case Trigger.On.Cron cron -> wrong(cron, now);
      case Trigger.On.At(var at) ->
          at.isAfter(now) ? Optional.empty() : invalid("at", "expected a time to come, but " + at);
      case Trigger.On.Call _ -> Optional.empty();
      case Trigger.On.File file -> folders.wrong(file).flatMap(why -> invalid("folder", why));
    };
  }

  private static Optional<Failure> wrong(Trigger.On.Cron cron, Instant now) {
    if (CronTimes.zone(cron.zone()).isEmpty()) {
      return invalid("zone", "expected a time zone such as Europe/Berlin, but " + cron.zone());
    }
    try {
      return times(cron).after(now).isPresent()
          ? Optional.empty()
          : invalid("cron", "it never comes true");
    } catch (IllegalArgumentException e) {
      return invalid("cron", String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Failure> invalid(String field, String message) {
    return Optional.of(new Failure.Invalid(field, message));
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
                        ? trigger.progress().next(times(cron).after(now))
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
    if (entry == null
        || !(entry.trigger().on() instanceof Trigger.On.Call(var secret))
        || !isOurs(secret, message)) {
      return new Called.Stranger();
    }
    var trigger = entry.trigger();
    if (!trigger.enabled()) {
      return new Called.Refused(new Failure.Refused("disabled", "the trigger is switched off"));
    }
    if (message.messageId().isEmpty()) {
      return started(entry, message, Optional.empty());
    }
    // spaces keep it apart from what clients may use as keys
    var key = "trigger " + id + " " + message.messageId().get();
    return switch (runs.idempotencyKeys().claim(trigger.creator(), key, "trigger")) {
      case IdempotencyKeys.Claiming.Granted(var claim) -> {
        try (claim) {
          yield started(entry, message, Optional.of(claim));
        }
      }
      case IdempotencyKeys.Claiming.Done(var first) ->
          BatchId.parse(first.resource())
              .<Called>map(Called.Started::new)
              .orElseGet(Called.Stranger::new);
      case IdempotencyKeys.Claiming.Mistaken(),
          IdempotencyKeys.Claiming.UnderWay(),
          IdempotencyKeys.Claiming.TooMany() ->
          new Called.Refused(new Failure.Transient("the message is being taken; send it again"));
    };
  }

  private boolean isOurs(String secret, Message message) {
    if (message.token().isPresent()) {
      return StandardSignature.same(secret, message.token().get());
    }
    return message.messageId().isPresent()
        && message.timestamp().isPresent()
        && message.signature().isPresent()
        && StandardSignature.fits(
            secret,
            message.messageId().get(),
            message.timestamp().get(),
            message.signature().get(),
            message.body(),
            clock.instant());
  }

  private Called started(Entry entry, Message message, Optional<Claim> claim) {
    var trigger = entry.trigger();
    var inputs = new LinkedHashMap<>(trigger.order().inputs());
    try {
      var body = trigger.order().from().isEmpty() ? Json.object() : Json.parse(message.body());
      trigger.order().from().forEach((input, place) -> inputs.put(input, value(body, place)));
    } catch (dev.backlot.json.JsonProblem e) {
      return new Called.Refused(new Failure.Invalid("body", String.valueOf(e.getMessage())));
    }
    var items = List.of(new ItemInput(Optional.empty(), inputs));
    var now = clock.instant();
    entry.changing.lock();
    try {
      var after = entry.trigger.with(entry.trigger.progress().fired(now), now);
      return switch (create(trigger, items, TriggerJson.document(after), claim)) {
        case Result.Done<BatchId>(var batch) -> {
          entry.trigger = after.with(after.progress().started(batch), now);
          yield new Called.Started(batch);
        }
        case Result.Refused<BatchId>(var why) -> {
          refused(entry, why.line());
          yield new Called.Refused(why);
        }
      };
    } finally {
      entry.changing.unlock();
    }
  }

  /** Text that is an address stands for the file behind it, as everywhere. */
  private static Value value(JsonNode body, String pointer) {
    var node = body.at(JsonPointer.compile(pointer));
    if (node.isMissingNode()) {
      return Value.none();
    }
    var value = ValueJson.read(node);
    return value instanceof Value.Text(var text) && new Value.Source(text).isAddress()
        ? new Value.Source(text)
        : value;
  }

  /** Starts nothing more. */
  @Override
  public void close() {
    closed = true;
  }
}
