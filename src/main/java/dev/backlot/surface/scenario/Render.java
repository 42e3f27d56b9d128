package dev.backlot.surface.scenario;

import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Asset;
import dev.backlot.model.BatchStanding;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.Progress;
import dev.backlot.model.StepPath;
import dev.backlot.model.Value;
import dev.backlot.runtime.RunView;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.DocumentRecord;
import dev.backlot.surface.Links;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Turns what the runtime shows into this dialect's words, for one request. */
final class Render {
  private static final String NOT_DEFINITE = "Run the workflow again, or have the operator look at";

  private final Context context;
  private final Caller caller;
  private final Links links;
  private final Function<String, Optional<Asset>> assets;

  Render(Context context, Caller caller, Links links, Function<String, Optional<Asset>> assets) {
    this.context = context;
    this.caller = caller;
    this.links = links;
    this.assets = assets;
  }

  Wire.Workflow workflow(DocumentRecord document) {
    var workflow = Definition.of(document);
    return new Wire.Workflow(
        document.id(),
        document.creator().user(),
        owner(),
        Wire.time(document.createdAt()),
        Wire.time(document.updatedAt()),
        workflow.name(),
        workflow.description(),
        workflow.shortDescription(),
        "private",
        document.deleted() ? "deleted" : workflow.status(),
        workflow.tagSet(),
        workflow.inputs(),
        workflow.flow(),
        workflow.editorInfo(),
        !workflow.flow().isEmpty(),
        workflow.lock().locked(),
        workflow.lock().at().map(Wire::time),
        workflow.lock().by(),
        workflow.readyAt().map(Wire::time),
        workflow.outputAssetKinds(),
        workflow.before().flatMap(assets).map(this::reference),
        workflow.after().flatMap(assets).map(this::reference),
        workflow.thumbnail().flatMap(assets).map(this::reference));
  }

  /** A tenant is what the vendor calls a project. */
  private String owner() {
    return caller.tenant().value();
  }

  private Wire.AssetRef reference(Asset asset) {
    return new Wire.AssetRef(Ids.asset(asset), links.file(context, caller.tenant(), asset));
  }

  Wire.Asset asset(Asset asset) {
    return new Wire.Asset(
        Ids.asset(asset),
        links.file(context, caller.tenant(), asset),
        asset.mediaType(),
        Links.name(asset),
        asset.bytes());
  }

  /** A run of a workflow. */
  Wire.Job job(DocumentRecord document, BatchRecord batch, RunView run, boolean hidesResults) {
    var job = Definition.Job.of(document);
    var status = Statuses.of(BatchStanding.of(batch.state()), run.run().status());
    var outputs = run.run().outputs().values();
    var told = words(run.run().outputs());
    var failure = run.run().failure();
    return new Wire.Job(
        document.id(),
        Definition.WORKFLOW_JOB,
        status,
        progress(run, status),
        Wire.time(document.createdAt()),
        Wire.time(run.run().updatedAt()),
        history(document.createdAt(), run.run().startedAt(), run.run().endedAt(), status),
        document.creator().user(),
        owner(),
        new Wire.Billing(spent(run), BigDecimal.ZERO),
        new Wire.Metadata(
            hidesResults ? Optional.empty() : Optional.of(ids(outputs)),
            failure.map(Failure::line),
            failure.map(Render::hint),
            hidesResults
                ? Optional.empty()
                : Optional.of(new Picture(document.id(), job, run, this::reference).flow()),
            Optional.of(job.isElsewhere() ? inputs(run.run().inputs()) : job.input()),
            hidesResults ? Optional.empty() : told,
            Optional.of(job.workflowId()).filter(_ -> !job.isElsewhere()),
            Optional.empty()));
  }

  private static JsonNode inputs(Map<String, Value> inputs) {
    var shown = Json.object();
    inputs.forEach((name, value) -> shown.set(name, shown(value)));
    return shown;
  }

  private static String hint(Failure failure) {
    return switch (failure) {
      case Failure.Invalid _ -> "Change the input or the flow, then run the workflow again.";
      case Failure.Transient _ -> "It may pass: run the workflow again.";
      default -> NOT_DEFINITE + " the log of the server.";
    };
  }

