package dev.backlot.report;

import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.runtime.Batches;
import dev.backlot.store.RunFilter;
import dev.backlot.store.RunRecord;
import java.io.IOException;

/** Goes through the items of a batch a page at a time, so that their number does not matter. */
final class BatchItems {
  private static final int PAGE = 500;

  private BatchItems() {}

  interface Action {
    void take(RunRecord run) throws IOException;
  }

  static void each(Batches batches, Caller caller, BatchId batch, RunFilter filter, Action action)
      throws IOException {
    int after = 0;
    for (var page = batches.items(caller, batch, filter, after, PAGE);
        !page.isEmpty();
        page = batches.items(caller, batch, filter, after, PAGE)) {
      for (var run : page) {
        action.take(run);
        after = run.id().item();
      }
    }
  }
}
