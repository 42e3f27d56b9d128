package dev.backlot.step.worker;

import dev.backlot.json.FailureJson;
import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.Progress;
import dev.backlot.model.Value;
import dev.backlot.step.FilesAlone;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepRegistry;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The worker's side: does one step after another, until the pipe ends. It has no journal, no keys
 * and no network of its own; for files it asks the other side.
 */
public final class WorkerLoop {
  private final StepRegistry steps;
  private final Frames frames;

  private WorkerLoop(StepRegistry steps, Frames frames) {
    this.steps = steps;
    this.frames = frames;
  }

  /** Works until the other side is gone. */
  public static void run(StepRegistry steps, InputStream in, OutputStream out) throws IOException {
    var loop = new WorkerLoop(steps, new Frames(in, out));
    try {
      while (true) {
        loop.work(loop.frames.next());
      }
    } catch (EOFException _) {
      // nobody needs it any more
    }
  }

  private void work(JsonNode job) throws IOException {
    var name = job.path("step").asString("");
    var step =
        steps
            .find(name)
            .orElseThrow(() -> new IOException("this worker has no step type '" + name + "'"));
    var input = new StepInput(ValueJson.fields(job.path("values")));
    var telling = new Telling(frames);
    var answer = answer(step, input, new AskingContext(job.path("item").asString(""), telling));
    telling.end();
    frames.send(answer);
  }

  private static ObjectNode answer(Step step, StepInput input, StepContext context)
      throws IOException {
    var answer = Json.object();
    try {
      switch (step.run(input, context)) {
        case Outcome.Done(var outputs, _) -> answer.set("done", ValueJson.node(outputs));
        case Outcome.Failed(var failure, _) -> answer.set("failed", FailureJson.node(failure));
        case Outcome.PutBack _ -> answer.put("broke", "it was put back");
      }
    } catch (InterruptedException e) {
      throw new IOException("a worker is never interrupted, only ended", e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      answer.removeAll();
      answer.put("broke", e.toString());
    }
    return answer;
  }

  /** What a step on pictures may reach: files, all by way of the other side. */
  private final class AskingContext extends FilesAlone {
    private final String item;
    private final Telling telling;

    AskingContext(String item, Telling telling) {
      this.item = item;
      this.telling = telling;
    }

    @Override
    public Path file(AssetId asset) throws IOException {
      return Path.of(ask(Json.object().put("file", asset.toString())).path("path").asString(""));
    }

    @Override
    public Path scratch() throws IOException {
      return Path.of(ask(Json.object().put("scratch", true)).path("path").asString(""));
    }

    @Override
    public Asset store(Path file, String name) throws IOException {
      var answer =
          ask(Json.object().put("store", file.toAbsolutePath().toString()).put("name", name));
      if (ValueJson.read(answer.path("asset")) instanceof Value.Media(var asset)) {
        return asset;
      }
      throw new IOException("expected an asset, but " + answer);
    }

    private JsonNode ask(ObjectNode question) throws IOException {
      frames.send(question);
      var answer = frames.next();
      if (answer.has("error")) {
        throw new IOException(answer.path("error").asString(""));
      }
      return answer;
    }

    @Override
    public String itemName() {
      return item;
    }

    @Override
    public void progress(Progress progress) {
      telling.tell(progress);
    }

    @Override
    public boolean isCancelled() {
      // then its process ends
      return false;
    }
  }
}
