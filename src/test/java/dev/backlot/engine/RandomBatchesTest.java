package dev.backlot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.Seeded;
import dev.backlot.json.EventJson;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.model.BatchCommand;
import dev.backlot.model.BatchEffect;
import dev.backlot.model.BatchEvent;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchState;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Decision.Accepted;
import dev.backlot.model.Failure;
import dev.backlot.model.RunEvent;
import dev.backlot.model.StepId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RandomBatchesTest {
  @Test
  void random_batches_account_for_every_item_at_every_moment() {
    Seeded.times(10_000, random -> new Life(random).play());
  }

  /** A batch whose items start and end in any order while somebody pauses, resumes and cancels. */
  private static final class Life {
    private final Random random;
    private final int items;
    private final Set<Integer> running = new TreeSet<>();
    private BatchState state = BatchState.NONE;
    private boolean cancelsPending;

    Life(Random random) {
      this.random = random;
      this.items = 1 + random.nextInt(30);
    }

    void play() throws JsonProblem {
      var settings =
          new BatchSettings(1 + random.nextInt(5), random.nextBoolean(), random.nextBoolean());
      tell(BatchStory.creation(settings));
      tell(new BatchCommand.AddItems(items));
      tell(new BatchCommand.SealBatch());
      while (!state.status().isFinal()) {
        move();
      }
      assertThat(running).isEmpty();
      assertThat(state.counts().ended()).isEqualTo(items);
      if (state.status() == BatchStatus.SUCCEEDED) {
        assertThat(state.counts().succeeded()).isEqualTo(items);
      }
    }

    private void move() throws JsonProblem {
      switch (random.nextInt(30)) {
        case 0 -> tell(new BatchCommand.CancelBatch());
        case 1 -> tell(new BatchCommand.PauseBatch());
        case 2, 3, 4 -> tell(new BatchCommand.ResumeBatch());
        case 5, 6, 7 -> cancelSomePending();
        default -> startOrEnd();
      }
    }

    private void cancelSomePending() throws JsonProblem {
      if (cancelsPending) {
        tell(new BatchCommand.CancelPending(1 + random.nextInt(10)));
      }
    }

    private void startOrEnd() throws JsonProblem {
      if (state.mayStartItem() && random.nextBoolean()) {
        int item = state.cursor() + 1;
        running.add(item);
        happen(item, new RunEvent.RunStarted(Map.of(), List.of(), RunStory.START));
      } else if (!running.isEmpty()) {
        int item = List.copyOf(running).get(random.nextInt(running.size()));
        running.remove(item);
        happen(item, anEnd());
        tell(new BatchCommand.Review());
      }
    }

    private RunEvent anEnd() {
      return switch (random.nextInt(12)) {
        case 0 ->
            new RunEvent.RunFailed(new StepId("a"), new Failure.Transient("busy"), RunStory.START);
        case 1 -> new RunEvent.RunCancelled(RunStory.START);
        default -> new RunEvent.RunSucceeded(Map.of(), RunStory.START);
      };
    }

    private void happen(int item, RunEvent event) {
      state = BatchApplier.apply(state, item, event);
      check();
    }

    private void tell(BatchCommand command) throws JsonProblem {
      if (BatchDecider.decide(state, command, RunStory.START)
          instanceof
          Accepted<BatchState, BatchEvent, BatchEffect>(var next, var events, var effects)) {
        for (var event : EventJson.readBatchEvents(Json.parse(EventJson.batchEvents(events)))) {
          state = BatchApplier.apply(state, event);
          check();
        }
        assertThat(state).as("the events say all of the decision").isEqualTo(next);
        cancelsPending |= effects.contains(BatchEffect.CANCEL_PENDING);
      }
    }

    private void check() {
      int expected = state.createdAt().isEmpty() || state.counts().total() == 0 ? 0 : items;
      assertThat(state.counts().total()).isEqualTo(expected);
      assertThat(state.counts().running()).isEqualTo(running.size());
      assertThat(state.cursor())
          .isEqualTo(items - state.counts().pending() - (expected == 0 ? items : 0));
    }
  }
}
