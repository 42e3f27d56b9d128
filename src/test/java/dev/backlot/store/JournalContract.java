package dev.backlot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.model.BatchEvent;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchState;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Failure;
import dev.backlot.model.ItemCounts;
import dev.backlot.model.PauseReason;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunState;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.TenantId;
import dev.backlot.model.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every journal promises: all that was committed is read back, and nothing of what was not.
 */
public abstract class JournalContract extends StoreContract {
  private static final StepId ID = new StepId("cutout");
  private static final StepPath STEP = StepPath.of(ID);
  private static final Failure FAILURE = new Failure.Refused("check", "the photo is blurred");

  @Test
  void a_new_journal_has_no_events() {
    assertThat(journal().lastSequence()).isZero();
  }

  @Test
  void a_batch_is_read_back_whole() throws Exception {
    var settings = new BatchSettings(7, false, false);
    var counts = new ItemCounts(1, 2, 6, 3, 4, 5);
    var state =
        new BatchState(
            BatchStatus.FAILED,
            settings,
            counts,
            14,
            BatchState.Progress.NONE,
            Optional.of(NOW),
            Optional.of(NOW.plusSeconds(9)));
    commit(
        group -> {
          addBatch(group, BATCH, ANNA, "resume me");
          setBatch(group, BATCH, state);
        });
    reopen();

    assertThat(views().batch(ANNA.tenant(), BATCH))
        .contains(
            new BatchRecord(BATCH, ANNA, origin("resume me"), state, 0, Optional.empty(), NOW));
  }

  @Test
  void what_somebody_said_of_a_batchs_failures_is_read_back_until_it_is_taken_back()
      throws Exception {
    var word = new Acknowledgement("anna", NOW, "no \"better\" photo\n", 3);
    commit(
        group -> {
          addBatch(group, BATCH, ANNA, "resume me");
          group.acknowledged.add(new Commit.Acknowledged(BATCH, Optional.of(word), NOW));
        });
    reopen();
    assertThat(views().batch(ANNA.tenant(), BATCH).orElseThrow().acknowledged()).contains(word);

    commit(group -> group.acknowledged.add(new Commit.Acknowledged(BATCH, Optional.empty(), NOW)));
    assertThat(views().batch(ANNA.tenant(), BATCH).orElseThrow().acknowledged()).isEmpty();
  }

  @Test
  void an_item_is_read_back_as_it_was_accepted() throws Exception {
    givenBatch(BATCH, ANNA, 2);
    reopen();

    var run = views().run(ANNA.tenant(), BATCH.run(2)).orElseThrow();
    assertThat(run.status()).isEqualTo(RunStatus.PENDING);
    assertThat(run.name()).isEqualTo("item 2");
    assertThat(run.creator()).isEqualTo(ANNA);
    assertThat(run.inputs()).isEqualTo(inputs(2));
    assertThat(run.startedAt()).isEmpty();
  }

