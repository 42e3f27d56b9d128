package dev.backlot.surface.wiserows;

import dev.backlot.http.Access;
import dev.backlot.http.Query;
import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.runtime.Documents;
import dev.backlot.runtime.Runs;
import dev.backlot.store.BatchQuery;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.DocumentRecord;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Jobs: every run of a workflow is one, and every batch that was started in other dialects. */
final class JobRoutes {
  static final String TYPE = "workflow_run";

  /** The type of a job that was not started here. */
  static final String ELSEWHERE = "batch";

  static final String CATEGORY = "ai";

  /** The tag of a job that names its workflow. */
  static final String WORKFLOW = "workflow";

  private static final int LIMIT_DEFAULT = 20;
  private static final int LIMIT_MAX = 200;
  private static final List<String> CATEGORIES = List.of("seo", CATEGORY, "sync", "export");

  private final Runs runs;
  private final Documents documents;

  JobRoutes(Runs runs) {
    this.runs = runs;
    this.documents = runs.documents();
  }

  void add(RoutesConfig routes, String base) {
    routes.get(base + "/jobs", this::list);
    routes.get(base + "/jobs/{id}", this::get);
    routes.post(base + "/jobs/{id}/cancel", this::cancel);
  }

  private void list(Context context) {
    var query = Query.of(context, "status", "category", "limit", "offset");
    var caller = Access.caller(context);
    int limit = query.number("limit", 1, LIMIT_MAX).map(Long::intValue).orElse(LIMIT_DEFAULT);
    int offset = EntityRoutes.offset(query);
    var standings =
        query.read("status", "pending, running, completed, failed or cancelled", Statuses::parse);
    var wanted = BatchQuery.ALL.standing(standings.orElse(Set.of()));
    var category =
        query.read(
            "category",
            "one of " + String.join(", ", CATEGORIES),
            word -> Optional.of(word).filter(CATEGORIES::contains));
    // there are no jobs of other kinds here
    boolean none = category.filter(word -> !word.equals(CATEGORY)).isPresent();
    var found = none ? List.<Wire.Job>of() : jobs(caller, wanted, offset, limit);
    Wire.page(context, found, none ? 0 : runs.batches().count(caller, wanted), limit, offset);
  }

  private List<Wire.Job> jobs(Caller caller, BatchQuery wanted, int offset, int limit) {
    var batches = runs.batches().list(caller, wanted, offset, limit);
    var standing = documents.of(caller, batches.stream().map(BatchRecord::id).toList());
    return batches.stream()
        .map(batch -> Render.job(job(batch, Optional.ofNullable(standing.get(batch.id()))), batch))
        .toList();
  }

  private static DocumentRecord job(BatchRecord batch, Optional<DocumentRecord> standing) {
    return standing
        .filter(document -> document.kind().equals(Definition.JOB))
        .orElseGet(() -> Elsewhere.job(batch));
  }

  /** What stands for a batch here. */
  private DocumentRecord job(Caller caller, BatchRecord batch) {
    return job(batch, documents.of(caller, batch.id()));
  }

  private DocumentRecord find(Context context) {
    var id = context.pathParam("id");
    var caller = Access.caller(context);
    return documents
        .get(caller, Definition.JOB, id)
        .or(
            () ->
                BatchId.parse(id)
                    .flatMap(batch -> runs.batches().get(caller, batch))
                    .map(batch -> job(caller, batch))
                    .filter(job -> job.id().equals(id)))
        .orElseThrow(() -> Problems.unknown("job", id));
  }

  private BatchRecord batch(Context context, DocumentRecord job) {
    return job.batch()
        .flatMap(id -> runs.batches().get(Access.caller(context), id))
        .orElseThrow(() -> Problems.unknown("job", job.id()));
  }

  private void get(Context context) {
    Query.of(context);
    show(context, find(context));
  }

  private void show(Context context, DocumentRecord job) {
    var batch = batch(context, job);
    var items = runs.batches().summaries(Access.caller(context), batch.id(), Parse.ENTITIES_MAX);
    Wire.send(context, 200, Render.jobDetail(job, batch, items));
  }

  private void cancel(Context context) {
    Query.of(context);
    var job = find(context);
    runs.batches()
        .cancel(Access.caller(context), batch(context, job).id())
        .ifPresent(
            why -> {
              throw Problems.conflict(why.line());
            });
    show(context, job);
  }
}
