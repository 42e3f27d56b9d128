package dev.backlot.step.worker;

import dev.backlot.json.FailureJson;
import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.AssetId;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One worker, seen from the server. What it asks for is looked at: it gets the files of its job and
 * nothing else, whatever a hostile picture has made of it.
 */
final class WorkerProcess implements AutoCloseable {
  private static final Duration FAREWELL = Duration.ofSeconds(2);
  private static final Set<String> KEPT = Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR");

  /** What came over the pipe; empty when it ended. */
  private record Message(Optional<JsonNode> json) {}

  private final Process process;
  private final Frames frames;

  /** One at a time: a worker that talks without end waits in its pipe. */
  private final BlockingQueue<Message> messages = new ArrayBlockingQueue<>(1);

  /** Of the job that it does; nothing between jobs. */
  private volatile @Nullable Hearing hearing;

  private volatile boolean ended;

  /** What it did that no worker of ours does. */
  private volatile String complaint = "";

  private int jobs;

  private WorkerProcess(Process process) {
    this.process = process;
    this.frames = new Frames(process.getInputStream(), process.getOutputStream());
  }

  /** Starts one; it inherits no variable that could hold a secret. */
  static WorkerProcess start(List<String> command) throws IOException {
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().retainAll(KEPT);
    var worker = new WorkerProcess(builder.start());
    // a pipe cannot be waited for in a way that an interrupt ends, a queue can
    Thread.ofPlatform().daemon().name("worker-" + worker.process.pid()).start(worker::listen);
    return worker;
  }

  private void listen() {
    try {
      while (!ended) {
        take(frames.next());
      }
    } catch (EOFException _) {
      pass(new Message(Optional.empty()));
    } catch (IOException e) {
      complaint = ": " + e.getMessage();
      process.destroyForcibly();
      pass(new Message(Optional.empty()));
    }
  }

  /** How far a job is goes past the queue, in which its questions and its end wait. */
  private void take(JsonNode message) throws IOException {
    if (!message.has(Telling.FIELD)) {
      pass(new Message(Optional.of(message)));
      return;
    }
    var listener = hearing;
    if (listener == null) {
      throw new IOException("it tells how far it is without a job");
    }
    listener.hear(message.path(Telling.FIELD));
  }

  /** Waits for room, unless nobody takes anything any more. */
  private void pass(Message message) {
    try {
      while (!messages.offer(message, 1, TimeUnit.SECONDS)) {
        if (ended) {
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  long pid() {
    return process.pid();
  }

  int jobs() {
    return jobs;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Empty when the process died before it answered. */
  Optional<Outcome> run(String step, StepInput input, StepContext context)
      throws InterruptedException {
    jobs++;
    var given =
        input.values().values().stream()
            .flatMap(value -> value.assets().stream())
            .map(asset -> asset.id())
            .collect(Collectors.toSet());
    var job = Json.object().put("step", step).put("item", context.itemName());
    job.set("values", ValueJson.node(input.values()));
    hearing = new Hearing(context);
    try {
      frames.send(job);
      while (true) {
        var message = messages.take().json();
        if (message.isEmpty()) {
          return Optional.empty();
        }
        var end = end(message.get());
        if (end.isPresent()) {
          return end;
        }
        frames.send(answer(message.get(), given, context));
      }
    } catch (IOException _) {
      return Optional.empty();
    } finally {
      hearing = null;
    }
  }

  private static Optional<Outcome> end(JsonNode message) {
    if (message.has("done")) {
      Map<String, Value> outputs = ValueJson.fields(message.path("done"));
      return Optional.of(new Outcome.Done(outputs, Money.NONE));
    }
    if (message.has("failed")) {
      return Optional.of(new Outcome.Failed(FailureJson.read(message.path("failed"))));
    }
    if (message.has("broke")) {
      throw new IllegalStateException("in a worker: " + message.path("broke").asString(""));
    }
    return Optional.empty();
  }

  private static ObjectNode answer(JsonNode question, Set<AssetId> given, StepContext context) {
    try {
      if (question.has("file")) {
        var asset = AssetId.parse(question.path("file").asString("")).filter(given::contains);
        return path(
            context.file(asset.orElseThrow(() -> new IOException("it was not given this file"))));
      }
      if (question.has("scratch")) {
        return path(context.scratch());
      }
      if (question.has("store")) {
        var file = own(Path.of(question.path("store").asString("")), context.scratch());
        var stored = context.store(file, question.path("name").asString(""));
        var answer = Json.object();
        answer.set("asset", ValueJson.node(stored));
        return answer;
      }
      return Json.object().put("error", "unknown question");
    } catch (IOException | IllegalArgumentException e) {
      return Json.object().put("error", String.valueOf(e.getMessage()));
    }
  }

  private static ObjectNode path(Path file) {
    return Json.object().put("path", file.toAbsolutePath().toString());
  }

  /** A plain file of the job's own folder; no link leads out of it. */
  private static Path own(Path file, Path scratch) throws IOException {
    var real = file.toRealPath();
    if (!real.startsWith(scratch.toRealPath()) || !Files.isRegularFile(real)) {
      throw new IOException("it is not in the folder of this job");
    }
    return real;
  }

  /** How it ended, for people. */
  String epitaph() throws InterruptedException {
    return process.waitFor(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
        ? "exit " + process.exitValue() + complaint
        : "it did not answer";
  }

  static Outcome died(String step, String how) {
    return new Outcome.Failed(
        new Failure.Transient(
            "the worker process died (" + how + ") while it did " + step + " on this file"));
  }

  /** Ends it at once: what it does is of no use any more. */
  @Override
  public void close() {
    ended = true;
    process.destroyForcibly();
  }
}
