package dev.backlot.surface.sartiq;

import dev.backlot.http.Query;
import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.runtime.Batches;
import dev.backlot.runtime.Documents;
import dev.backlot.runtime.Runs;
import dev.backlot.store.BatchQuery;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.BatchStretch;
import dev.backlot.store.DocumentQuery;
import dev.backlot.store.DocumentRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A tenant's workflows: those that were made here, and batches of one from other dialects. */
final class Shelf {
  static final String KIND = "sartiq.workflow";

  private static final int LIMIT_DEFAULT = 50;
  private static final int LIMIT_MAX = 100;
  private static final String INSTANCE = "origin_instance";
  private static final String TENANT = "origin_tenant_id";

  private final Documents documents;
  private final Batches batches;
  private final Elsewhere elsewhere;

  Shelf(Runs runs, TaskTypes types) {
    this.documents = runs.documents();
    this.batches = runs.batches();
    this.elsewhere = new Elsewhere(runs, types);
  }

  static Map<String, String> tags(Definition definition, String state) {
    var tags = new HashMap<String, String>();
    tags.put(INSTANCE, definition.origin().instance());
    definition.origin().tenantId().ifPresent(id -> tags.put(TENANT, id));
    tags.put(DocumentQuery.STATE, state);
    return tags;
  }

  Optional<DocumentRecord> find(Caller caller, String id) {
    return documents
        .get(caller, KIND, id)
        .or(
            () ->
                BatchId.parse(id)
                    .flatMap(batch -> batches.get(caller, batch))
                    .filter(batch -> isFromElsewhere(caller, batch))
                    .map(elsewhere::workflow));
  }

  private boolean isFromElsewhere(Caller caller, BatchRecord batch) {
    return batch.state().counts().total() == 1
        && documents.of(caller, batch.id()).filter(one -> one.kind().equals(KIND)).isEmpty();
  }

  /** Whether a workflow was made here. */
  boolean has(Caller caller, DocumentRecord workflow) {
    return documents.get(caller, KIND, workflow.id()).isPresent();
  }

  /** One page, newest first. */
  record Page(List<DocumentRecord> documents, long total, int skip, int limit) {}

  Page list(Caller caller, Query query) {
    int skip = query.number("skip", 0, Integer.MAX_VALUE).map(Long::intValue).orElse(0);
    int limit = query.number("limit", 1, LIMIT_MAX).map(Long::intValue).orElse(LIMIT_DEFAULT);
    var all =
        new NewestFirst<>(own(caller, query), others(caller, query), DocumentRecord::createdAt);
    return new Page(all.page(skip, limit), all.count(), skip, limit);
  }

  private NewestFirst.Own<DocumentRecord> own(Caller caller, Query query) {
    var tags = new HashMap<String, String>();
    for (var name : List.of(INSTANCE, TENANT)) {
      query.text(name).ifPresent(value -> tags.put(name, value));
    }
    var tagged = DocumentQuery.of(KIND).tagged(tags);
    var status = status(query);
    var standing =
        status.isPresent() ? tagged.standing(Statuses.standings(status.get()), status) : tagged;
    var wanted = query.bool("include_deleted").orElse(false) ? standing.deletedToo() : standing;
    return new NewestFirst.Own<>() {
      @Override
      public long count() {
        return documents.count(caller, wanted);
      }

      @Override
      public List<DocumentRecord> page(
          boolean oldestFirst, Optional<DocumentRecord> behind, long skipped, int limit) {
        return documents.list(
            caller,
            wanted.oldestFirst(oldestFirst),
            behind.map(DocumentRecord::id),
            skipped,
            limit);
      }
    };
  }

  private static Optional<String> status(Query query) {
    return query.read(
        "status", "PENDING, RUNNING, PAUSED, COMPLETED, FAILED or CANCELLED", Statuses::parse);
  }

  private NewestFirst.Others<DocumentRecord> others(Caller caller, Query query) {
    var standings = status(query).map(Statuses::standings);
    boolean none =
        standings.filter(Set::isEmpty).isPresent()
            || query.text(TENANT).isPresent()
            || query.text(INSTANCE).filter(name -> !name.equals(Elsewhere.INSTANCE)).isPresent();
    var wanted = BatchQuery.ALL.ofOne().withoutDocument(KIND).standing(standings.orElse(Set.of()));
    return new NewestFirst.Others<>() {
      @Override
      public long count() {
        if (none) {
          return 0;
        }
        // every workflow of ours that was started is a batch of one
        return standings.isEmpty()
            ? Math.max(
                0,
                batches.count(caller, BatchQuery.ALL.ofOne())
                    - documents.countStarted(caller, KIND))
            : batches.count(caller, wanted);
      }

      @Override
      public List<DocumentRecord> page(boolean oldestFirst, NewestFirst.Span span, int limit) {
        return batches.list(caller, within(oldestFirst, span), 0, limit).stream()
            .map(elsewhere::workflow)
            .toList();
      }

      @Override
      public BatchStretch stretch(boolean oldestFirst, NewestFirst.Span span, long most) {
        return batches.stretch(caller, within(oldestFirst, span), most);
      }

      private BatchQuery within(boolean oldestFirst, NewestFirst.Span span) {
        return wanted
            .oldestFirst(oldestFirst)
            .since(Optional.of(span.since()))
            .olderThan(Optional.of(span.before()));
      }
    };
  }
}
