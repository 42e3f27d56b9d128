package dev.backlot.runtime;

import dev.backlot.json.Json;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.store.DocumentRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How many items each key has started today (UTC). What is counted is durable before the items are:
 * a crash in between costs the key their number, and never lets it start more. Thread-safe.
 */
public final class KeyQuotas {
  private static final String KIND = "api-key-use";

  private final Documents documents;
  private final ApiKeys keys;
  private final InstantSource clock;

  KeyQuotas(Documents documents, ApiKeys keys, InstantSource clock) {
    this.documents = documents;
    this.keys = keys;
    this.clock = clock;
  }

  /** What a key's document holds. */
  private record Count(LocalDate day, long items) {
    static Count of(DocumentRecord document) {
      return Json.MAPPER.readValue(document.body(), Count.class);
    }

    Count on(LocalDate today) {
      return day.equals(today) ? this : new Count(today, 0);
    }
  }

  /**
   * Where a key stands.
   *
   * @param limit how many items it may start a day
   * @param used how many it has started today
   * @param until when it may start as many again
   */
  public record Standing(int limit, long used, Instant until) {
    public long remaining() {
      return Math.max(0, limit - used);
    }
  }

  /** Where the key of a caller stands; empty when nothing counts it. */
  public Optional<Standing> standing(Caller caller) {
    return caller.key().flatMap(keys::get).flatMap(key -> standing(caller, key));
  }

  private Optional<Standing> standing(Caller caller, ApiKeys.ApiKey key) {
    var used =
        documents
            .get(caller, KIND, key.id())
            .map(document -> Count.of(document).on(today()).items())
            .orElse(0L);
    return key.itemsPerDay().map(limit -> new Standing(limit, used, tomorrow()));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private Instant tomorrow() {
    return today().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Counts items that a caller is about to start; a refusal when its key may not, and how long. */
  Optional<Batches.Creation.OverQuota> take(Caller caller, long items) {
    var key = caller.key().flatMap(keys::get);
    var limit = key.flatMap(ApiKeys.ApiKey::itemsPerDay);
    if (limit.isEmpty()) {
      return Optional.empty();
    }
    var refusal = new AtomicReference<Optional<Batches.Creation.OverQuota>>(Optional.empty());
    change(
        caller,
        key.get().id(),
        count -> {
          if (count.items() + items > limit.get()) {
            refusal.set(Optional.of(refused(limit.get(), count.items(), items)));
            return count;
          }
          return new Count(count.day(), count.items() + items);
        });
    return refusal.get();
  }

  private Batches.Creation.OverQuota refused(int limit, long used, long items) {
    var wait = Duration.between(clock.instant(), tomorrow());
    var message =
        "this key may start %d items a day (UTC) and has started %d; %d more wait until %s"
            .formatted(limit, used, items, tomorrow());
    return new Batches.Creation.OverQuota(new Failure.Refused("quota", message), Optional.of(wait));
  }

  /** Takes back what was counted, when nothing was started after all. */
  void giveBack(Caller caller, long items) {
    caller
        .key()
        .filter(id -> keys.get(id).flatMap(ApiKeys.ApiKey::itemsPerDay).isPresent())
        .ifPresent(
            id ->
                change(
                    caller,
                    id,
                    count -> new Count(count.day(), Math.max(0, count.items() - items))));
  }

  private interface Change {
    Count of(Count count);
  }

  private void change(Caller caller, String key, Change change) {
    if (documents.get(caller, KIND, key).isEmpty()) {
      documents.createOnce(empty(caller, key));
    }
    documents.change(
        caller,
        KIND,
        key,
        document -> {
          var before = Count.of(document);
          var after = change.of(before.on(today()));
          return after.equals(before)
              ? new Documents.Changing.Refused(new Failure.Refused("quota", "nothing to count"))
              : new Documents.Changing.Changed(
                  document.with(Map.of(), Json.MAPPER.writeValueAsString(after), clock.instant()));
        });
  }

  private DocumentRecord empty(Caller caller, String key) {
    var now = clock.instant();
    return new DocumentRecord(
        KIND,
        key,
        caller.withoutKey(),
        Optional.empty(),
        Map.of(),
        Json.MAPPER.writeValueAsString(new Count(today(), 0)),
        false,
        now,
        now);
  }
}
