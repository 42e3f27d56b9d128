package dev.backlot.surface.backlot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Loops, gates, fallbacks and sub-workflows from the file to the result. */
@SuppressWarnings("NullAway.Init")
class GraphContractTest {
  @TempDir static Path folder;
  private static V1Server server;
  private static V1Client client;

  @BeforeAll
  static void start() throws Exception {
    server = new V1Server(folder);
    client = server.client();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static String start(String workflow, String inputs) {
    return client.start(
        "{\"workflow\":\"" + workflow + "\",\"items\":[{\"inputs\":" + inputs + "}]}");
  }

  private static JsonNode run(String batch) {
    var id =
        client.all("/v1/batches/" + batch + "/items?limit=1").getFirst().path("id").stringValue();
    return client.get("/v1/runs/" + id).expect(200).json();
  }

  private static JsonNode step(JsonNode run, String path) {
    for (var step : run.path("steps")) {
      if (step.path("step").stringValue().equals(path)) {
        return step;
      }
    }
    throw new AssertionError("no step " + path + " in " + run);
  }

  private static JsonNode awaitStatus(String batch, String status) throws InterruptedException {
    var log = server.runtime.runs.log();
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() < deadline) {
      long seen = log.last();
      var run = run(batch);
      if (run.path("status").stringValue().equals(status)) {
        return run;
      }
      log.await(seen, Duration.ofSeconds(1));
    }
    throw new AssertionError("not " + status + ": " + run(batch));
  }

  @Test
  void a_loop_runs_its_steps_for_each_item_and_gathers_the_results() {
    client.publish(
        """
        name: looping
        inputs: {words: [text]}
        steps:
          each_word:
            for-each: ${{ inputs.words }}
            concurrency: 2
            steps:
              say: {uses: test.pass, with: {value: "${{ each.each_word.index }}: ${{ each.each_word.item }}"}}
            outputs: {said: "${{ steps.say.value }}"}
        outputs: {all: "${{ steps.each_word.said }}", good: "${{ steps.each_word.succeeded }}"}
        """);
    var id = start("looping", "{\"words\":[\"red\",\"green\",\"blue\"]}");
    client.follow(id);

    var run = run(id);
    assertThat(run.path("status").stringValue()).as("%s", run).isEqualTo("succeeded");
    assertThat(run.path("outputs").path("all").valueStream().map(JsonNode::stringValue))
        .containsExactly("0: red", "1: green", "2: blue");
    assertThat(step(run, "each_word.2.say").path("status").stringValue()).isEqualTo("succeeded");
  }

  @Test
  @Timeout(60)
  void a_running_step_says_how_far_it_is() throws Exception {
    client.publish("name: half\nsteps:\n  a: {uses: test.hold, with: {value: half}}\n");
    var id = start("half", "{}");
    server.gates.awaitEntered("half");

    var progress = step(awaitRunning(id), "a").path("progress");
    assertThat(progress.path("fraction").doubleValue()).isEqualTo(0.5);
    assertThat(progress.path("text").stringValue()).isEqualTo("gate 1 of 2");
    server.gates.open("half");
    client.follow(id);
    assertThat(step(run(id), "a").has("progress")).isFalse();
  }

  /** The log tells a moment later that a step has begun. */
  private static JsonNode awaitRunning(String batch) throws InterruptedException {
    var log = server.runtime.runs.log();
    while (true) {
      long seen = log.last();
      var run = run(batch);
      if (step(run, "a").path("status").stringValue().equals("running")) {
        return run;
      }
      log.await(seen, Duration.ofSeconds(1));
    }
  }

  @Test
  void each_iteration_says_how_it_stands_and_what_made_it_fail() {
    client.publish(
        """
        name: uneven
        inputs: {words: [text]}
        steps:
          each_word:
            for-each: ${{ inputs.words }}
            on-error: continue
            steps:
              try_it: {uses: test.picky, with: {value: "${{ each.each_word.item }}"}}
            outputs: {said: "${{ steps.try_it.value }}"}
        """);
    var id = start("uneven", "{\"words\":[\"red\",\"bad\",\"blue\"]}");
    client.follow(id);

    var rounds = step(run(id), "each_word").path("iterations");
    assertThat(rounds.valueStream().map(round -> round.path("status").stringValue()).toList())
        .startsWith("succeeded", "failed");
    assertThat(rounds.path(1).path("index").intValue()).isEqualTo(1);
    assertThat(rounds.path(1).path("failed_step").stringValue()).isEqualTo("try_it");
    assertThat(rounds.path(1).path("failure").path("message").stringValue())
        .isEqualTo("the value is bad");
  }

