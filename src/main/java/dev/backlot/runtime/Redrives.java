package dev.backlot.runtime;

import dev.backlot.engine.RunApplier;
import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.GateDecision.Verdict;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepPhase;
import dev.backlot.model.Value;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.RunFilter;
import dev.backlot.store.RunRecord;
import dev.backlot.store.Views;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
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
   * @param only those that failed in one of these ways; empty for all
   * @param except none of those that failed in one of these ways
   * @param rejected only those that somebody rejected at a gate; their histories are read to find
   *     out
   */
  public record Selection(
      Set<RunStatus> statuses,
      Optional<String> failedStep,
      Set<Integer> items,
      Set<FailureClass> only,
      Set<FailureClass> except,
      boolean rejected) {
    /** Whatever they ended as. */
    public static final Set<RunStatus> ENDED =
        Set.of(RunStatus.SUCCEEDED, RunStatus.FAILED, RunStatus.CANCELLED);

    public static final Selection FAILED =
        new Selection(
            Set.of(RunStatus.FAILED), Optional.empty(), Set.of(), Set.of(), Set.of(), false);

    public Selection {
      statuses = Set.copyOf(statuses);
      items = Set.copyOf(items);
      only = Set.copyOf(only);
      except = Set.copyOf(except);
    }

    boolean takes(RunRecord run) {
      return statuses.contains(run.status())
          && (items.isEmpty() || items.contains(run.id().item()))
          && takesFailure(FailureClass.of(run));
    }

    private boolean takesFailure(Optional<FailureClass> failure) {
      return (only.isEmpty() || failure.filter(only::contains).isPresent())
          && failure.filter(except::contains).isEmpty();
    }
  }

  /** The chosen items as those of a new batch; read in pages, never held as a whole. */
  public Iterable<ItemInput> items(Caller caller, BatchRecord batch, Selection selection) {
    return items(caller, batch, selection, Map.of());
  }

  /**
   * As {@link #items(Caller, BatchRecord, Selection)}, with edited inputs.
   *
   * @param edits inputs by name that take the place of each item's own; {@link Value.Null} takes an
   *     input away
   */
  public Iterable<ItemInput> items(
      Caller caller, BatchRecord batch, Selection selection, Map<String, Value> edits) {
    return () -> stream(caller, batch.id(), selection).map(run -> item(run, edits)).iterator();
  }

  private Stream<RunRecord> stream(Caller caller, BatchId batch, Selection selection) {
    var pages =
        Stream.iterate(
            page(caller, batch, selection, 0),
            page -> !page.isEmpty(),
            page -> page(caller, batch, selection, page.getLast().id().item()));
    return pages
        .flatMap(List::stream)
        .filter(selection::takes)
        .filter(run -> !selection.rejected() || wasRejected(run.id()));
  }

  /** Whether a gate of the run ended with a rejection, by a person or by its time. */
  private boolean wasRejected(RunId run) {
    var state = RunState.NONE;
    for (var event : views.events(run)) {
      state = RunApplier.apply(state, event);
    }
    var found = new AtomicBoolean();
    state.forEach(
        (_, step) -> {
          boolean voted =
              step.phase() == StepPhase.FAILED
                  && step.gate()
                      .filter(
                          gate ->
                              gate.votes().stream()
                                  .anyMatch(vote -> vote.decision().verdict() == Verdict.REJECT))
                      .isPresent();
          boolean said =
              step.gate().isPresent() && Value.of(true).equals(step.outputs().get("rejected"));
          found.compareAndSet(false, voted || said);
        });
    return found.get();
  }

  private List<RunRecord> page(Caller caller, BatchId batch, Selection selection, int after) {
    var filter = RunFilter.of(selection.statuses()).failedAt(selection.failedStep());
    return views.runs(caller.tenant(), batch, filter, after, PAGE);
  }

  private static ItemInput item(RunRecord run, Map<String, Value> edits) {
    // a name that the engine gave is given anew, by the item's new place
    var name = Optional.of(run.name()).filter(given -> !Admission.isGivenName(given));
    var inputs = new LinkedHashMap<>(run.inputs());
    edits.forEach(
        (input, value) -> {
          if (value instanceof Value.Null) {
            inputs.remove(input);
          } else {
            inputs.put(input, value);
          }
        });
    return new ItemInput(name, inputs, Optional.of(run.id().item()));
  }
}
