package dev.backlot.app;

import dev.backlot.media.jvm.JvmImaging;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepRegistry;
import dev.backlot.step.StepType;
import dev.backlot.step.image.ImageSteps;
import dev.backlot.step.worker.WorkerLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/** A worker whose decoder dies of certain files, at once and without a word. */
final class MortalWorker {
  static final String DEADLY = "deadly";
  private static final int KILLED = 137;

  private MortalWorker() {}

  public static void main(String[] arguments) throws IOException {
    var small = ImageSteps.small(new JvmImaging());
    WorkerLoop.run(new StepRegistry(List.of(new Mortal(small))), System.in, System.out);
  }

  private record Mortal(Step step) implements Step {
    @Override
    public StepType type() {
      return step.type();
    }

    @Override
    public Outcome run(StepInput input, StepContext context) throws InterruptedException {
      try (var bytes =
          Files.newInputStream(context.file(StepInput.present(input.asset("image")).id()))) {
        if (new String(bytes.readNBytes(DEADLY.length()), StandardCharsets.UTF_8).equals(DEADLY)) {
          Runtime.getRuntime().halt(KILLED);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return step.run(input, context);
    }
  }
}
