package dev.backlot.surface.scenario;

import dev.backlot.http.Query;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchStanding;
import dev.backlot.model.Caller;
import dev.backlot.runtime.Batches;
import dev.backlot.runtime.Documents;
import dev.backlot.runtime.RunView;
import dev.backlot.runtime.Runs;
import dev.backlot.store.BatchQuery;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.DocumentQuery;
import dev.backlot.store.DocumentRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A tenant's runs as documents, those that were started in other dialects among them. */
final class Jobs {
  private final Runs runs;
  private final Documents documents;
  private final Elsewhere elsewhere;

  Jobs(Runs runs) {
    this.runs = runs;
    this.documents = runs.documents();
    this.elsewhere = new Elsewhere(runs);
  }

  Optional<DocumentRecord> find(Caller caller, String id) {
    return documents
        .get(caller, Definition.JOB, id)
        .or(
            () ->
                Ids.elsewhere(id)
                    .flatMap(batch -> runs.batches().get(caller, batch))
                    .filter(Elsewhere::fits)
                    .map(batch -> of(caller, batch))
                    .filter(job -> job.id().equals(id)));
  }

  /** How runs stand, with what became of them, by their batches. */
  Map<BatchId, Batches.OneItem> stand(Caller caller, List<DocumentRecord> documents) {
    var ids = documents.stream().flatMap(run -> run.batch().stream()).toList();
    return runs.batches().firstItems(caller, ids);
  }

  Optional<BatchRecord> batch(Caller caller, DocumentRecord run) {
    return run.batch().flatMap(id -> runs.batches().get(caller, id));
  }

  Optional<RunView> view(Caller caller, DocumentRecord run) {
    return run.batch().flatMap(id -> runs.batches().run(caller, id.run(1)));
  }

  /** What stands for a batch here. */
  private DocumentRecord of(Caller caller, BatchRecord batch) {
    return of(batch, documents.of(caller, batch.id()));
  }

  private DocumentRecord of(BatchRecord batch, Optional<DocumentRecord> standing) {
    return standing
        .filter(document -> document.kind().equals(Definition.JOB))
        .orElseGet(() -> elsewhere.job(batch));
  }

  /** Jobs of runs and of their nodes, as the query wants them. */
  JobPage list(Caller caller, Query query) {
    var filter = JobFilter.of(query);
    int size = Pages.size(query, JobPage.SIZE_MAX);
    var start = query.text("paginationToken").map(token -> start(caller, token));
    var reader = new JobPages(this, caller, filter, size);
    return filter.standings().isEmpty() ? JobPage.EMPTY : reader.read(start);
  }

  /** Where a page begins: behind a run, or within one. */
  record Start(DocumentRecord run, Ids.JobId id) {}

  private Start start(Caller caller, String token) {
    return Pages.id(token)
        .flatMap(Ids::job)
        .flatMap(id -> find(caller, id.workflowJob()).map(run -> new Start(run, id)))
        .orElseThrow(Pages::wrongToken);
  }

  /** Runs in which wanted jobs may be, newest first, those before the given one. */
  List<DocumentRecord> runs(
      Caller caller, JobFilter filter, Optional<DocumentRecord> before, int limit) {
    var all = filter.standings().size() == BatchStanding.values().length;
    var standings = all ? Set.<BatchStanding>of() : filter.standings();
    return filter.workflow().isPresent()
        ? ofWorkflow(caller, filter, standings, before.map(DocumentRecord::id), limit)
        : ofAll(caller, filter, standings, before.flatMap(DocumentRecord::batch), limit);
  }

  private List<DocumentRecord> ofWorkflow(
      Caller caller,
      JobFilter filter,
      Set<BatchStanding> standings,
      Optional<String> before,
      int limit) {
    Map<String, String> tags = new HashMap<>();
    filter.workflow().ifPresent(id -> tags.put("workflow", id));
    filter.author().ifPresent(id -> tags.put("author", id));
    var wanted = DocumentQuery.of(Definition.JOB).tagged(tags);
    var some = standings.isEmpty() ? wanted : wanted.standing(standings, Optional.empty());
    return documents.list(caller, some, before, 0, limit);
  }

  private List<DocumentRecord> ofAll(
      Caller caller,
      JobFilter filter,
      Set<BatchStanding> standings,
      Optional<BatchId> before,
      int limit) {
    var wanted = BatchQuery.ALL.ofOne().by(filter.author()).standing(standings).olderThan(before);
    var found = runs.batches().list(caller, wanted, 0, limit);
    var standing = documents.of(caller, found.stream().map(BatchRecord::id).toList());
    return found.stream()
        .map(batch -> of(batch, Optional.ofNullable(standing.get(batch.id()))))
        .toList();
  }
}
