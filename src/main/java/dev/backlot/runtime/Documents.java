package dev.backlot.runtime;

import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.store.DocumentQuery;
import dev.backlot.store.DocumentRecord;
import dev.backlot.store.Views;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What dialects keep in their own words: durable when a call returns, a tenant's own. Thread-safe.
 */
public final class Documents {
  /**
   * The kind of documents that steps may write to: their bodies are objects with {@code fields} and
   * {@code marks}.
   */
  public static final String RECORD = "record";

  private static final int LOCKS = 64;

  private final Engine engine;
  private final Views views;

  /**
   * One change of a document at a time: it is read, then written. Held while a commit is awaited;
   * documents share locks by their ids, so that many are written in one commit.
   */
  private final List<ReentrantLock> changing =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

  Documents(Engine engine, Views views) {
    this.engine = engine;
    this.views = views;
  }

  public Optional<DocumentRecord> get(Caller caller, String kind, String id) {
    return views.document(caller.tenant(), kind, id);
  }

  /** The one that stands for this batch. */
  public Optional<DocumentRecord> of(Caller caller, BatchId batch) {
    return views
        .document(batch)
        .filter(document -> document.creator().tenant().equals(caller.tenant()));
  }

  /** Those that stand for these batches; batches without one are left out. */
  public Map<BatchId, DocumentRecord> of(Caller caller, List<BatchId> batches) {
    var found = new HashMap<BatchId, DocumentRecord>();
    for (var document : views.documents(caller.tenant(), batches)) {
      document.batch().ifPresent(batch -> found.put(batch, document));
    }
    return found;
  }

  /** In the query's order those behind the given one, after so many more. */
  public List<DocumentRecord> list(
      Caller caller, DocumentQuery query, Optional<String> behind, long skipped, int limit) {
    return views.documents(caller.tenant(), query, behind, skipped, limit);
  }

  public long count(Caller caller, DocumentQuery query) {
    return views.countDocuments(caller.tenant(), query);
  }

  /** How many of a kind stand for batches, deleted ones too. */
  public long countStarted(Caller caller, String kind) {
    return views.countStarted(caller.tenant(), kind);
  }

  /** A new one, once for each client's key; its creator's tenant owns it. */
  public void create(DocumentRecord document, Optional<Claim> claim) {
    var saving = new Submission.SaveDocument(document);
    accepted(engine.submit(Submission.under(claim, document.id(), saving)).await());
  }

  /** A new one, unless there is one by this name already. */
  void createOnce(DocumentRecord document) {
    var lock = lock(document.id());
    lock.lock();
    try {
      if (get(document.creator(), document.kind(), document.id()).isEmpty()) {
        write(document);
      }
    } finally {
      lock.unlock();
    }
  }

  private ReentrantLock lock(String id) {
    return changing.get(Math.floorMod(id.hashCode(), LOCKS));
  }

  /** What became of a change. */
  public sealed interface Changing {
    record Changed(DocumentRecord document) implements Changing {}

    record Refused(Failure why) implements Changing {}

    record Unknown() implements Changing {}
  }

  /** Reads, changes and writes one while nobody else does. */
  public Changing change(
      Caller caller, String kind, String id, Function<DocumentRecord, Changing> change) {
    var lock = lock(id);
    lock.lock();
    try {
      var found = get(caller, kind, id);
      if (found.isEmpty()) {
        return new Changing.Unknown();
      }
      var changed = change.apply(found.get());
      if (changed instanceof Changing.Changed(var document)) {
        write(document);
      }
      return changed;
    } finally {
      lock.unlock();
    }
  }

  private void write(DocumentRecord document) {
    accepted(engine.submit(new Submission.SaveDocument(document)).await());
  }

  private static void accepted(Optional<Failure> refusal) {
    if (refusal.isPresent()) {
      throw new IllegalStateException("a document was refused: " + refusal.get().line());
    }
  }
}
