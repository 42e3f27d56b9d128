package dev.backlot.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.BatchEvent;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchStanding;
import dev.backlot.model.BatchState;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.ItemCounts;
import dev.backlot.model.Look;
import dev.backlot.model.Money;
import dev.backlot.model.Oklab;
import dev.backlot.model.PauseReason;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepPhase;
import dev.backlot.model.TenantId;
import dev.backlot.model.TimeSpread;
import dev.backlot.model.Tolerance;
import dev.backlot.model.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every reading side promises: pages in order to the end, and nothing of another tenant. */
public abstract class ViewsContract extends StoreContract {
  private static final TenantId TENANT = ANNA.tenant();
  private static final Failure FAILURE = new Failure.Transient("busy");

  private static BatchId batch(int number) {
    return new BatchId(BATCH.number() + number);
  }

  // pages

  @Test
  void items_page_in_order_to_the_end_while_they_change() {
    givenBatch(BATCH, ANNA, 25);
    var seen = new ArrayList<Integer>();

    for (var page = itemsAfter(0); !page.isEmpty(); page = itemsAfter(seen.getLast())) {
      page.forEach(run -> seen.add(run.id().item()));
      commit(group -> setRun(group, BATCH.run(seen.getLast()), runState(RunStatus.RUNNING)));
      commit(group -> setRun(group, BATCH.run(25), runState(RunStatus.RUNNING)));
    }

    assertThat(seen).containsExactlyElementsOf(IntStream.rangeClosed(1, 25).boxed().toList());
  }

  private List<RunRecord> itemsAfter(int item) {
    return views().runs(TENANT, BATCH, RunFilter.ALL, item, 4);
  }

  @Test
  void items_are_found_by_status_and_by_the_step_they_failed_at() {
    givenBatch(BATCH, ANNA, 4);
    commit(
        group -> {
          fail(group, 1, "cutout");
          fail(group, 3, "publish");
          fail(group, 4, "publish");
        });

    assertThat(found(RunStatus.PENDING, Optional.empty())).containsExactly(2);
    assertThat(found(RunStatus.FAILED, Optional.empty())).containsExactly(1, 3, 4);
    assertThat(found(RunStatus.FAILED, Optional.of("publish"))).containsExactly(3, 4);
  }

  private static void fail(Commit group, int item, String step) {
    fail(group, item, step, FAILURE);
  }

  private static void fail(Commit group, int item, String step, Failure why) {
    var state = runState(RunStatus.RUNNING).failing(StepPath.of(new StepId(step)), why);
    setRun(group, BATCH.run(item), state.ended(RunStatus.FAILED, Map.of(), Optional.of(why), NOW));
  }

  private List<Integer> found(RunStatus status, Optional<String> step) {
    var filter = RunFilter.of(status).failedAt(step);
    return views().runs(TENANT, BATCH, filter, 0, 10).stream().map(run -> run.id().item()).toList();
  }

  @Test
  void pending_items_come_in_order_with_their_inputs() {
    givenBatch(BATCH, ANNA, 300);

    var page = views().pending(BATCH, 100, 50);

    assertThat(page).hasSize(50);
    assertThat(page.getFirst())
        .isEqualTo(
            new Views.PendingItem(BATCH.run(101), "item 101", inputs(101), Optional.empty()));
    assertThat(page).extracting(item -> item.run().item()).isSorted();
    assertThat(views().pending(BATCH, 300, 50)).isEmpty();
  }

  @Test
  void batches_page_from_the_newest_to_the_oldest_while_new_ones_come() {
    for (int i = 1; i <= 7; i++) {
      givenBatch(batch(i), ANNA, 1);
    }
    var seen = new ArrayList<BatchId>();
    Optional<BatchId> before = Optional.empty();
    for (var page = batchesBefore(before); !page.isEmpty(); page = batchesBefore(before)) {
      page.forEach(record -> seen.add(record.id()));
      before = Optional.of(seen.getLast());
      givenBatch(batch(100 + seen.size()), ANNA, 1);
    }

    assertThat(seen)
        .containsExactly(batch(7), batch(6), batch(5), batch(4), batch(3), batch(2), batch(1));
  }

  private List<BatchRecord> batchesBefore(Optional<BatchId> before) {
    return views().batches(TENANT, Optional.empty(), before, 3);
  }

  @Test
  void batches_are_found_by_status() {
    givenBatch(batch(1), ANNA, 1);
    givenBatch(batch(2), ANNA, 1);
    commit(group -> setBatch(group, batch(2), batchState(BatchStatus.PAUSED, 1)));

    assertThat(views().batches(TENANT, Optional.of(BatchStatus.PAUSED), Optional.empty(), 9))
        .extracting(BatchRecord::id)
        .containsExactly(batch(2));
  }

  @Test
  void workflows_page_by_name_each_in_its_newest_version() {
    commit(
        group -> {
          addWorkflow(group, ANNA, workflow("a", 1, true));
          addWorkflow(group, ANNA, workflow("a", 2, false));
          addWorkflow(group, ANNA, workflow("b", 1, true));
          addWorkflow(group, ANNA, workflow("c", 1, true));
        });

    assertThat(views().workflows(TENANT, "", 2))
        .containsExactly(workflow("a", 2, false), workflow("b", 1, true));
    assertThat(views().workflows(TENANT, "b", 2)).containsExactly(workflow("c", 1, true));
  }

  @Test
  void a_workflow_is_found_by_version_and_a_published_one_by_its_source() {
    commit(
        group -> {
          addWorkflow(group, ANNA, workflow("a", 1, true));
          addWorkflow(group, ANNA, workflow("a", 2, false));
        });

    assertThat(views().workflow(TENANT, "a", Optional.empty())).contains(workflow("a", 2, false));
    assertThat(views().workflow(TENANT, "a", Optional.of(1))).contains(workflow("a", 1, true));
    assertThat(views().workflowBySource(TENANT, "a", "source 1")).contains(workflow("a", 1, true));
    assertThat(views().workflowBySource(TENANT, "a", "source 2")).isEmpty();
  }

