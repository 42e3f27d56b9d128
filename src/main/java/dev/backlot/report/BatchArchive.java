package dev.backlot.report;

import dev.backlot.model.Caller;
import dev.backlot.model.RunStatus;
import dev.backlot.runtime.Runs;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.RunFilter;
import dev.backlot.store.RunRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The final files of a batch as one ZIP, with {@code items.csv} that says which is whose, and
 * beside each a signed statement where they are wanted; written while it is sent, in the same
 * memory for ten items and a million.
 */
public final class BatchArchive {
  private final Runs runs;
  private final Caller caller;
  private final BatchRecord batch;
  private final Optional<Statements> statements;

  /**
   * The archive of a batch.
   *
   * @param statements empty for files alone
   */
  public BatchArchive(
      Runs runs, Caller caller, BatchRecord batch, Optional<Statements> statements) {
    this.runs = runs;
    this.caller = caller;
    this.batch = batch;
    this.statements = statements;
  }

  /**
   * Writes what has succeeded so far.
   *
   * @param scratch a folder for what has to wait
   * @throws IOException when a file is gone or nobody reads any more; what was written is no ZIP
   */
  public void write(OutputStream out, Path scratch) throws IOException {
    var latest = LocalDateTime.ofInstant(batch.updatedAt(), ZoneOffset.UTC);
    try (var zip = new ZipStream(out, scratch, latest)) {
      zip.addText("items.csv", new ItemTable(runs, caller, batch)::csv);
      BatchItems.each(
          runs.batches(),
          caller,
          batch.id(),
          RunFilter.of(RunStatus.SUCCEEDED),
          run -> add(zip, run));
      zip.finish();
    }
  }

  private void add(ZipStream zip, RunRecord run) throws IOException {
    for (var result : ResultFile.of(run)) {
      var bytes =
          runs.assets()
              .file(caller, result.asset().id())
              .orElseThrow(() -> new IOException(result.path() + " is gone from the asset store"));
      zip.add(result.path(), bytes);
      if (statements.isPresent()) {
        statements.get().add(zip, runs, caller, run, result);
      }
    }
  }
}