  @Test
  void a_succeeded_run_is_read_back_with_its_outputs() throws Exception {
    var outputs = Map.of("shop", Value.of(asset(1)), "count", Value.of(3));
    givenBatch(BATCH, ANNA, 1);
    var ended =
        runState(RunStatus.RUNNING)
            .ended(RunStatus.SUCCEEDED, outputs, Optional.empty(), NOW.plusMillis(5));
    commit(group -> setRun(group, BATCH.run(1), ended));
    reopen();

    var run = views().run(ANNA.tenant(), BATCH.run(1)).orElseThrow();
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.outputs()).isEqualTo(outputs);
    assertThat(run.startedAt()).contains(NOW);
    assertThat(run.endedAt()).contains(NOW.plusMillis(5));
  }

  @Test
  void a_failed_run_is_read_back_with_its_step_and_failure() throws Exception {
    givenBatch(BATCH, ANNA, 1);
    var ended =
        runState(RunStatus.RUNNING)
            .failing(STEP, FAILURE)
            .ended(RunStatus.FAILED, Map.of(), Optional.of(FAILURE), NOW);
    commit(group -> setRun(group, BATCH.run(1), ended));
    reopen();

    var run = views().run(ANNA.tenant(), BATCH.run(1)).orElseThrow();
    assertThat(run.failedStep()).contains(STEP);
    assertThat(run.failure()).contains(FAILURE);
  }

  @Test
  void items_cancelled_before_their_start_end_and_others_do_not() {
    givenBatch(BATCH, ANNA, 5);
    commit(group -> setRun(group, BATCH.run(1), runState(RunStatus.RUNNING)));

    commit(group -> group.cancelled.add(new Commit.PendingCancelled(BATCH, 1, 4, NOW)));

    var statuses =
        views().runs(ANNA.tenant(), BATCH, RunFilter.ALL, 0, 10).stream()
            .map(RunRecord::status)
            .toList();
    assertThat(statuses)
        .containsExactly(
            RunStatus.RUNNING,
            RunStatus.CANCELLED,
            RunStatus.CANCELLED,
            RunStatus.CANCELLED,
            RunStatus.PENDING);
  }

  @Test
  void events_of_a_run_come_back_in_order_over_groups() throws Exception {
    var started = new RunEvent.RunStarted(inputs(1), List.of(ID), Optional.empty(), Map.of(), NOW);
    var ready = new RunEvent.StepReady(STEP, 1, NOW);
    var begun = new RunEvent.StepStarted(STEP, 1, NOW);
    commit(group -> addEvents(group, 1, BATCH.run(1), started, ready));
    commit(group -> addEvents(group, 3, BATCH.run(1), begun));
    reopen();

    assertThat(views().events(BATCH.run(1))).containsExactly(started, ready, begun);
  }

  @Test
  void the_last_sequence_counts_every_event_of_the_last_group_also_after_reopening()
      throws Exception {
    commit(
        group ->
            addEvents(group, 1, ANNA, BATCH, new BatchEvent.BatchPaused(PauseReason.PERSON, NOW)));
    commit(
        group ->
            addEvents(
                group,
                2,
                ANNA,
                BATCH,
                new BatchEvent.BatchResumed(NOW),
                new BatchEvent.BatchPaused(PauseReason.PERSON, NOW)));
    assertThat(journal().lastSequence()).isEqualTo(3);

    reopen();

    assertThat(journal().lastSequence()).isEqualTo(3);
  }

  @Test
  void a_memo_is_found_again_and_the_newest_counts() throws Exception {
    commit(group -> group.memos.add(memo(Value.of("old"))));
    commit(group -> group.memos.add(memo(Value.of("new"))));
    reopen();

    assertThat(views().memo(ANNA.tenant(), key(1))).contains(Map.of("image", Value.of("new")));
    assertThat(views().memo(ANNA.tenant(), key(2))).isEmpty();
  }

  private static Commit.NewMemo memo(Value image) {
    return new Commit.NewMemo(
        ANNA.tenant(),
        key(1),
        Map.of("with.image", "0a"),
        "catalog/cutout/cup",
        Map.of("image", image),
        BATCH.run(1),
        STEP,
        NOW);
  }

  @Test
  void lineage_names_what_went_into_an_asset() throws Exception {
    var made = new Commit.Lineage(ANNA.tenant(), id(9), List.of(id(1), id(2)), BATCH.run(1), STEP);
    commit(group -> group.lineage.add(made));
    commit(group -> group.lineage.add(made));
    commit(
        group ->
            group.lineage.add(
                new Commit.Lineage(ANNA.tenant(), id(8), List.of(), BATCH.run(1), STEP)));
    reopen();

    assertThat(views().sources(ANNA.tenant(), id(9), 10))
        .containsExactly(
            new Views.LineageRecord(id(9), id(1), BATCH.run(1), "cutout"),
            new Views.LineageRecord(id(9), id(2), BATCH.run(1), "cutout"));
    assertThat(views().sources(ANNA.tenant(), id(8), 10)).isEmpty();
    var maker = new Views.MakerRecord(BATCH.run(1), "cutout");
    assertThat(views().makers(ANNA.tenant(), id(9), 10)).containsExactly(maker);
    assertThat(views().makers(ANNA.tenant(), id(8), 10)).as("of nothing").containsExactly(maker);
    assertThat(views().makers(ANNA.tenant(), id(1), 10)).isEmpty();
    assertThat(views().makers(ANNA.tenant(), id(9), 0)).isEmpty();
    assertThat(views().products(ANNA.tenant(), id(1), 10))
        .containsExactly(new Views.LineageRecord(id(9), id(1), BATCH.run(1), "cutout"));
    assertThat(views().products(new TenantId("stranger"), id(1), 10)).isEmpty();
  }

  @Test
  void an_asset_keeps_the_name_it_came_with_first() throws Exception {
    commit(group -> addAsset(group, ANNA, asset(1)));
    commit(group -> addAsset(group, ANNA, asset(1).named("other.png")));
    reopen();

    assertThat(views().asset(ANNA.tenant(), id(1))).contains(asset(1));
  }

  @Test
  void a_draft_is_written_over_and_a_published_version_never() throws Exception {
    commit(group -> addWorkflow(group, ANNA, workflow("catalog", 1, false)));
    var published = new WorkflowRecord("catalog", 1, true, "better", "better source", NOW);
    commit(group -> addWorkflow(group, ANNA, published));
    commit(group -> addWorkflow(group, ANNA, workflow("catalog", 1, false)));
    reopen();

    assertThat(views().workflow(ANNA.tenant(), "catalog", Optional.of(1))).contains(published);
  }

  @Test
  void a_group_that_fails_leaves_nothing_and_stops_the_journal() throws Exception {
    givenBatch(BATCH, ANNA, 1);

    assertThatThrownBy(
            () ->
                commit(
                    group -> {
                      addAsset(group, ANNA, asset(1));
                      addEvents(group, 1, BATCH.run(1), new RunEvent.RunPaused(NOW));
                      addItems(group, BATCH, ANNA, 1, 2);
                    }))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot write the journal");
    assertThatThrownBy(() -> commit(group -> addAsset(group, ANNA, asset(2))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("stopped after an earlier failure");
    reopen();

    assertThat(views().asset(ANNA.tenant(), id(1))).isEmpty();
    assertThat(views().run(ANNA.tenant(), BATCH.run(2))).isEmpty();
    assertThat(journal().lastSequence()).isZero();
  }

  @Test
  void what_is_written_while_somebody_reads_is_seen_by_the_next_question() {
    givenBatch(BATCH, ANNA, 1);
    assertThat(views().run(ANNA.tenant(), BATCH.run(1)).map(RunRecord::status))
        .contains(RunStatus.PENDING);

    commit(group -> setRun(group, BATCH.run(1), runState(RunStatus.RUNNING)));

    assertThat(views().run(ANNA.tenant(), BATCH.run(1)).map(RunRecord::status))
        .contains(RunStatus.RUNNING);
  }

  @Test
  void a_live_run_comes_with_its_history() throws Exception {
    var started = new RunEvent.RunStarted(inputs(1), List.of(ID), Optional.empty(), Map.of(), NOW);
    givenBatch(BATCH, ANNA, 3);
    commit(
        group -> {
          addEvents(group, 1, BATCH.run(1), started);
          setRun(group, BATCH.run(1), runState(RunStatus.RUNNING));
          setRun(
              group,
              BATCH.run(2),
              RunState.NONE.ended(RunStatus.CANCELLED, Map.of(), Optional.empty(), NOW));
        });
    reopen();

    assertThat(views().liveRuns())
        .singleElement()
        .satisfies(
            live -> {
              assertThat(live.run().id()).isEqualTo(BATCH.run(1));
              assertThat(live.events()).containsExactly(started);
            });
  }
}