  @Test
  void a_gate_waits_in_the_list_and_a_decision_lets_the_run_go_on() throws Exception {
    client.publish(
        """
        name: reviewed
        inputs: {word: text}
        steps:
          make: {uses: test.pass, with: {value: "${{ inputs.word }} ${{ notes.review }}"}}
          review:
            gate:
              title: Is it good?
              show: ${{ steps.make.value }}
              regenerate: make
          publish: {uses: test.pass, needs: review, with: {value: "${{ steps.make.value }}"}}
          mend: {uses: test.pass, when: "${{ steps.review.rejected }}"}
        outputs: {out: "${{ steps.publish.value }}"}
        """);
    var id = start("reviewed", "{\"word\":\"cup\"}");
    var waiting = awaitStatus(id, "waiting");
    var decision = "/v1/runs/" + waiting.path("id").stringValue() + "/steps/review/decision";
    var open = client.get("/v1/gates?batch=" + id).expect(200).json().path("items");
    assertThat(open).hasSize(1);
    assertThat(open.path(0).path("question").path("title").stringValue()).isEqualTo("Is it good?");
    assertThat(open.path(0).path("regenerates").stringValue()).isEqualTo("make");
    assertThat(client.get("/v1/batches/" + id).json().path("counts").path("waiting").intValue())
        .isEqualTo(1);

    client.json(decision, "{\"decision\":\"regenerate\",\"note\":\"brighter\"}").expect(200);
    var second = awaitStatus(id, "waiting");
    assertThat(step(second, "make").path("outputs").path("value").stringValue())
        .isEqualTo("cup brighter");
    assertThat(client.json(decision, "{\"decision\":\"perhaps\"}").expect(400).mistakes())
        .containsExactly("decision");
    // a decision about the version before is none about this one
    assertThat(
            client
                .json(decision, "{\"decision\":\"approve\",\"round\":1}")
                .expect(409)
                .json()
                .path("detail")
                .stringValue())
        .contains("shows version 2 by now");
    assertThat(
            client.json(decision, "{\"decision\":\"approve\",\"round\":0}").expect(400).mistakes())
        .containsExactly("round");
    client.json(decision, "{\"decision\":\"approve\",\"round\":2}").expect(200);
    client.follow(id);
    var run = run(id);
    assertThat(run.path("outputs").path("out").stringValue()).isEqualTo("cup brighter");
    assertThat(step(run, "mend").path("status").stringValue()).isEqualTo("skipped");
    assertThat(client.get("/v1/gates?batch=" + id).json().path("items")).isEmpty();
    client.json(decision, "{\"decision\":\"approve\"}").expect(409);
  }

  @Test
  void a_waiting_batch_is_cancelled_whole() throws Exception {
    client.publish(
        """
        name: stuck
        steps:
          review: {gate: {title: Well?}}
        """);
    var id = start("stuck", "{}");
    awaitStatus(id, "waiting");
    assertThat(client.get("/v1/gates?batch=" + id).json().path("items").path(0).has("regenerates"))
        .isFalse();
    client.post("/v1/batches/" + id + "/cancel").expect(200);
    client.follow(id);
    assertThat(run(id).path("status").stringValue()).isEqualTo("cancelled");
    assertThat(client.get("/v1/gates?batch=" + id).json().path("items")).isEmpty();
  }

  @Test
  void a_fallback_takes_over_and_says_so() {
    client.publish(
        """
        name: fallen
        steps:
          a:
            uses: test.picky
            with: {value: bad}
            retry: 1
            fallback: {uses: test.pass, with: {value: second best}}
        outputs: {out: "${{ steps.a.value }}"}
        """);
    var id = start("fallen", "{}");
    client.follow(id);
    var run = run(id);
    assertThat(run.path("outputs").path("out").stringValue()).isEqualTo("second best");
    assertThat(step(run, "a").path("fallback").intValue()).isEqualTo(1);
  }

  @Test
  void a_published_workflow_is_a_step_of_another() {
    client.publish(
        """
        name: inner
        inputs: {word: text}
        steps:
          loud: {uses: test.pass, with: {value: "${{ inputs.word }}!"}}
        outputs: {loud: "${{ steps.loud.value }}"}
        """);
    client.publish(
        """
        name: outer
        steps:
          shout: {workflow: inner@1, with: {word: hey}}
        outputs: {out: "${{ steps.shout.loud }}"}
        """);
    var id = start("outer", "{}");
    client.follow(id);
    assertThat(run(id).path("outputs").path("out").stringValue()).isEqualTo("hey!");
  }
}
