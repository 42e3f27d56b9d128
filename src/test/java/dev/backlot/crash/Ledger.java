package dev.backlot.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Value;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.EventRecord;
import dev.backlot.store.RunFilter;
import dev.backlot.store.RunRecord;
import dev.backlot.store.Views;
import dev.backlot.store.sqlite.SqliteDatabase;
import dev.backlot.store.sqlite.SqliteViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is durable in a data folder that no process holds. */
record Ledger(
    List<EventRecord> events,
    List<BatchRecord> batches,
    List<RunRecord> runs,
    Set<String> finishedSteps) {
  private static final int PAGE = 1_000;

  static Ledger read(Path data) throws IOException {
    Files.createDirectories(data);
    try (var database = SqliteDatabase.open(data.resolve("backlot.db"), data.resolve("native"))) {
      var views = new SqliteViews(database);
      var batches =
          views.batches(TestRuntime.CALLER.tenant(), Optional.empty(), Optional.empty(), PAGE);
      var runs = batches.stream().flatMap(batch -> runs(views, batch).stream()).toList();
      var events = events(views);
      return new Ledger(events, batches, runs, finishedSteps(events));
    }
  }

  private static List<RunRecord> runs(Views views, BatchRecord batch) {
    return views.runs(TestRuntime.CALLER.tenant(), batch.id(), RunFilter.ALL, 0, PAGE);
  }

  private static List<EventRecord> events(Views views) {
    var events = new ArrayList<EventRecord>();
    for (var page = page(views, 0);
        !page.isEmpty();
        page = page(views, events.getLast().sequence())) {
      events.addAll(page);
    }
    return events;
  }

  private static List<EventRecord> page(Views views, long after) {
    return views.events(TestRuntime.CALLER.tenant(), Optional.empty(), after, PAGE);
  }

  /** By the value that the step puts out, which is also what it notes. */
  private static Set<String> finishedSteps(List<EventRecord> events) {
    var finished = new HashSet<String>();
    for (var event : events) {
      if (event.json().startsWith("{\"event\":\"step_succeeded\"")) {
        var value = parse(event.json()).path("outputs").path("value").asString("");
        assertThat(finished.add(value)).as("%s succeeded once", value).isTrue();
      }
    }
    return finished;
  }

  private static tools.jackson.databind.JsonNode parse(String json) {
    try {
      return Json.parse(json);
    } catch (JsonProblem e) {
      throw new AssertionError(e);
    }
  }

  void assertContinues(Ledger before) {
    assertThat(events.size()).isGreaterThanOrEqualTo(before.events.size());
    assertThat(events.subList(0, before.events.size()).equals(before.events))
        .as("no event that was there has changed")
        .isTrue();
  }

  void assertHolds(List<Long> acknowledged) {
    var numbers = new HashSet<Long>();
    events.forEach(event -> numbers.add(event.sequence()));
    assertThat(numbers).as("every acknowledged event").containsAll(acknowledged);
  }

  /** Every item has the results of a run that nothing disturbed. */
  void assertEveryBatchSucceeded() {
    assertThat(batches)
        .allSatisfy(
            batch -> {
              assertThat(batch.state().status()).isEqualTo(BatchStatus.SUCCEEDED);
              assertThat(batch.state().counts().succeeded()).isEqualTo(DiamondProgram.ITEMS);
            });
    assertThat(runs)
        .hasSize(batches.size() * DiamondProgram.ITEMS)
        .allSatisfy(Ledger::assertResult);
  }

  private static void assertResult(RunRecord run) {
    var round = run.inputs().getOrDefault("round", Value.none()).inText();
    var name = round + " " + run.name();
    assertThat(run.outputs())
        .isEqualTo(Map.of("b", Value.of(name + " b"), "e", Value.of(name + " e")));
  }
}
