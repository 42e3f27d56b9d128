package dev.backlot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.BatchCommand;
import dev.backlot.model.BatchEffect;
import dev.backlot.model.BatchEvent;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchState;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Bill;
import dev.backlot.model.Decision.Accepted;
import dev.backlot.model.Decision.Rejected;
import dev.backlot.model.Failure;
import dev.backlot.model.ItemCounts;
import dev.backlot.model.RunEvent;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A batch told command by command and item by item. */
final class BatchStory {
  private static final Instant NOW = RunStory.START;

  private BatchState state = BatchState.NONE;
  private List<BatchEvent> events = List.of();
  private List<BatchEffect> effects = List.of();

  private BatchStory() {}

  static BatchCommand creation(BatchSettings settings) {
    return new BatchCommand.CreateBatch("workflow", 1, settings);
  }

  static BatchStory created() {
    return new BatchStory().tell(creation(BatchSettings.DEFAULT));
  }

  static BatchStory running(int items) {
    return running(items, BatchSettings.DEFAULT);
  }

  static BatchStory running(int items, BatchSettings settings) {
    return new BatchStory().tell(creation(settings)).add(items).tell(new BatchCommand.SealBatch());
  }

  BatchStory tell(BatchCommand command) {
    switch (BatchDecider.decide(state, command, NOW)) {
      case Accepted<BatchState, BatchEvent, BatchEffect>(var next, var happened, var released) -> {
        state = next;
        events = happened;
        effects = released;
      }
      case Rejected<BatchState, BatchEvent, BatchEffect>(var why) ->
          throw new AssertionError(command + " was refused: " + why.line());
    }
    return this;
  }

  String refusal(BatchCommand command) {
    return switch (BatchDecider.decide(state, command, NOW)) {
      case Rejected<BatchState, BatchEvent, BatchEffect>(var why) -> why.line();
      case Accepted<BatchState, BatchEvent, BatchEffect> accepted ->
          throw new AssertionError(command + " was accepted: " + accepted.events());
    };
  }

  BatchStory add(int items) {
    return tell(new BatchCommand.AddItems(items));
  }

  BatchStory start(int item) {
    return happen(
        item, new RunEvent.RunStarted(Map.of(), List.of(), Optional.empty(), Map.of(), NOW));
  }

  BatchStory succeed(int item) {
    return end(item, new RunEvent.RunSucceeded(Map.of(), NOW));
  }

  BatchStory fail(int item) {
    return end(
        item,
        new RunEvent.RunFailed(
            Optional.of(StepPath.of(new StepId("a"))), new Failure.Transient("busy"), NOW));
  }

  BatchStory cancelItem(int item) {
    return cancelItem(item, Bill.NONE);
  }

  BatchStory cancelItem(int item, Bill bill) {
    return end(item, new RunEvent.RunCancelled(bill, NOW));
  }

  private BatchStory end(int item, RunEvent event) {
    return happen(item, event).tell(new BatchCommand.Review());
  }

  private BatchStory happen(int item, RunEvent event) {
    state = BatchApplier.apply(state, item, event);
    return this;
  }

  BatchState state() {
    return state;
  }

  ItemCounts counts() {
    return state.counts();
  }

  List<BatchEvent> events() {
    return events;
  }

  BatchStory hasStatus(BatchStatus expected) {
    assertThat(state.status()).isEqualTo(expected);
    return this;
  }

  BatchStory asksFor(BatchEffect... expected) {
    assertThat(effects).containsExactly(expected);
    return this;
  }
}