  private static BigDecimal spent(RunView run) {
    var sum = new Money[] {Money.NONE};
    run.state().forEach((_, step) -> sum[0] = sum[0].plus(step.spent()));
    return sum[0].amount();
  }

  private static List<Wire.Moment> history(
      Instant created, Optional<Instant> started, Optional<Instant> ended, String status) {
    var history = new ArrayList<Wire.Moment>();
    history.add(new Wire.Moment(Wire.time(created), "queued"));
    started.ifPresent(at -> history.add(new Wire.Moment(Wire.time(at), "in-progress")));
    ended.ifPresent(at -> history.add(new Wire.Moment(Wire.time(at), status)));
    return history;
  }

  /** From 0 to 1, by the steps that have ended and how far those say they are that run. */
  private static BigDecimal progress(RunView run, String status) {
    if (status.equals(Statuses.SUCCESS)) {
      return BigDecimal.ONE;
    }
    var counts = new double[2];
    run.state()
        .forEach(
            (path, step) -> {
              counts[0]++;
              counts[1] += step.phase().isFinal() ? 1 : fraction(run, path);
            });
    return counts[0] == 0 ? BigDecimal.ZERO : share(counts[1] / counts[0]);
  }

  private static double fraction(RunView run, StepPath step) {
    return run.progress(step).map(Progress::fraction).orElse(0.0);
  }

  private static BigDecimal share(double fraction) {
    return BigDecimal.valueOf(fraction).setScale(3, RoundingMode.DOWN);
  }

  private static List<String> ids(Iterable<Value> outputs) {
    var ids = new LinkedHashSet<String>();
    outputs.forEach(value -> value.assets().forEach(asset -> ids.add(Ids.asset(asset))));
    return List.copyOf(ids);
  }

  /** What was put out and is no file. */
  private static Optional<JsonNode> words(Map<String, Value> outputs) {
    var words = Json.object();
    outputs.forEach(
        (name, value) -> {
          if (value.assets().isEmpty() && !(value instanceof Value.Null)) {
            words.set(name, ValueJson.node(value));
          }
        });
    return words.isEmpty() ? Optional.empty() : Optional.of(words);
  }

  /** The job of a node. */
  Wire.Job node(DocumentRecord document, NodeJobs jobs, NodeJobs.One one, boolean hidesResults) {
    var job = Definition.Job.of(document);
    var path = one.path();
    var state = one.state();
    var times = jobs.times();
    var created = times.began(path).or(state::readyAt).orElse(document.createdAt());
    return new Wire.Job(
        Ids.child(document.id(), path),
        one.type(),
        one.status(),
        state.phase().isFinal()
            ? BigDecimal.ONE
            : jobs.progress(path).map(Render::share).orElse(BigDecimal.ZERO),
        Wire.time(created),
        Wire.time(times.ended(path).orElse(created)),
        history(created, times.began(path), times.ended(path), one.status()),
        document.creator().user(),
        owner(),
        new Wire.Billing(state.spent().amount(), BigDecimal.ZERO),
        new Wire.Metadata(
            hidesResults ? Optional.empty() : Optional.of(ids(state.outputs().values())),
            state.failure().map(Failure::line),
            state.failure().map(Render::hint),
            Optional.empty(),
            Optional.empty(),
            hidesResults ? Optional.empty() : words(state.outputs()),
            Optional.of(job.workflowId()).filter(_ -> !job.isElsewhere()),
            Optional.of(document.id())));
  }

  /** A value as clients know it: files by their ids. */
  static JsonNode shown(Value value) {
    return switch (value) {
      case Value.Media(var asset) -> Json.MAPPER.getNodeFactory().stringNode(Ids.asset(asset));
      case Value.Source(var uri) -> Json.MAPPER.getNodeFactory().stringNode(uri);
      case Value.ListOf(var items) -> {
        var list = Json.MAPPER.createArrayNode();
        items.forEach(item -> list.add(shown(item)));
        yield list;
      }
      default -> ValueJson.node(value);
    };
  }
}