  @Test
  void assets_come_newest_first_and_not_more_than_asked_for() {
    commit(
        group -> {
          for (int i = 1; i <= 5; i++) {
            group.assets.add(new Commit.NewAsset(ANNA, asset(i), NOW.plusMillis(i)));
          }
        });

    var first = views().assets(TENANT, AssetQuery.ALL, AssetPage.Place.START, 2);
    assertThat(first.items()).containsExactly(asset(5), asset(4));
    var second = views().assets(TENANT, AssetQuery.ALL, first.next().orElseThrow(), 3);
    assertThat(second.items()).containsExactly(asset(3), asset(2), asset(1));
    assertThat(second.next()).isEmpty();
  }

  @Test
  void assets_are_found_by_what_they_are_and_by_what_made_them() {
    givenBatch(BATCH, ANNA, 2);
    var step =
        new StepPath(List.of(new StepPath.Frame(new StepId("sizes"), 2)), new StepId("tint"));
    var film = new Asset(id(3), "video/mp4", 50_000, 640, 360, "Film.mp4");
    commit(
        group -> {
          addAsset(group, ANNA, asset(1));
          addAsset(group, ANNA, asset(2));
          addAsset(group, ANNA, film);
          group.lineage.add(new Commit.Lineage(TENANT, id(2), List.of(id(1)), BATCH.run(1), step));
        });

    assertThat(found("type", "video")).containsExactly(film);
    assertThat(found("type", "video/mp4")).containsExactly(film);
    assertThat(found("type", "vid")).isEmpty();
    assertThat(found("name", "film")).containsExactly(film);
    assertThat(found("hash", id(2).sha256().substring(0, 64))).containsExactly(asset(2));
    assertThat(found("workflow", "catalog")).containsExactly(asset(2));
    assertThat(found("workflow", "other")).isEmpty();
    assertThat(found("step", "tint")).containsExactly(asset(2));
    assertThat(found("step", "int")).isEmpty();
    assertThat(found("bytes_min", "20000")).containsExactly(film);
    assertThat(found("width_min", "100")).containsExactly(film);
  }

  private static Look look(long print, int rgb, int percent) {
    return new Look(print, List.of(new Look.Shade(rgb, percent), new Look.Shade(0xffffff, 5)));
  }

  /** What comes next of those that have no look yet looks so. */
  private void looked(Optional<Look> look) {
    var due = views().looksDue(1).getFirst();
    commit(group -> group.looks.add(new Commit.LookMade(due, look)));
  }

  private Alike alike(Optional<LookQuery.Like> like, Optional<Integer> rgb) {
    return views().alike(TENANT, new LookQuery(like, rgb.map(Oklab::of)), AssetQuery.ALL, 9);
  }

  private static List<Asset> assets(Alike found) {
    return found.items().stream().map(Alike.Found::asset).toList();
  }

  @Test
  void pictures_wait_for_their_look_in_the_order_in_which_they_came() {
    commit(
        group -> {
          addAsset(group, ANNA, asset(2));
          addAsset(group, ANNA, new Asset(id(9), "text/plain", 5, 0, 0, "note.txt"));
          addAsset(group, BERT, asset(1));
          addAsset(group, ANNA, asset(2));
          addAsset(group, ANNA, asset(1));
        });

    assertThat(views().looksDue(9))
        .extracting(Views.LookDue::asset)
        .containsExactly(asset(2), asset(1), asset(1));
    looked(Optional.of(look(7, 0x112233, 40)));
    assertThat(views().look(TENANT, id(2))).contains(look(7, 0x112233, 40));
    assertThat(views().look(BERT.tenant(), id(2))).isEmpty();
    assertThat(views().looksDue(1)).extracting(Views.LookDue::tenant).containsOnly(BERT.tenant());
  }

  @Test
  void pictures_are_found_by_what_they_look_like_the_nearest_first() {
    commit(group -> IntStream.rangeClosed(1, 6).forEach(i -> addAsset(group, ANNA, asset(i))));
    looked(Optional.of(look(0b0000, 0xc84632, 60)));
    looked(Optional.of(look(0b0111, 0xc84632, 9)));
    looked(Optional.of(look(0b0001, 0x3246c8, 60)));
    looked(Optional.of(look(0b11111, 0xc84838, 60)));
    looked(Optional.empty());
    var like = Optional.of(new LookQuery.Like(id(1), 0, 3));

    assertThat(assets(alike(like, Optional.empty()))).containsExactly(asset(3), asset(2));
    assertThat(alike(like, Optional.empty()).items())
        .extracting(one -> one.bits().orElseThrow())
        .containsExactly(1, 3);
    assertThat(assets(alike(Optional.empty(), Optional.of(0xc84632))))
        .containsExactly(asset(1), asset(4));
    assertThat(alike(like, Optional.of(0xc84632)).items()).isEmpty();
    assertThat(assets(alike(Optional.empty(), Optional.of(0x00ff00)))).isEmpty();
    // the sixth has no look yet, the fifth will never have one
    assertThat(alike(like, Optional.empty()).notCompared()).isOne();
    assertThat(views().prints(TENANT, List.of(id(1), id(5), id(6))))
        .isEqualTo(Map.of(id(1), Optional.of(0L), id(5), Optional.empty()));
    assertThat(
            views()
                .alike(BERT.tenant(), new LookQuery(like, Optional.empty()), AssetQuery.ALL, 9)
                .items())
        .isEmpty();
  }

