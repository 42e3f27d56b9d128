package dev.backlot.surface.backlot;

import dev.backlot.http.Access;
import dev.backlot.http.Query;
import dev.backlot.model.BatchId;
import dev.backlot.report.BatchArchive;
import dev.backlot.report.ItemTable;
import dev.backlot.report.Statements;
import dev.backlot.runtime.Runs;
import dev.backlot.store.BatchRecord;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What a batch has come to, in one piece: its files as a ZIP, its items as a table. */
final class DownloadRoutes {
  private static final String PATH = "/v1/batches/{id}";
  private static final String PROVENANCE = "provenance";
  private final Runs runs;
  private final Path scratch;
  private final Statements statements;

  DownloadRoutes(Runs runs, Path scratch, Statements statements) {
    this.runs = runs;
    this.scratch = scratch;
    this.statements = statements;
  }

  void add(RoutesConfig routes) {
    routes.get(PATH + "/archive", this::archive);
    routes.get(PATH + "/items.csv", this::csv);
    routes.get(PATH + "/items.jsonl", this::jsonLines);
    routes.get(PATH + "/manifest.json", this::manifest);
  }

  private void archive(Context context) throws IOException {
    boolean attested = Query.of(context, PROVENANCE).bool(PROVENANCE).orElse(false);
    var batch = batch(context, PROVENANCE);
    describe(context, "application/zip", batch, ".zip");
    new BatchArchive(
            runs, Access.caller(context), batch, Optional.of(statements).filter(_ -> attested))
        .write(context.outputStream(), scratch);
  }

  private void csv(Context context) throws IOException {
    var batch = batch(context);
    describe(context, "text/csv; charset=utf-8", batch, ".csv");
    new ItemTable(runs, Access.caller(context), batch).csv(context.outputStream());
  }

  private void jsonLines(Context context) throws IOException {
    var batch = batch(context);
    describe(context, "application/x-ndjson", batch, ".jsonl");
    new ItemTable(runs, Access.caller(context), batch).jsonLines(context.outputStream());
  }

  private void manifest(Context context) throws IOException {
    var batch = batch(context);
    describe(context, "application/json", batch, ".json");
    new ItemTable(runs, Access.caller(context), batch).manifest(context.outputStream());
  }

  private BatchRecord batch(Context context, String... known) {
    Query.of(context, known);
    var id = context.pathParam("id");
    return BatchId.parse(id)
        .flatMap(batch -> runs.batches().get(Access.caller(context), batch))
        .orElseThrow(() -> Problems.unknown("batch", id));
  }

  /** What is there now: the next time it may be more. */
  private static void describe(
      Context context, String mediaType, BatchRecord batch, String extension) {
    var plain = batch.origin().name().replaceAll("[^A-Za-z0-9._-]+", "_");
    var name = (plain.isEmpty() ? "batch" : plain) + extension;
    context
        .contentType(mediaType)
        .header("Cache-Control", "no-store")
        .header("Content-Disposition", "attachment; filename=\"" + name + "\"");
  }
}
