package dev.backlot.cli;

import dev.backlot.definition.Problem;
import dev.backlot.definition.Reading;
import dev.backlot.json.FailureJson;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.json.ValueJson;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Caller;
import dev.backlot.model.TenantId;
import dev.backlot.report.BatchReport;
import dev.backlot.runtime.BatchTiming;
import dev.backlot.runtime.Batches;
import dev.backlot.runtime.Busy;
import dev.backlot.runtime.EngineHaltedException;
import dev.backlot.runtime.ItemInput;
import dev.backlot.runtime.NewBatch;
import dev.backlot.runtime.Runs;
import dev.backlot.runtime.Workflows;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.EventRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * One {@code backlot run}: finds or creates its batch, follows it to the end, writes the results.
 */
final class RunSession {
  private static final Caller CALLER = new Caller(TenantId.DEFAULT, "cli");
  private static final Duration TICK = Duration.ofMillis(120);
  private static final Duration DRAIN = Duration.ofSeconds(60);
  private static final int EVENTS_PAGE = 500;

  private final Platform platform;
  private final Job job;
  private final Terminal terminal;
  private final boolean json;
  private final Progress progress;

  /** What is to be done. */
  record Job(
      String file,
      String source,
      String workflow,
      List<ItemInput> items,
      BatchSettings settings,
      Path out,
      Path data) {

    /** Two starts with the same key are the same command: the second resumes the first. */
    String resumeKey() {
      try {
        var digest = MessageDigest.getInstance("SHA-256");
        add(digest, source);
        add(digest, out.toString());
        add(digest, Boolean.toString(settings.reuse()));
        for (var item : items) {
          add(digest, item.name().orElse(""));
          add(digest, ValueJson.text(item.inputs()));
        }
        return HexFormat.of().formatHex(digest.digest());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }

    private static void add(MessageDigest digest, String part) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
  }

  RunSession(Platform platform, Job job, Terminal terminal, boolean json) {
    this.platform = platform;
    this.job = job;
    this.terminal = terminal;
    this.json = json;
    this.progress =
        json
            ? new JsonProgress(terminal.out())
            : terminal.live() ? new LiveProgress(terminal) : new PlainProgress(terminal);
  }

  /** Runs to the end; returns the process's exit code. */
  int run() throws IOException, InterruptedException {
    Files.createDirectories(job.out());
    var key = job.resumeKey();
    try (var opened =
        platform.open(
            job.data(),
            true,
            batch -> batch.origin().resumeKey().filter(key::equals).isPresent())) {
      return run(opened.runs(), key);
    } catch (EngineHaltedException e) {
      progress.ended();
      progress.say("stopped: " + e.getMessage());
      progress.say(
          "What was finished is kept. Put that right and run the same command again to go on.");
      return ExitCodes.SOME_FAILED;
    }
  }

  /** Says what {@link #run} would do; the data folder is opened, and nothing is written to it. */
  int look(PrintWriter out) throws IOException {
    try (var opened = platform.open(job.data(), true, _ -> false)) {
      var runs = opened.runs();
      return switch (runs.workflows().check(CALLER, job.file(), job.source())) {
        case Reading.Broken(var problems) -> {
          problems.stream().map(Problem::toString).forEach(progress::say);
          yield ExitCodes.NOT_STARTED;
        }
        case Reading.Valid(var definition) -> {
          var wanted = wanted(job.workflow(), Optional.empty(), job.resumeKey());
          var found = runs.batches().dryRun(CALLER, wanted, definition, job.items());
          DryRunTable.print(out, found);
          yield found.problems().isEmpty() ? ExitCodes.SUCCEEDED : ExitCodes.NOT_STARTED;
        }
      };
    }
  }

  private NewBatch wanted(String workflow, Optional<Integer> version, String key) {
    return new NewBatch(
        workflow,
        workflow,
        version,
        job.settings(),
        Optional.of(key),
        Optional.of(job.out().toString()));
  }

  private int run(Runs runs, String key) throws IOException, InterruptedException {
    long seen = runs.log().last();
    var unreported = runs.batches().latest(CALLER, key).filter(this::lacksReport);
    if (unreported.isPresent()) {
      progress.say("all items had ended; writing the results that an interruption left out");
      return finish(runs, unreported.get());
    }
    var earlier = runs.batches().resumable(CALLER, key);
    BatchRecord batch;
    if (earlier.isPresent()) {
      batch = resume(runs, earlier.get());
    } else {
      var created = create(runs, key);
      if (created.isEmpty()) {
        return ExitCodes.NOT_STARTED;
      }
      batch = created.get();
      progress.started(
          batch, count(batch.state().counts().total(), "item") + " into " + shown(job.out()));
    }
    var interrupts = Interrupts.listen();
    var last = follow(runs, batch, seen, interrupts);
    progress.ended();
    if (!last.state().status().isFinal()) {
      return stop(runs, last);
    }
    return finish(runs, last);
  }

  /** Whether the batch ended, and the process did before it wrote the results. */
  private boolean lacksReport(BatchRecord batch) {
    if (!batch.state().status().isFinal() || batch.state().status() == BatchStatus.CANCELLED) {
      return false;
    }
    try (var lines = Files.lines(job.out().resolve("manifest.json"))) {
      return lines.limit(3).noneMatch(line -> line.contains(batch.id().toString()));
    } catch (IOException | UncheckedIOException _) {
      return true;
    }
  }

  private BatchRecord resume(Runs runs, BatchRecord earlier) {
    var counts = earlier.state().counts();
    progress.started(
        earlier,
        "resuming: "
            + counts.ended()
            + " of "
            + count(counts.total(), "item")
            + " had ended, "
            + counts.running()
            + " were on their way; finished steps are not run again");
    if (earlier.state().status() == BatchStatus.PAUSED) {
      runs.batches().resume(CALLER, earlier.id());
    }
    return earlier;
  }

  private Optional<BatchRecord> create(Runs runs, String key) {
    switch (runs.workflows().publish(CALLER, job.file(), job.source())) {
      case Workflows.Saving.Broken(var problems) -> {
        problems.stream().map(Problem::toString).forEach(progress::say);
        return Optional.empty();
      }
      case Workflows.Saving.Refused(var why) -> {
        progress.say(why.line());
        return Optional.empty();
      }
      case Workflows.Saving.Saved(var workflow) -> {
        var wanted = wanted(workflow.name(), Optional.of(workflow.version()), key);
        return switch (runs.batches().create(CALLER, wanted, job.items())) {
          case Batches.Creation.Created(var batch) -> Optional.of(batch);
          case Batches.Creation.OverQuota(var why, _) -> {
            progress.say(why.line());
            yield Optional.empty();
          }
          case Batches.Creation.Refused(var problems) -> {
            problems.forEach(problem -> progress.say(problem.line()));
            yield Optional.empty();
          }
        };
      }
    }
  }

  private BatchRecord follow(Runs runs, BatchRecord started, long seen, Interrupts interrupts)
      throws InterruptedException {
    var batch = started;
    long sequence = seen;
    while (!batch.state().status().isFinal() && !interrupts.asked()) {
      runs.halted()
          .ifPresent(
              why -> {
                throw new EngineHaltedException(why);
              });
      runs.log().await(sequence, TICK);
      sequence = tellFailures(runs, started, sequence);
      batch = runs.batches().get(CALLER, started.id()).orElse(batch);
      progress.update(batch, BatchTiming.of(batch, runs.now()), runs.busy());
    }
    tellFailures(runs, started, sequence);
    return batch;
  }

  private long tellFailures(Runs runs, BatchRecord batch, long after) {
    long sequence = after;
    for (var page =
            runs.log().after(CALLER.tenant(), Optional.of(batch.id()), sequence, EVENTS_PAGE);
        !page.isEmpty();
        page = runs.log().after(CALLER.tenant(), Optional.of(batch.id()), sequence, EVENTS_PAGE)) {
      for (var event : page) {
        if (event.json().startsWith("{\"event\":\"run_failed\"")) {
          tellFailure(runs, event);
        }
      }
      sequence = page.getLast().sequence();
    }
    return sequence;
  }

  private void tellFailure(Runs runs, EventRecord event) {
    try {
      var node = Json.parse(event.json());
      var failure = FailureJson.read(node.path("failure"));
      var name =
          event
              .run()
              .flatMap(run -> runs.batches().run(CALLER, run))
              .map(view -> view.run().name())
              .orElse("");
      progress.failed(
          new Progress.FailedItem(
              name, node.path("step").asString(""), failure.kind(), failure.line()));
    } catch (JsonProblem e) {
      throw new IllegalStateException("the log holds text that is not JSON", e);
    }
  }

  /** Ctrl-C: lets what runs come to its end, keeps everything. */
  private int stop(Runs runs, BatchRecord batch) throws InterruptedException {
    var busy = runs.busy().values().stream().mapToLong(Busy::attempts).sum();
    progress.say(
        "stopping: "
            + count((int) busy, "running step")
            + " may end first (Ctrl-C again to stop at once)");
    runs.drain(DRAIN);
    var counts = runs.batches().get(CALLER, batch.id()).orElse(batch).state().counts();
    progress.say(
        "interrupted: %d of %s ended; nothing is lost, the same command goes on from here"
            .formatted(counts.ended(), count(counts.total(), "item")));
    return ExitCodes.INTERRUPTED;
  }

  private int finish(Runs runs, BatchRecord batch) throws IOException {
    var written = new BatchReport(runs, CALLER, platform.thumbnailer()).write(batch, job.out());
    var counts = batch.state().counts();
    if (json) {
      new JsonProgress(terminal.out())
          .print(
              Json.object()
                  .put("event", "finished")
                  .put("batch", batch.id().toString())
                  .put("status", batch.state().status().word())
                  .put("succeeded", counts.succeeded())
                  .put("failed", counts.failed())
                  .put("cancelled", counts.cancelled())
                  .put("reused_steps", written.reusedSteps())
                  .put("manifest", written.manifest().toString())
                  .put("contact_sheet", written.contactSheet().toString()));
    } else {
      summary(runs, batch, written);
    }
    return counts.succeeded() == counts.total() ? ExitCodes.SUCCEEDED : ExitCodes.SOME_FAILED;
  }

  private void summary(Runs runs, BatchRecord batch, BatchReport.Written written) {
    var counts = batch.state().counts();
    var timing = BatchTiming.of(batch, runs.now());
    var line = new StringBuilder(terminal.green("✓ " + counts.succeeded() + " succeeded"));
    if (counts.failed() > 0) {
      line.append("  ").append(terminal.red("✗ " + counts.failed() + " failed"));
    }
    if (counts.cancelled() > 0) {
      line.append("  ").append(terminal.yellow(counts.cancelled() + " cancelled"));
    }
    line.append("  in ").append(Terminal.seconds(timing.elapsed()));
    if (written.reusedSteps() > 0) {
      line.append("  (")
          .append(count(written.reusedSteps(), "step"))
          .append(" reused from earlier work; --fresh does all again)");
    }
    progress.say(line.toString());
    progress.say("  results   " + shown(job.out()));
    progress.say("  look      " + shown(written.contactSheet()));
    progress.say("  manifest  " + shown(written.manifest()));
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static String shown(Path path) {
    var here = Path.of("").toAbsolutePath();
    return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
  }
}
