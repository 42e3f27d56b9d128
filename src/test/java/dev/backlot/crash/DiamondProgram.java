package dev.backlot.crash;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.fixture.TinySteps;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepInput;
import dev.backlot.store.BatchRecord;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The program that is killed: takes the unfinished batch up or starts a new one, says each number
 * it has acknowledged, and notes each step that it runs.
 */
public final class DiamondProgram {
  static final int ITEMS = 300;
  static final BatchSettings SETTINGS = new BatchSettings(16, true, true);
  private static final String WORKFLOW =
      """
      name: diamond
      inputs:
        round: {type: text, required: true}
      steps:
        a: {uses: test.note, with: {value: "${{ inputs.round }} ${{ run.name }} a"}}
        b: {uses: test.note, with: {value: "${{ inputs.round }} ${{ run.name }} b"}, needs: [a]}
        c: {uses: test.note, with: {value: "${{ inputs.round }} ${{ run.name }} c"}, needs: [a]}
        d: {uses: test.note, with: {value: "${{ inputs.round }} ${{ run.name }} d"}, needs: [a]}
        e: {uses: test.note, with: {value: "${{ inputs.round }} ${{ run.name }} e"}, needs: [b, c, d]}
      outputs:
        b: ${{ steps.b.value }}
        e: ${{ steps.e.value }}
      """;

  private static final PrintStream OUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

  private DiamondProgram() {}

  static Path data(Path folder) {
    return folder.resolve("data");
  }

  static Path notes(Path folder) {
    return folder.resolve("notes.txt");
  }

  public static void main(String[] arguments) throws Exception {
    var folder = Path.of(arguments[0]);
    try (var runtime = new TestRuntime(data(folder), noting(notes(folder)))) {
      OUT.println("open");
      Thread.ofPlatform().daemon().start(() -> sayAcknowledged(runtime));
      var unfinished =
          batches(runtime, Optional.empty()).filter(batch -> !batch.state().status().isFinal());
      runtime.await(unfinished.isPresent() ? unfinished.get() : create(runtime));
    }
    OUT.println("done");
  }

  private static Optional<BatchRecord> batches(
      TestRuntime runtime, Optional<dev.backlot.model.BatchId> before) {
    return runtime.runs.batches().list(TestRuntime.CALLER, Optional.empty(), before, 1).stream()
        .findFirst();
  }

  private static BatchRecord create(TestRuntime runtime) {
    var round = Value.of("round" + System.nanoTime());
    var item = TestRuntime.item(Map.of("round", round));
    var items = IntStream.range(0, ITEMS).mapToObj(_ -> item).toList();
    return runtime.create(runtime.publish(WORKFLOW), SETTINGS, items);
  }

  private static void sayAcknowledged(TestRuntime runtime) {
    try {
      for (long last = 0; ; last = runtime.runs.log().last()) {
        if (last > 0) {
          OUT.println(last);
        }
        runtime.runs.log().await(last, Duration.ofSeconds(10));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Notes that it runs before it ends, so that no run goes unseen. */
  private static Step noting(Path notes) {
    return TinySteps.of("test.note", input -> note(notes, input));
  }

  private static Outcome note(Path notes, StepInput input) {
    var value = input.value("value").orElseThrow();
    try {
      Files.writeString(
          notes, value.inText() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return TinySteps.done(value);
  }
}
