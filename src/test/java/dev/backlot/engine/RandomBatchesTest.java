package dev.backlot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.Seeded;
import dev.backlot.json.BatchEventJson;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.model.BatchCommand;
import dev.backlot.model.BatchEffect;
import dev.backlot.model.BatchEvent;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchState;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Bill;
import dev.backlot.model.Breaker;
import dev.backlot.model.Canary;
import dev.backlot.model.Decision.Accepted;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.Priority;
import dev.backlot.model.RunEvent;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.Tolerance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RandomBatchesTest {
  @Test
  void random_batches_account_for_every_item_at_every_moment() {
    Seeded.times(10_000, random -> new Life(random).play());
  }

  @Test
  @Tag("soak")
  void any_number_of_random_batches_account_for_every_item() {
    Seeded.times(
        Integer.getInteger("soak.sequences", 1_000_000), random -> new Life(random).play());
  }

  /** A batch whose items start and end in any order while somebody pauses, resumes and cancels. */
  private static final class Life {
    private final Random random;
    private final int items;
    private final Set<Integer> running = new TreeSet<>();
    private final Set<Integer> begun = new TreeSet<>();
    private final Set<Integer> neverStarted = new TreeSet<>();
    private BatchState state = BatchState.NONE;
    private boolean cancelsPending;

    Life(Random random) {
      this.random = random;
      this.items = 1 + random.nextInt(30);
    }

    void play() throws JsonProblem {
      var settings = anySettings(random.nextBoolean());
      tell(BatchStory.creation(settings));
      tell(new BatchCommand.AddItems(items));
      tell(new BatchCommand.SealBatch());
      while (!state.status().isFinal()) {
        move();
      }
      assertThat(running).isEmpty();
      assertThat(state.counts().ended()).isEqualTo(items);
      assertThat(begun.size() + neverStarted.size()).as("every item ended once").isEqualTo(items);
      assertThat(state.progress().withdrawn().items()).isEmpty();
      if (state.status() == BatchStatus.SUCCEEDED) {
        assertThat(state.counts().succeeded()).isEqualTo(items);
      }
    }

    private BatchSettings anySettings(boolean reuse) {
      var tolerance =
          switch (random.nextInt(3)) {
            case 0 -> Tolerance.any();
            case 1 -> new Tolerance.Failures(random.nextInt(4));
            default -> new Tolerance.Percent(random.nextInt(40));
          };
      int window = 1 + random.nextInt(8);
      return new BatchSettings(
          1 + random.nextInt(5),
          random.nextBoolean() ? Priority.HIGH : Priority.LOW,
          tolerance,
          state.createdAt().isPresent()
              ? state.settings().canary()
              : maybe(new Canary(1 + random.nextInt(6), random.nextBoolean())),
          maybe(
              new Breaker(
                  maybe(random.nextBoolean() ? "transient" : "refused"),
                  1 + random.nextInt(window),
                  window)),
          maybe(new Money(random.nextInt(1_000_000))),
          maybe(RunStory.START.plusSeconds(random.nextInt(3) - 1)),
          Optional.empty(),
          reuse);
    }

    private <T> Optional<T> maybe(T value) {
      return random.nextInt(3) == 0 ? Optional.of(value) : Optional.empty();
    }

    private void move() throws JsonProblem {
      switch (random.nextInt(37)) {
        case 30 -> tell(new BatchCommand.ChangeSettings(anySettings(state.settings().reuse())));
        case 31 -> {
          if (random.nextInt(8) == 0) {
            tell(new BatchCommand.ExpireBatch());
          }
        }
        case 32 -> tell(new BatchCommand.HoldForBudget("the next call would pass the budget"));
        case 33, 34, 35, 36 -> tell(new BatchCommand.CancelItem(random.nextInt(items + 2)));
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
        assertThat(neverStarted).as("a cancelled item starts").doesNotContain(item);
        assertThat(begun.add(item)).as("item %d starts once", item).isTrue();
        happen(
            item,
            new RunEvent.RunStarted(
                Map.of(), List.of(), Optional.empty(), Map.of(), RunStory.START));
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
            new RunEvent.RunFailed(
                Optional.of(StepPath.of(new StepId("a"))),
                new Failure.Transient("busy"),
                RunStory.START);
        case 1 ->
            new RunEvent.RunCancelled(
                new Bill(new Money(random.nextInt(3)), random.nextInt(4) == 0), RunStory.START);
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
        for (var event : BatchEventJson.read(Json.parse(BatchEventJson.text(events)))) {
          state = BatchApplier.apply(state, event);
          if (event instanceof BatchEvent.PendingCancelled(var from, var to, _)) {
            cancelled(from, to);
          }
          check();
        }
        assertThat(state).as("the events say all of the decision").isEqualTo(next);
        boolean stuck =
            state.status() == BatchStatus.RUNNING && state.isHeldByCanary() && running.isEmpty();
        assertThat(stuck).as("held by a canary for ever").isFalse();
        cancelsPending |= effects.contains(BatchEffect.CANCEL_PENDING);
      }
    }

    private void cancelled(int from, int to) {
      for (int item = from; item <= to; item++) {
        assertThat(begun).as("a started item is cancelled before start").doesNotContain(item);
        assertThat(neverStarted.add(item)).as("item %d is cancelled once", item).isTrue();
      }
    }

    private void check() {
      int expected = state.createdAt().isEmpty() || state.counts().total() == 0 ? 0 : items;
      assertThat(state.counts().total()).isEqualTo(expected);
      assertThat(state.counts().running()).isEqualTo(running.size());
      assertThat(state.progress().cancelled().all())
          .as("every cancelled item is accounted for")
          .isEqualTo(state.counts().cancelled());
      int ahead = state.counts().pending() + state.progress().withdrawn().items().size();
      assertThat(state.cursor()).isEqualTo(expected - ahead);
      assertThat(state.started()).isEqualTo(begun.size());
      assertThat(state.isPending(state.cursor() + 1)).isEqualTo(state.counts().pending() > 0);
    }
  }
}
