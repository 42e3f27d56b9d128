package dev.backlot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.FailureJson;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.json.RunEventJson;
import dev.backlot.json.RunEventReader;
import dev.backlot.json.ValueJson;
import dev.backlot.model.RunState;
import dev.backlot.model.StepState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Histories as the journal recorded them once: an event a line, and in the last line what they come
 * to. They must come to the same for ever. {@code -Dgolden.update=true} records {@link Histories}
 * anew.
 */
class HistoriesTest {
  private static final Path FOLDER = Path.of("src/test/resources/histories");

  @BeforeAll
  static void record() throws IOException, JsonProblem {
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(FOLDER);
      for (var story : Histories.STORIES.entrySet()) {
        record(FOLDER.resolve(story.getKey() + ".jsonl"), story.getValue().get());
      }
    }
  }

  static List<Path> recorded() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void a_recorded_history_comes_to_the_same_for_ever(Path file) throws IOException, JsonProblem {
    var lines = Files.readAllLines(file);
    var events = Json.parse("[" + String.join(",", lines.subList(0, lines.size() - 1)) + "]");

    var state = RandomRun.fold(RunEventReader.read(events));

    assertThat(Json.text(render(state))).isEqualTo(lines.getLast());
  }

  @Test
  void every_story_is_recorded() throws IOException {
    var names = recorded().stream().map(file -> file.getFileName().toString()).toList();

    assertThat(names)
        .containsAll(Histories.STORIES.keySet().stream().map(name -> name + ".jsonl").toList());
  }

  @Test
  void events_are_written_as_they_were_recorded() throws IOException, JsonProblem {
    for (var story : Histories.STORIES.entrySet()) {
      var lines = Files.readAllLines(FOLDER.resolve(story.getKey() + ".jsonl"));
      assertThat(lines(story.getValue().get())).as(story.getKey()).isEqualTo(lines);
    }
  }

  private static void record(Path file, RunStory story) throws IOException, JsonProblem {
    Files.write(file, lines(story));
  }

  private static List<String> lines(RunStory story) throws JsonProblem {
    var lines = new ArrayList<String>();
    Json.parse(RunEventJson.text(story.history())).forEach(event -> lines.add(Json.text(event)));
    lines.add(Json.text(render(story.state())));
    return lines;
  }

  private static JsonNode render(RunState state) {
    var node = Json.object().put("status", state.status().word());
    node.set("inputs", ValueJson.node(state.inputs()));
    var steps = node.putObject("steps");
    state.forEach((path, step) -> render(steps.putObject(path.toString()), step));
    node.set("outputs", ValueJson.node(state.outputs()));
    state.failedStep().ifPresent(step -> node.put("failed_step", step.toString()));
    state.failure().ifPresent(failure -> node.set("failure", FailureJson.node(failure)));
    put(node, "started_at", state.startedAt());
    put(node, "ended_at", state.endedAt());
    return node;
  }

  private static void render(ObjectNode node, StepState step) {
    node.put("phase", step.phase().word()).put("attempt", step.attempt());
    put(node, "ready_at", step.readyAt());
    put(node, "started_at", step.startedAt());
    put(node, "ended_at", step.endedAt());
    put(node, "due_at", step.dueAt());
    node.set("outputs", ValueJson.node(step.outputs()));
    node.put("reused", step.reused()).put("note", step.note());
    step.failure().ifPresent(failure -> node.set("failure", FailureJson.node(failure)));
  }

  private static void put(ObjectNode node, String name, Optional<Instant> at) {
    at.ifPresent(instant -> node.put(name, instant.toEpochMilli()));
  }
}
