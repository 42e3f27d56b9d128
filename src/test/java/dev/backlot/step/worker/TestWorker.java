package dev.backlot.step.worker;

import dev.backlot.json.Json;
import dev.backlot.media.jvm.JvmImaging;
import dev.backlot.media.load.Models;
import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Progress;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepRegistry;
import dev.backlot.step.StepType;
import dev.backlot.step.image.ImageSteps;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A worker with steps that no server should meet, and the real ones. */
final class TestWorker {
  private static final int KILLED = 137;
  private static final long PIECE = 64L << 20;

  /** More than any limit here allows. */
  private static final long SWALLOWED_MAX = 3L << 30;

  private TestWorker() {}

  public static void main(String[] arguments) throws IOException {
    try (var model = Models.bundled()) {
      WorkerLoop.run(new StepRegistry(steps(model)), System.in, System.out);
    }
  }

  static List<Step> steps(Models model) {
    var steps = new ArrayList<Step>(ImageSteps.all(new JvmImaging(), model));
    steps.add(step("test.die", (_, _) -> die()));
    steps.add(step("test.hang", (_, _) -> hang()));
    steps.add(step("test.swallow", (_, _) -> swallow()));
    steps.add(step("test.break", (_, _) -> List.<String>of().getFirst()));
    steps.add(step("test.environment", (_, _) -> String.join(",", System.getenv().keySet())));
    steps.add(step("test.tell", TestWorker::tell));
    steps.add(step("test.chatter", TestWorker::chatter));
    steps.add(step("test.flood", (_, _) -> flood()));
    steps.add(step("test.pry", TestWorker::pry));
    steps.add(step("test.smuggle", TestWorker::smuggle));
    return steps;
  }

  private static String die() {
    // as a decoder dies: at once, without a word
    Runtime.getRuntime().halt(KILLED);
    return "";
  }

  /** As a decoder that believes a header: past Java's heap, and every page is written to. */
  private static String swallow() {
    long taken = 0;
    for (; taken < SWALLOWED_MAX; taken += PIECE) {
      Arena.global().allocate(PIECE, 1).fill((byte) 1);
    }
    return "took " + taken;
  }

  private static String hang() throws InterruptedException {
    new CountDownLatch(1).await();
    return "";
  }

  private static String tell(StepInput input, StepContext context) {
    context.progress(Progress.of("tile", 2, 5));
    return "";
  }

  private static String chatter(StepInput input, StepContext context) {
    for (int i = 0; i < 1_000_000; i++) {
      context.progress(new Progress(i / 1e6));
    }
    return "";
  }

  /** As a worker that a hostile file has taken over. */
  private static String flood() throws IOException {
    var frames = new Frames(InputStream.nullInputStream(), System.out);
    var told = Json.object();
    told.putObject("progress").put("fraction", 0.5);
    while (true) {
      frames.send(told);
    }
  }

  private static String pry(StepInput input, StepContext context) throws IOException {
    return context.file(new AssetId("0".repeat(64))).toString();
  }

  private static String smuggle(StepInput input, StepContext context) throws IOException {
    Asset stored = context.store(Path.of("pom.xml").toAbsolutePath(), "stolen");
    return stored.id().toString();
  }

  private interface Work {
    String on(StepInput input, StepContext context) throws IOException, InterruptedException;
  }

  private static Step step(String name, Work work) {
    var type =
        new StepType(
            name,
            1,
            "for tests",
            List.of(Port.of("value", PortType.JSON, "anything")),
            List.of(Port.of("said", PortType.TEXT, "what it says")),
            StepType.Resource.CPU,
            false);
    return new Step() {
      @Override
      public StepType type() {
        return type;
      }

      @Override
      public Outcome run(StepInput input, StepContext context) throws InterruptedException {
        try {
          return Outcome.done(Map.of("said", Value.of(work.on(input, context))));
        } catch (IOException e) {
          return Outcome.refused("worker", String.valueOf(e.getMessage()));
        }
      }
    };
  }
}
