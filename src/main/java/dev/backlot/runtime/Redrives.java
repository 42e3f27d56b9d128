package dev.backlot.runtime;

import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.RunStatus;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.RunFilter;
import dev.backlot.store.RunRecord;
import dev.backlot.store.Views;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chooses the items of a batch that a redrive takes up: a new batch over them, with the same or an
 * edited workflow, in which every finished step whose key is unchanged is reused.
 */
public final class Redrives {
  private static final int PAGE = 500;
  private final Views views;

  Redrives(Views views) {
    this.views = views;
  }

  /**
   * Which items.
   *
   * @param statuses those that ended so
   * @param failedStep only those that failed at this step
   * @param items only these, by their place counted from 1; empty for all
   */
  public record Selection(
      Set<RunStatus> statuses, Optional<String> failedStep, Set<Integer> items) {
    public static final Selection FAILED =
        new Selection(Set.of(RunStatus.FAILED), Optional.empty(), Set.of());

    public Selection {
      statuses = Set.copyOf(statuses);
      items = Set.copyOf(items);
    }

    boolean takes(RunRecord run) {
      return statuses.contains(run.status())
          && (items.isEmpty() || items.contains(run.id().item()));
    }
  }

  /** The chosen items as those of a new batch; read in pages, never held as a whole. */
  public Iterable<ItemInput> items(Caller caller, BatchRecord batch, Selection selection) {
    return () -> stream(caller, batch.id(), selection).map(Redrives::item).iterator();
  }

  private Stream<RunRecord> stream(Caller caller, BatchId batch, Selection selection) {
    var pages =
        Stream.iterate(
            page(caller, batch, selection, 0),
            page -> !page.isEmpty(),
            page -> page(caller, batch, selection, page.getLast().id().item()));
    return pages.flatMap(List::stream).filter(selection::takes);
  }

  private List<RunRecord> page(Caller caller, BatchId batch, Selection selection, int after) {
    var filter = RunFilter.of(selection.statuses()).failedAt(selection.failedStep());
    return views.runs(caller.tenant(), batch, filter, after, PAGE);
  }

  private static ItemInput item(RunRecord run) {
    // a name that the engine gave is given anew, by the item's new place
    var name = Optional.of(run.name()).filter(given -> !Batches.isGivenName(given));
    return new ItemInput(name, run.inputs(), Optional.of(run.id().item()));
  }
}
