package dev.backlot.step.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.media.Photos;
import dev.backlot.media.load.Models;
import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.Progress;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepState;
import dev.backlot.model.Value;
import dev.backlot.step.FilesAlone;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a picture does to a worker, the server goes on. */
@Timeout(120)
class WorkerPoolTest {
  private static final List<String> COMMAND =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:+UseSerialGC",
          "-Xmx512m",
          "-Djava.awt.headless=true",
          "-cp",
          System.getProperty("java.class.path"),
          TestWorker.class.getName());

  /** Its heap, and what a small test may take beside that. */
  private static final long MEMORY = 1_536L << 20;

  @TempDir Path folder;
  private Models model;
  private WorkerPool pool;
  private TestRuntime runtime;

  @BeforeEach
  void start() throws IOException {
    model = Models.bundled();
    pool = new WorkerPool(1, COMMAND, MEMORY);
    var steps = TestWorker.steps(model).stream().map(step -> new RemoteStep(step, pool)).toList();
    runtime = new TestRuntime(folder.resolve("data"), steps.toArray(Step[]::new));
  }

  @AfterEach
  void stop() throws IOException {
    runtime.close();
    pool.close();
    model.close();
  }

  private StepState step(String uses, String more, Map<String, Value> inputs) throws Exception {
    var batch = runtime.await(runtime.create(publish(uses, more), once(), items(inputs)));
    return state(batch.id());
  }

  private String publish(String uses, String more) {
    return runtime.publish(
        "name: w\ninputs: {photo: {type: image, required: false}}\nsteps:\n  a: {uses: "
            + uses
            + more
            + "}\n");
  }

  private static BatchSettings once() {
    return new BatchSettings(1, true, true);
  }

  private static List<dev.backlot.runtime.ItemInput> items(Map<String, Value> inputs) {
    return List.of(TestRuntime.item(inputs));
  }

  private StepState state(BatchId batch) {
    var run = runtime.runs.batches().run(TestRuntime.CALLER, batch.run(1)).orElseThrow();
    return run.state().step(StepPath.of(new StepId("a")));
  }

  private static String failure(StepState step) {
    return step.failure().orElseThrow().message();
  }

  @Test
  void a_picture_step_gives_what_it_gives_here() throws Exception {
    var png = folder.resolve("cup.png");
    ImageIO.write(ImageIO.read(Photos.of("coffee-cup.jpg").toFile()), "png", png.toFile());
    var inputs = Map.<String, Value>of("photo", new Value.Source(png.toUri().toString()));

    var made =
        step(
            "image.resize",
            ", with: {image: '${{ inputs.photo }}', width: 100, height: 80, format: png}",
            inputs);

    assertThat(made.outputs().get("image"))
        .isInstanceOfSatisfying(
            Value.Media.class,
            media -> {
              assertThat(media.asset().mediaType()).isEqualTo("image/png");
              assertThat(media.asset().name()).isEqualTo("cup-resized.png");
            });
    assertThat(pool.pids()).hasSize(1);
  }

  @Test
  void a_worker_that_dies_fails_its_attempt_and_the_next_one_is_fine() throws Exception {
    var dead = step("test.die", ", retry: 1", Map.of());
    assertThat(failure(dead)).contains("the worker process died (exit 137)", "test.die");
    assertThat(pool.pids()).isEmpty();

    var alive = step("test.environment", ", retry: 1", Map.of());
    assertThat(alive.outputs()).containsKey("said");
  }

  @Test
  void a_worker_that_takes_memory_without_end_dies_within_its_limit() throws Exception {
    assumeThat(MemoryFence.stands()).as("prlimit is here").isTrue();
    var greedy = step("test.swallow", ", retry: 1", Map.of());
    assertThat(failure(greedy)).containsAnyOf("the worker process died", "the step broke");
    var alive = step("test.environment", ", retry: 1", Map.of());
    assertThat(alive.outputs()).containsKey("said");
  }

  @Test
  void a_step_that_breaks_leaves_its_worker_alive() throws Exception {
    var broken = step("test.break", ", retry: 1", Map.of());
    assertThat(failure(broken)).contains("the step broke");
    step("test.environment", ", retry: 1", Map.of());
    assertThat(pool.pids()).hasSize(1);
  }

  @Test
  void a_worker_that_hangs_is_ended_when_its_time_is_over() throws Exception {
    var late = step("test.hang", ", timeout: 1s, retry: 1", Map.of());
    assertThat(failure(late)).contains("timed out");
    var alive = step("test.environment", ", retry: 1", Map.of());
    assertThat(alive.outputs()).containsKey("said");
  }

  /** What a job says of how far it is, as the server hears it. */
  private List<Progress> told(String uses) throws InterruptedException {
    var told = new ArrayList<Progress>();
    var context =
        new FilesAlone() {
          @Override
          public Path file(AssetId asset) {
            throw new AssertionError();
          }

          @Override
          public Path scratch() {
            throw new AssertionError();
          }

          @Override
          public Asset store(Path file, String name) {
            throw new AssertionError();
          }

          @Override
          public String itemName() {
            return "item";
          }

          @Override
          public boolean isCancelled() {
            return false;
          }

          @Override
          public void progress(Progress progress) {
            told.add(progress);
          }
        };
    assertThat(pool.run(uses, new StepInput(Map.of()), context)).isInstanceOf(Outcome.Done.class);
    return told;
  }

  @Test
  void a_step_in_a_worker_tells_how_far_it_is_and_no_more_often_than_anybody_looks()
      throws Exception {
    assertThat(told("test.tell")).containsExactly(Progress.of("tile", 2, 5));
    assertThat(told("test.chatter")).hasSizeBetween(1, 100);
  }

  @Test
  void a_worker_that_tells_without_end_is_ended() throws Exception {
    assertThat(failure(step("test.flood", ", retry: 1", Map.of())))
        .contains("the worker process died", "it tells how far it is without end");
    assertThat(pool.pids()).isEmpty();
    var alive = step("test.environment", ", retry: 1", Map.of());
    assertThat(alive.outputs()).containsKey("said");
  }

  @Test
  void a_worker_gets_no_secrets_no_other_files_and_keeps_nothing_it_was_not_given()
      throws Exception {
    var variables = step("test.environment", ", retry: 1", Map.of()).outputs().get("said");
    assertThat(String.valueOf(variables)).doesNotContain("FAKE_TOKEN", "BACKLOT");
    assertThat(failure(step("test.pry", ", retry: 1", Map.of())))
        .contains("it was not given this file");
    assertThat(failure(step("test.smuggle", ", retry: 1", Map.of())))
        .contains("not in the folder of this job");
    assertThat(Files.exists(Path.of("pom.xml"))).isTrue();
  }
}
