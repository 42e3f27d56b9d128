package dev.backlot.surface.scenario;

import dev.backlot.runtime.RunView;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.DocumentRecord;
import java.util.List;
import java.util.Optional;

/** Some jobs, newest first, and the token of the next page. */
record JobPage(List<Entry> entries, Optional<String> next) {
  /** The most that a client may ask for at once. */
  static final int SIZE_MAX = 200;

  static final JobPage EMPTY = new JobPage(List.of(), Optional.empty());

  /** What is shown as one job. */
  sealed interface Entry {
    String id();

    /** A run of a workflow. */
    record OfRun(DocumentRecord document, BatchRecord batch, RunView view) implements Entry {
      @Override
      public String id() {
        return document.id();
      }
    }

    /** A node of one. */
    record OfNode(DocumentRecord document, NodeJobs jobs, NodeJobs.One node) implements Entry {
      @Override
      public String id() {
        return Ids.child(document.id(), node.path());
      }
    }
  }
}
