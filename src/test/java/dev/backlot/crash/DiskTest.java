package dev.backlot.crash;

import static dev.backlot.fixture.TestRuntime.CALLER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.attest.SigningKey;
import dev.backlot.fixture.ChildJvm;
import dev.backlot.fixture.TestRuntime;
import dev.backlot.fixture.TinySteps;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Value;
import dev.backlot.runtime.Batches;
import dev.backlot.runtime.EngineHaltedException;
import dev.backlot.runtime.ItemInput;
import dev.backlot.runtime.NewBatch;
import dev.backlot.step.publish.PublishFolderStep;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full, locked, or somebody else's. */
@Timeout(90)
class DiskTest {
  private static final int ITEMS = 400;
  private static final Value LONG_TEXT = Value.of("word ".repeat(6_000));
  private static final String WORDY = "name: wordy\nsteps:\n  a: {uses: test.wordy}\n";
  private static final String PUBLISH =
      """
      name: publish
      inputs:
        file: {type: file, required: true}
        folder: {type: text, required: true}
      steps:
        p: {uses: publish.folder, with: {files: ["${{ inputs.file }}"], folder: "${{ inputs.folder }}"}}
      """;

  @TempDir Path folder;

  @Test
  void a_full_disk_stops_the_engine_and_with_more_room_it_finishes_what_it_acknowledged()
      throws Exception {
    try (var disk = SmallDisk.mount(folder.resolve("disk"), "size=6m")) {
      BatchRecord batch;
      long acknowledged;
      try (var runtime = wordy(disk)) {
        batch =
            runtime.create(
                runtime.publish(WORDY), new BatchSettings(8, true, true), TestRuntime.items(ITEMS));
        assertThat(awaitHalt(runtime)).contains("full");
        acknowledged = runtime.runs.log().last();
        assertAcknowledgesNothing(runtime, batch);
        assertThat(runtime.runs.log().last()).isEqualTo(acknowledged);
      }
      disk.remount("size=128m");
      try (var runtime = wordy(disk)) {
        var newest = runtime.views.events(CALLER.tenant(), Optional.empty(), acknowledged - 1, 1);
        assertThat(newest.getFirst().sequence()).isEqualTo(acknowledged);
        assertThat(runtime.await(batch).state().counts().succeeded()).isEqualTo(ITEMS);
      }
    }
  }

  private static TestRuntime wordy(SmallDisk disk) throws IOException {
    return new TestRuntime(disk.path(), TinySteps.of("test.wordy", _ -> TinySteps.done(LONG_TEXT)));
  }

  private static String awaitHalt(TestRuntime runtime) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (runtime.runs.halted().isEmpty() && System.nanoTime() < deadline) {
      runtime.runs.log().await(runtime.runs.log().last(), Duration.ofMillis(20));
    }
    return runtime
        .runs
        .halted()
        .orElseThrow(() -> new AssertionError("the engine goes on without room"));
  }

  private static void assertAcknowledgesNothing(TestRuntime runtime, BatchRecord batch) {
    assertThatThrownBy(() -> runtime.runs.batches().pause(CALLER, batch.id()))
        .isInstanceOf(EngineHaltedException.class)
        .hasMessageContaining("full");
    assertThatThrownBy(() -> runtime.publish("name: another\nsteps:\n  a: {uses: test.wordy}\n"))
        .isInstanceOf(EngineHaltedException.class);
  }

  @Test
  void publishing_to_a_locked_folder_fails_in_words_and_leaves_the_others_alone() throws Exception {
    var results = Files.createDirectories(folder.resolve("results"));
    try (var locked = SmallDisk.mount(results.resolve("locked"), "ro,size=1m");
        var runtime =
            new TestRuntime(folder.resolve("data"), new PublishFolderStep(new SigningKey()))) {
      var file = Files.writeString(folder.resolve("photo.bin"), "bytes");
      var items =
          List.of(publishing(file, "open"), publishing(file, "locked"), publishing(file, "free"));
      var batch = runtime.await(publish(runtime, results, items));

      assertThat(batch.state().status()).isEqualTo(BatchStatus.FAILED);
      assertThat(batch.state().counts().succeeded()).isEqualTo(2);
      assertThat(results.resolve("open/photo.bin")).hasContent("bytes");
      assertThat(results.resolve("free/photo.bin")).hasContent("bytes");
      var failed = runtime.runs.batches().run(CALLER, batch.id().run(2)).orElseThrow().run();
      assertThat(failed.failure().orElseThrow().line())
          .startsWith(
              "publish: cannot write "
                  + locked.path().resolve("photo.bin")
                  + ": permission denied");
    }
  }

  private static ItemInput publishing(Path file, String into) {
    return TestRuntime.item(
        Map.of("file", new Value.Source(file.toUri().toString()), "folder", Value.of(into)));
  }

  private static BatchRecord publish(TestRuntime runtime, Path results, List<ItemInput> items) {
    var wanted =
        new NewBatch(
            "publish",
            runtime.publish(PUBLISH),
            Optional.empty(),
            BatchSettings.DEFAULT,
            Optional.empty(),
            Optional.of(results.toString()));
    return switch (runtime.runs.batches().create(CALLER, wanted, items)) {
      case Batches.Creation.Created(var batch) -> batch;
      case Batches.Creation.OverQuota(var why, _) -> throw new AssertionError(why);
      case Batches.Creation.Refused(var problems) -> throw new AssertionError(problems);
    };
  }

  @Test
  void a_second_process_on_the_same_folder_is_refused_in_words() throws Exception {
    try (var first = ChildJvm.start(DiamondProgram.class, folder.toString())) {
      var said = new ArrayList<String>();
      while (!said.contains("open")) {
        said.add(first.line().orElseThrow());
      }

      assertThatThrownBy(() -> DataFolder.open(DiamondProgram.data(folder)).close())
          .isInstanceOf(IOException.class)
          .hasMessageContaining(
              "is in use by another Backlot process (process " + first.pid() + ")")
          .hasMessageContaining("--data");
    }
  }
}