  @Test
  void a_colour_is_found_a_shade_lighter_and_not_as_another_one() {
    commit(group -> IntStream.rangeClosed(1, 3).forEach(i -> addAsset(group, ANNA, asset(i))));
    looked(Optional.of(look(1, 0xffdd00, 60)));
    looked(Optional.of(look(2, 0xf0c010, 60)));
    looked(Optional.of(look(3, 0xc09a10, 60)));

    assertThat(assets(alike(Optional.empty(), Optional.of(0xf0c010))))
        .containsExactly(asset(2), asset(1));
  }

  @Test
  void what_is_asked_besides_the_look_counts_and_what_is_given_up_is_found_no_more() {
    commit(group -> IntStream.rangeClosed(1, 3).forEach(i -> addAsset(group, ANNA, asset(i))));
    looked(Optional.of(look(0, 0, 90)));
    looked(Optional.of(look(1, 0, 90)));
    var due = views().looksDue(1).getFirst();
    var query = new LookQuery(Optional.of(new LookQuery.Like(id(3), 0, 8)), Optional.empty());
    var second =
        new AssetQuery(
            Optional.empty(),
            Optional.of("PHOTO 2"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(assets(views().alike(TENANT, query, second, 9))).containsExactly(asset(2));
    commit(
        group -> {
          group.assetsForgotten.add(new Commit.AssetForgotten(TENANT, BATCH, id(1), NOW));
          group.assetsForgotten.add(new Commit.AssetForgotten(TENANT, BATCH, id(3), NOW));
        });
    assertThat(views().alike(TENANT, query, AssetQuery.ALL, 9).notCompared()).isZero();
    assertThat(views().look(TENANT, id(1))).isEmpty();
    commit(group -> group.looks.add(new Commit.LookMade(due, Optional.of(look(0, 0, 90)))));
    assertThat(assets(views().alike(TENANT, query, AssetQuery.ALL, 9))).containsExactly(asset(2));
    assertThat(views().looksDue(9)).isEmpty();
    assertThat(views().look(TENANT, id(3))).isEmpty();
  }

  private List<Asset> found(String by, String value) {
    Function<String, Optional<String>> text =
        name -> Optional.of(value).filter(_ -> name.equals(by));
    Function<String, Optional<Long>> number = name -> text.apply(name).map(Long::valueOf);
    var query =
        new AssetQuery(
            text.apply("type"),
            text.apply("name"),
            text.apply("hash"),
            text.apply("workflow"),
            text.apply("step"),
            number.apply("bytes_min"),
            number.apply("bytes_max"),
            number.apply("width_min"),
            number.apply("height_min"));
    return views().assets(TENANT, query, AssetPage.Place.START, 9).items();
  }

  // the log

  @Test
  void every_event_has_its_own_number_within_its_group() {
    givenLog();

    assertThat(numbersAfter(0, 100)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(views().events(TENANT, Optional.empty(), 0, 100))
        .extracting(EventRecord::json)
        .allSatisfy(json -> assertThat(Json.parse(json).path("event").asString("")).isNotEmpty());
  }

  @Test
  void a_cursor_inside_a_group_goes_on_with_the_rest_of_it() {
    givenLog();

    assertThat(numbersAfter(1, 100)).containsExactly(2L, 3L, 4L, 5L, 6L);
    assertThat(numbersAfter(4, 100)).containsExactly(5L, 6L);
    assertThat(numbersAfter(6, 100)).isEmpty();
  }

  @Test
  void the_log_pages_to_its_end_with_any_limit() {
    givenLog();
    for (int limit = 1; limit <= 4; limit++) {
      var seen = new ArrayList<Long>();
      for (var page = numbersAfter(0, limit);
          !page.isEmpty();
          page = numbersAfter(page.getLast(), limit)) {
        seen.addAll(page);
      }
      assertThat(seen).as("pages of %d groups", limit).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }
  }

  @Test
  void the_log_of_a_batch_leaves_out_the_others() {
    givenLog();
    commit(
        group ->
            addEvents(
                group, 7, ANNA, batch(2), new BatchEvent.BatchPaused(PauseReason.PERSON, NOW)));

    assertThat(views().events(TENANT, Optional.of(batch(2)), 0, 1))
        .extracting(EventRecord::sequence)
        .containsExactly(7L);
    assertThat(views().events(TENANT, Optional.of(batch(2)), 4, 1))
        .extracting(EventRecord::sequence)
        .containsExactly(7L);
  }

  @Test
  void an_event_says_whether_it_is_a_runs_or_the_batchs_own() {
    givenLog();

    var events = views().events(TENANT, Optional.of(BATCH), 0, 100);
    assertThat(events.getFirst().run()).isEmpty();
    assertThat(events.getLast().run()).contains(BATCH.run(1));
  }

  /** Six events in three groups: 1 2 3, 4 5, 6. */
  private void givenLog() {
    var paused = new BatchEvent.BatchPaused(PauseReason.PERSON, NOW);
    var resumed = new BatchEvent.BatchResumed(NOW);
    commit(group -> addEvents(group, 1, ANNA, BATCH, paused, resumed, paused));
    commit(
        group ->
            addEvents(
                group, 4, BATCH.run(2), new RunEvent.RunPaused(NOW), new RunEvent.RunResumed(NOW)));
    commit(group -> addEvents(group, 6, BATCH.run(1), new RunEvent.RunPaused(NOW)));
  }

  private List<Long> numbersAfter(long sequence, int limit) {
    return views().events(TENANT, Optional.empty(), sequence, limit).stream()
        .map(EventRecord::sequence)
        .toList();
  }

  // recovery

  @Test
  void only_an_unfinished_batch_of_the_same_command_resumes_and_the_newest_first() {
    givenBatch(batch(1), ANNA, 1);
    givenBatch(batch(2), ANNA, 1);
    givenBatch(batch(3), ANNA, 1);
    givenBatch(batch(4), ANNA, 1);
    commit(
        group -> {
          setBatch(group, batch(2), batchState(BatchStatus.PAUSED, 1));
          setBatch(group, batch(3), batchState(BatchStatus.SUCCEEDED, 0));
          setBatch(group, batch(4), batchState(BatchStatus.ACCEPTING, 1));
        });

    assertThat(views().resumable(TENANT, "key").map(BatchRecord::id)).contains(batch(2));
    assertThat(views().resumable(TENANT, "another key")).isEmpty();
  }

  @Test
  void recovery_sees_the_open_batches_of_all_tenants_oldest_first() {
    givenBatch(batch(1), ANNA, 1);
    givenBatch(batch(2), BERT, 1);
    givenBatch(batch(3), ANNA, 1);
    commit(group -> setBatch(group, batch(1), batchState(BatchStatus.CANCELLED, 0)));

    assertThat(views().openBatches())
        .extracting(BatchRecord::id)
        .containsExactly(batch(2), batch(3));
  }

  @Test
  void the_greatest_batch_id_is_known_over_all_tenants() {
    assertThat(views().greatestBatch()).isZero();
    givenBatch(batch(9), BERT, 1);
    givenBatch(batch(4), ANNA, 1);

    assertThat(views().greatestBatch()).isEqualTo(batch(9).number());
  }

  // tenants

  @Test
  void nothing_of_one_tenant_is_seen_by_another() {
    givenEverythingOf(ANNA);

    assertSeesNothing(BERT.tenant());
  }

  @Test
  void two_tenants_keep_their_own_under_the_same_name() {
    commit(
        group -> {
          addWorkflow(group, ANNA, workflow("catalog", 1, true));
          addWorkflow(group, BERT, workflow("catalog", 1, false));
          addAsset(group, ANNA, asset(1));
          addAsset(group, BERT, asset(1).named("mine.png"));
        });

    assertThat(views().workflow(BERT.tenant(), "catalog", Optional.empty()))
        .contains(workflow("catalog", 1, false));
    assertThat(views().asset(BERT.tenant(), id(1)).orElseThrow().name()).isEqualTo("mine.png");
    assertThat(views().asset(TENANT, id(1))).contains(asset(1));
  }

  private void givenEverythingOf(Caller caller) {
    givenBatch(BATCH, caller, 2);
    var step = StepPath.of(new StepId("cutout"));
    commit(
        group -> {
          addEvents(group, 1, caller, BATCH, new BatchEvent.BatchPaused(PauseReason.PERSON, NOW));
          addAsset(group, caller, asset(1));
          group.lineage.add(
              new Commit.Lineage(caller.tenant(), id(1), List.of(id(2)), BATCH.run(1), step));
          group.memos.add(
              new Commit.NewMemo(
                  caller.tenant(),
                  key(1),
                  Map.of(),
                  "catalog/cutout/cup",
                  Map.of("a", Value.of(1)),
                  BATCH.run(1),
                  step,
                  NOW));
          addWorkflow(group, caller, workflow("catalog", 1, true));
          group.standings.add(new Commit.Standing(BATCH, caller, standing(StepPhase.RUNNING)));
          group.paces.add(new Commit.PaceChanged(BATCH, caller, false, List.of(span(0, 1_000))));
          group.calls.add(new Commit.CallStanding(BATCH, caller, calls(1)));
        });
  }

  private static StepStanding standing(StepPhase phase) {
    var took = new TimeSpread();
    took.add(120);
    return new StepStanding(
        "loop.cutout",
        3,
        Map.of(phase, 7L),
        2,
        1,
        9,
        new Money(250),
        40,
        took,
        Optional.of(new StepStanding.Latest(id(1), BATCH.run(2))));
  }

  private static ProviderStanding calls(int failed) {
    var took = new TimeSpread();
    took.add(900);
    return new ProviderStanding("fake", "backlot/pictures", failed, took);
  }

  private static Pace span(long from, long widthMs) {
    return new Pace(Instant.ofEpochMilli(from), widthMs, 4, 1, new Money(5));
  }

  @Test
  void steps_and_pace_of_a_batch_come_back_as_they_were_counted_last() {
    givenEverythingOf(ANNA);
    commit(
        group -> {
          group.standings.add(new Commit.Standing(BATCH, ANNA, standing(StepPhase.SUCCEEDED)));
          group.paces.add(new Commit.PaceChanged(BATCH, ANNA, true, List.of(span(2_000, 2_000))));
          group.calls.add(new Commit.CallStanding(BATCH, ANNA, calls(2)));
        });

    var found = views().standings(TENANT, BATCH).getFirst();
    assertThat(found.took().text()).isEqualTo(standing(StepPhase.SUCCEEDED).took().text());
    assertThat(found).usingRecursiveComparison().isEqualTo(standing(StepPhase.SUCCEEDED));
    assertThat(views().pace(TENANT, BATCH)).containsExactly(span(2_000, 2_000));
    assertThat(views().providerStandings(TENANT, BATCH))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(calls(2));
  }

  private void assertSeesNothing(TenantId stranger) {
    assertThat(views().batch(stranger, BATCH)).isEmpty();
    assertThat(views().batches(stranger, Optional.empty(), Optional.empty(), 9)).isEmpty();
    assertThat(views().resumable(stranger, "key")).isEmpty();
    assertThat(views().runs(stranger, BATCH, RunFilter.ALL, 0, 9)).isEmpty();
    assertThat(views().run(stranger, BATCH.run(1))).isEmpty();
    assertThat(views().events(stranger, Optional.empty(), 0, 9)).isEmpty();
    assertThat(views().events(stranger, Optional.of(BATCH), 0, 9)).isEmpty();
    assertThat(views().memo(stranger, key(1))).isEmpty();
    assertThat(views().asset(stranger, id(1))).isEmpty();
    assertThat(views().standings(stranger, BATCH)).isEmpty();
    assertThat(views().pace(stranger, BATCH)).isEmpty();
    assertThat(views().providerStandings(stranger, BATCH)).isEmpty();
    assertThat(views().assets(stranger, AssetQuery.ALL, AssetPage.Place.START, 9).items())
        .isEmpty();
    assertThat(views().sources(stranger, id(1), 9)).isEmpty();
    assertThat(views().makers(stranger, id(1), 9)).isEmpty();
    assertThat(views().workflow(stranger, "catalog", Optional.empty())).isEmpty();
    assertThat(views().workflows(stranger, "", 9)).isEmpty();
    assertThat(views().workflowBySource(stranger, "catalog", "source 1")).isEmpty();
  }

  // bulk actions

  private static BulkActionRecord bulkAction(String id, BulkActionRecord.Status status) {
    var order =
        new BulkActionRecord.Order(
            BulkActionRecord.Kind.CANCEL,
            BATCH,
            Set.of(RunStatus.RUNNING, RunStatus.PAUSED),
            Optional.of("cutout"),
            "");
    var refused = new BulkActionRecord.Refusal(BATCH.run(3), "it has ended");
    var progress = BulkActionRecord.Progress.of(9).after(3, "look", 2, List.of(refused));
    return new BulkActionRecord(id, ANNA, order, status, progress, NOW, NOW);
  }

  @Test
  void a_bulk_action_comes_back_as_it_was_saved_last() {
    var running = bulkAction("bulk_1", BulkActionRecord.Status.RUNNING);
    commit(group -> group.bulkActions.add(new Commit.BulkActionSaved(running, 10)));
    assertThat(views().bulkAction(TENANT, "bulk_1")).contains(running);
    assertThat(views().runningBulkActions()).containsExactly(running);

    var ended = running.ended(BulkActionRecord.Status.SUCCEEDED, NOW.plusSeconds(1));
    commit(group -> group.bulkActions.add(new Commit.BulkActionSaved(ended, 10)));

    assertThat(views().bulkAction(TENANT, "bulk_1")).contains(ended);
    assertThat(views().runningBulkActions()).isEmpty();
    assertThat(views().bulkAction(BERT.tenant(), "bulk_1")).isEmpty();
    assertThat(views().bulkActions(BERT.tenant(), Optional.empty(), 10)).isEmpty();
  }

  @Test
  void the_oldest_bulk_actions_that_have_ended_are_forgotten() {
    var going = bulkAction("bulk_0", BulkActionRecord.Status.RUNNING);
    commit(group -> group.bulkActions.add(new Commit.BulkActionSaved(going, 2)));
    for (int number = 1; number <= 4; number++) {
      var ended = bulkAction("bulk_" + number, BulkActionRecord.Status.SUCCEEDED);
      commit(group -> group.bulkActions.add(new Commit.BulkActionSaved(ended, 2)));
    }

    assertThat(views().bulkActions(TENANT, Optional.empty(), 10))
        .extracting(BulkActionRecord::id)
        .containsExactly("bulk_4", "bulk_3", "bulk_0");
    assertThat(views().bulkActions(TENANT, Optional.of("bulk_4"), 1))
        .extracting(BulkActionRecord::id)
        .containsExactly("bulk_3");
  }

  @Test
  void runs_and_gates_are_counted_as_a_bulk_action_would_reach_them() {
    givenBatch(BATCH, ANNA, 4);
    commit(
        group -> {
          fail(group, 1, "cutout");
          fail(group, 3, "publish");
          setRun(group, BATCH.run(4), runState(RunStatus.RUNNING));
        });

    var failed = RunFilter.of(RunStatus.FAILED);
    assertThat(views().countRuns(TENANT, BATCH, failed)).isEqualTo(2);
    assertThat(views().countRuns(TENANT, BATCH, failed.failedAt(Optional.of("publish"))))
        .isEqualTo(1);
    var two = RunFilter.of(Set.of(RunStatus.FAILED, RunStatus.RUNNING));
    assertThat(views().countRuns(TENANT, BATCH, two)).isEqualTo(3);
    assertThat(views().countRuns(BERT.tenant(), BATCH, two)).isZero();
    assertThat(views().countGates(TENANT, BATCH, Optional.empty())).isZero();
  }

  @Test
  void failures_are_counted_by_step_and_words() {
    givenBatch(BATCH, ANNA, 4);
    commit(
        group -> {
          fail(group, 1, "cutout");
          fail(group, 3, "cutout");
          fail(group, 4, "publish");
        });

    var found = views().failures(TENANT, BATCH, 10);
    assertThat(found)
        .extracting(Views.FailureCount::step)
        .containsExactly(Optional.of("cutout"), Optional.of("publish"));
    assertThat(found).extracting(Views.FailureCount::count).containsExactly(2L, 1L);
    assertThat(found).extracting(Views.FailureCount::firstItem).containsExactly(1, 4);
    assertThat(views().failures(TENANT, BATCH, 1)).hasSize(1);
    assertThat(views().failures(BERT.tenant(), BATCH, 10)).isEmpty();
  }

  @Test
  void what_people_rejected_is_counted_with_its_batch() {
    var no = new Failure.Rejected("anna", "rejected: too dark");
    var other = batch(1);
    givenBatch(BATCH, ANNA, 5);
    givenBatch(other, ANNA, 1);
    commit(
        group -> {
          fail(group, 1, "cutout");
          fail(group, 2, "look", no);
          fail(group, 3, "look", no);
          // what has not ended yet, or ends in another way, has not failed
          var step = StepPath.of(new StepId("look"));
          setRun(group, BATCH.run(4), runState(RunStatus.RUNNING).failing(step, no));
          setRun(group, BATCH.run(5), runState(RunStatus.CANCELLED).failing(step, no));
        });
    assertRejected(2);

    commit(group -> fail(group, 3, "look", no));
    assertRejected(2);
    commit(group -> fail(group, 2, "publish"));
    assertRejected(1);
    commit(group -> setRun(group, BATCH.run(3), runState(RunStatus.RUNNING)));
    assertRejected(0);
    commit(group -> fail(group, 4, "look", no));
    assertRejected(1);
    assertThat(views().batch(other).orElseThrow().rejected()).isZero();
  }

  private void assertRejected(int rejected) {
    var people = RunFilter.of(RunStatus.FAILED).rejected(Optional.of(true));
    assertThat(views().countRuns(TENANT, BATCH, people)).isEqualTo(rejected);
    assertThat(views().batch(TENANT, BATCH).orElseThrow().rejected()).isEqualTo(rejected);
    assertThat(views().batches(TENANT, Optional.empty(), Optional.empty(), 9))
        .filteredOn(one -> one.id().equals(BATCH))
        .extracting(BatchRecord::rejected)
        .containsExactly(rejected);
  }

  // documents of dialects

  private static DocumentRecord document(String id, Caller creator, Map<String, String> tags) {
    return new DocumentRecord(
        "test.thing", id, creator, Optional.empty(), tags, "{\"a\":1}", false, NOW, NOW);
  }

  private void save(DocumentRecord document) {
    commit(group -> group.documents.add(document));
  }

  private List<String> ids(DocumentQuery query) {
    return views().documents(TENANT, query, Optional.empty(), 0, 10).stream()
        .map(DocumentRecord::id)
        .toList();
  }

  @Test
  void a_document_comes_back_as_it_was_saved_last() {
    var first = document("one", ANNA, Map.of("colour", "red", "size", "1"));
    save(first);
    assertThat(views().document(TENANT, "test.thing", "one")).contains(first);

    var later = first.with(Map.of("colour", "blue"), "{}", NOW.plusSeconds(1));
    save(later);

    assertThat(views().document(TENANT, "test.thing", "one")).contains(later);
    assertThat(views().document(TENANT, "test.other", "one")).isEmpty();
    assertThat(views().document(BERT.tenant(), "test.thing", "one")).isEmpty();
  }

  @Test
  void documents_are_found_by_maker_tag_and_time_newest_first() {
    var colleague = new Caller(TENANT, "colleague@studio");
    save(document("one", ANNA, Map.of("colour", "red")));
    save(document("two", colleague, Map.of("colour", "red")));
    save(document("three", ANNA, Map.of("colour", "blue")));
    save(document("foreign", BERT, Map.of("colour", "red")));
    save(document("gone", ANNA, Map.of("colour", "red")).deleted(NOW));
    var all = DocumentQuery.of("test.thing");

    assertThat(ids(all)).containsExactly("three", "two", "one");
    assertThat(ids(all.oldestFirst(true))).containsExactly("one", "two", "three");
    assertThat(views().documents(TENANT, all.oldestFirst(true), Optional.empty(), 1, 1))
        .extracting(DocumentRecord::id)
        .containsExactly("two");
    assertThat(ids(all.deletedToo())).containsExactly("gone", "three", "two", "one");
    assertThat(ids(all.by(ANNA.user()))).containsExactly("three", "one");
    assertThat(ids(all.tagged(Map.of("colour", "red")))).containsExactly("two", "one");
    assertThat(ids(all.created(Optional.of(NOW.plusMillis(1)), Optional.empty()))).isEmpty();
    assertThat(ids(all.created(Optional.empty(), Optional.of(NOW)))).isEmpty();
    assertThat(ids(all.created(Optional.of(NOW), Optional.of(NOW.plusMillis(1))))).hasSize(3);
    assertThat(views().countDocuments(TENANT, all.by(ANNA.user()))).isEqualTo(2);
    assertThat(views().documents(TENANT, all, Optional.of("three"), 1, 10))
        .extracting(DocumentRecord::id)
        .containsExactly("one");
  }

  @Test
  void documents_are_counted_as_they_come_and_go() {
    var all = DocumentQuery.of("test.thing");
    var one = document("one", ANNA, Map.of());
    save(one);
    save(document("two", ANNA, Map.of()));
    save(document("foreign", BERT, Map.of()));
    assertThat(views().countDocuments(TENANT, all)).isEqualTo(2);
    assertThat(views().countStarted(TENANT, "test.thing")).isZero();

    givenBatch(batch(1), ANNA, 1);
    save(one.standingFor(batch(1)));
    save(one.standingFor(batch(1)).with(Map.of(), "{}", NOW));
    assertThat(views().countStarted(TENANT, "test.thing")).isEqualTo(1);
    assertThat(views().countStarted(BERT.tenant(), "test.thing")).isZero();

    save(one.standingFor(batch(1)).deleted(NOW));
    assertThat(views().countDocuments(TENANT, all)).isEqualTo(1);
    assertThat(views().countDocuments(TENANT, all.deletedToo())).isEqualTo(2);
    assertThat(views().countStarted(TENANT, "test.thing")).isEqualTo(1);
    assertThat(views().countDocuments(TENANT, DocumentQuery.of("test.other"))).isZero();
  }

  @Test
  void batches_are_counted_and_those_of_one_item_told_apart() {
    var ones = BatchQuery.ALL.ofOne();
    givenBatch(batch(1), ANNA, 1);
    givenBatch(batch(2), ANNA, 2);
    givenBatch(batch(3), BERT, 1);
    // a change that leaves their number as it is counts nothing again
    commit(group -> setBatch(group, batch(1), batchState(BatchStatus.RUNNING, 1)));
    assertThat(views().batches(TENANT, BatchQuery.ALL.oldestFirst(true), 1, 5))
        .extracting(BatchRecord::id)
        .containsExactly(batch(2));
    assertThat(views().countBatches(TENANT, BatchQuery.ALL)).isEqualTo(2);
    assertThat(views().countBatches(TENANT, ones)).isEqualTo(1);
    assertThat(views().countBatches(BERT.tenant(), ones)).isEqualTo(1);
    assertThat(views().batches(TENANT, ones, 0, 10))
        .extracting(BatchRecord::id)
        .containsExactly(batch(1));
  }

  @Test
  void any_page_of_a_long_list_is_that_of_the_whole() {
    commit(
        group -> {
          for (int i = 1; i <= 40; i++) {
            addBatch(group, batch(i), i % 3 == 0 ? BERT : ANNA, "key");
            setBatch(group, batch(i), batchState(BatchStatus.RUNNING, 1 + i % 2));
            var document = document("id " + i, i % 3 == 0 ? BERT : ANNA, Map.of());
            group.documents.add(i % 5 == 0 ? document.deleted(NOW) : document);
          }
        });
    for (boolean oldestFirst : List.of(false, true)) {
      var all = BatchQuery.ALL.oldestFirst(oldestFirst);
      var kept = DocumentQuery.of("test.thing").oldestFirst(oldestFirst);
      assertPages(27, (skipped, limit) -> views().batches(TENANT, all, skipped, limit));
      assertPages(14, (skipped, limit) -> views().batches(TENANT, all.ofOne(), skipped, limit));
      assertPages(
          21,
          (skipped, limit) -> views().documents(TENANT, kept, Optional.empty(), skipped, limit));
      assertPages(
          27,
          (skipped, limit) ->
              views().documents(TENANT, kept.deletedToo(), Optional.empty(), skipped, limit));
    }
  }

  private interface Paged {
    List<?> page(int skipped, int limit);
  }

  private static void assertPages(int length, Paged list) {
    var all = list.page(0, 1_000);
    assertThat(all).hasSize(length);
    for (int skipped = 0; skipped <= length + 1; skipped++) {
      for (int limit : List.of(1, 4, length, 1_000)) {
        assertThat(list.page(skipped, limit))
            .as("%d after %d", limit, skipped)
            .isEqualTo(all.stream().skip(skipped).limit(limit).toList());
      }
    }
  }

  @Test
  void documents_go_on_behind_any_of_them_in_either_order() {
    for (var id : List.of("one", "two", "three", "four")) {
      save(document(id, ANNA, Map.of()));
    }
    save(document("two", ANNA, Map.of()).deleted(NOW));
    var all = DocumentQuery.of("test.thing");

    assertThat(views().documents(TENANT, all.oldestFirst(true), Optional.of("two"), 1, 9))
        .extracting(DocumentRecord::id)
        .containsExactly("four");
    assertThat(views().documents(TENANT, all, Optional.of("three"), 0, 9))
        .extracting(DocumentRecord::id)
        .containsExactly("one");
  }

  @Test
  void a_stretch_of_batches_says_how_many_and_which_is_the_last() {
    for (int i = 1; i <= 6; i++) {
      givenBatch(batch(i), i == 4 ? BERT : ANNA, i == 5 ? 2 : 1);
    }
    save(document("one", ANNA, Map.of()).standingFor(batch(2)));
    var ones = BatchQuery.ALL.ofOne().withoutDocument("test.thing");

    assertThat(views().stretch(TENANT, ones, 10))
        .isEqualTo(new BatchStretch(3, Optional.of(batch(1))));
    assertThat(views().stretch(TENANT, ones, 2))
        .isEqualTo(new BatchStretch(2, Optional.of(batch(3))));
    assertThat(views().stretch(TENANT, ones.oldestFirst(true), 2))
        .isEqualTo(new BatchStretch(2, Optional.of(batch(3))));
    assertThat(views().stretch(TENANT, ones.since(Optional.of(batch(3))), 10))
        .isEqualTo(new BatchStretch(2, Optional.of(batch(3))));
    assertThat(views().stretch(TENANT, ones.olderThan(Optional.of(batch(3))), 10))
        .isEqualTo(new BatchStretch(1, Optional.of(batch(1))));
    assertThat(views().stretch(TENANT, ones.olderThan(Optional.of(batch(1))), 10))
        .isEqualTo(BatchStretch.NONE);
    assertThat(views().stretch(TENANT, ones.by(Optional.of(ANNA.user())), 10).count()).isEqualTo(3);

    save(document("one", ANNA, Map.of()).standingFor(batch(6)));

    assertThat(views().stretch(TENANT, ones, 2))
        .isEqualTo(new BatchStretch(2, Optional.of(batch(2))));
  }

  @Test
  void how_items_went_is_told_without_what_went_in_and_came_out() {
    givenBatch(BATCH, ANNA, 4);
    commit(group -> fail(group, 2, "publish"));

    var found = views().summaries(TENANT, BATCH, 3);

    assertThat(found)
        .isEqualTo(
            views().runs(TENANT, BATCH, RunFilter.ALL, 0, 3).stream()
                .map(
                    run ->
                        new RunSummary(
                            run.name(),
                            run.status(),
                            run.failure(),
                            run.startedAt(),
                            run.endedAt()))
                .toList());
    assertThat(found.get(1).failure()).contains(FAILURE);
    assertThat(views().summaries(BERT.tenant(), BATCH, 3)).isEmpty();
  }

  @Test
  void batches_are_read_with_their_first_items_and_what_stands_for_them() {
    givenBatch(batch(1), ANNA, 2);
    givenBatch(batch(2), BERT, 1);
    givenBatch(batch(3), ANNA, 1);
    commit(group -> addEvents(group, 1, batch(1).run(1), new RunEvent.RunPaused(NOW)));
    commit(group -> addEvents(group, 2, batch(1).run(2), new RunEvent.RunPaused(NOW)));
    commit(group -> addEvents(group, 3, batch(1).run(1), new RunEvent.RunResumed(NOW)));
    save(document("one", ANNA, Map.of()).standingFor(batch(1)));
    save(document("foreign", BERT, Map.of()).standingFor(batch(2)));
    var all = List.of(batch(3), batch(2), batch(1), batch(9));

    assertThat(views().firstItems(TENANT, all))
        .extracting(one -> one.run().id())
        .containsExactly(batch(3).run(1), batch(1).run(1));
    for (var one : views().firstItems(TENANT, all)) {
      assertThat(views().batch(TENANT, one.batch().id())).contains(one.batch());
      assertThat(views().run(TENANT, one.run().id())).contains(one.run());
      assertThat(views().events(one.run().id())).isEqualTo(one.events());
    }
    assertThat(views().firstItems(TENANT, all).getLast().events()).hasSize(2);
    assertThat(views().documents(TENANT, all))
        .extracting(DocumentRecord::id)
        .containsExactly("one");
  }

  @Test
  void documents_are_found_by_how_their_batches_stand() {
    var seen = new ArrayList<BatchStanding>();
    int number = 0;
    for (var status : BatchStatus.values()) {
      for (boolean goesOn : List.of(true, false)) {
        for (int done : List.of(0, 1)) {
          var id = batch(++number);
          var state = standing(status, goesOn, done);
          givenBatch(id, ANNA, 1);
          commit(group -> group.batches.add(new Commit.BatchChange(id, state, NOW)));
          save(document("doc-" + number, ANNA, Map.of()).standingFor(id));
          var standing = BatchStanding.of(state);
          seen.add(standing);

          var all = DocumentQuery.of("test.thing");
          assertThat(ids(all.standing(Set.of(standing), Optional.empty())))
              .as(state.toString())
              .contains("doc-" + number);
          assertThat(
                  ids(all.standing(EnumSet.complementOf(EnumSet.of(standing)), Optional.of("new"))))
              .as(state.toString())
              .doesNotContain("doc-" + number);
          assertThat(views().document(id)).map(DocumentRecord::id).contains("doc-" + number);
          save(document("doc-" + number, ANNA, Map.of()).standingFor(id).deleted(NOW));
        }
      }
    }
    save(document("none", ANNA, Map.of("state", "new")));
    save(document("other", ANNA, Map.of("state", "old")));

    assertThat(seen).contains(BatchStanding.values());
    assertThat(ids(DocumentQuery.of("test.thing").standing(Set.of(), Optional.of("new"))))
        .containsExactly("none");
  }

  private static BatchState standing(BatchStatus status, boolean goesOn, int done) {
    var usual = BatchSettings.DEFAULT;
    var settings =
        new BatchSettings(
            usual.concurrency(),
            usual.priority(),
            goesOn ? Tolerance.any() : Tolerance.none(),
            usual.canary(),
            usual.breaker(),
            usual.budget(),
            usual.deadline(),
            usual.runTimeout(),
            usual.reuse());
    return BatchState.NONE
        .created(settings, NOW)
        .with(new ItemCounts(0, 0, 0, done, 1, 0))
        .at(done)
        .with(status);
  }

  @Test
  void bytes_that_nobody_has_any_more_are_told_until_they_are_swept() {
    var mine = new Asset(new AssetId("a".repeat(64)), "image/png", 1, 1, 1, "a.png");
    var shared = new Asset(new AssetId("b".repeat(64)), "image/png", 1, 1, 1, "b.png");
    commit(
        group -> {
          group.assets.add(new Commit.NewAsset(ANNA, mine, NOW));
          group.assets.add(new Commit.NewAsset(ANNA, shared, NOW));
          group.assets.add(new Commit.NewAsset(BERT, shared, NOW));
        });
    commit(
        group -> {
          group.assetsForgotten.add(new Commit.AssetForgotten(TENANT, BATCH, mine.id(), NOW));
          group.assetsForgotten.add(new Commit.AssetForgotten(TENANT, BATCH, shared.id(), NOW));
        });

    assertThat(views().asset(TENANT, mine.id())).isEmpty();
    assertThat(views().asset(BERT.tenant(), shared.id())).isPresent();
    assertThat(views().forgottenBlobs(NOW, 10)).isEmpty();
    assertThat(views().forgottenBlobs(NOW.plusMillis(1), 10))
        .containsExactlyInAnyOrder(
            new Views.ForgottenBlob(mine.id(), false), new Views.ForgottenBlob(shared.id(), true));

    commit(group -> group.blobsSwept.add(mine.id()));
    assertThat(views().forgottenBlobs(NOW.plusMillis(1), 10))
        .containsExactly(new Views.ForgottenBlob(shared.id(), true));
  }

  @Test
  void an_asset_is_used_elsewhere_when_other_work_made_it_took_it_or_will_take_it() {
    var id = new AssetId("c".repeat(64));
    givenBatch(BATCH, ANNA, 1);
    var lineage =
        new Commit.Lineage(TENANT, id, List.of(), BATCH.run(1), StepPath.of(new StepId("a")));
    commit(group -> group.lineage.add(lineage));
    assertThat(views().isUsedElsewhere(TENANT, id, BATCH)).isFalse();

    givenBatch(batch(1), ANNA, 1);
    var other =
        new Commit.Lineage(
            TENANT,
            new AssetId("d".repeat(64)),
            List.of(id),
            batch(1).run(1),
            StepPath.of(new StepId("b")));
    commit(group -> group.lineage.add(other));
    assertThat(views().isUsedElsewhere(TENANT, id, BATCH)).isTrue();
    assertThat(views().isUsedElsewhere(BERT.tenant(), id, BATCH)).isFalse();
    assertThat(views().isUsedElsewhere(TENANT, id, batch(1))).isTrue();
  }
}
