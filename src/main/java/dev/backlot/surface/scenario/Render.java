package dev.backlot.surface.scenario;

import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Asset;
import dev.backlot.model.BatchStanding;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepState;
import dev.backlot.model.Value;
import dev.backlot.runtime.RunView;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.DocumentRecord;
import dev.backlot.surface.Links;
import dev.backlot.surface.StepTimes;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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
                : Optional.of(new Picture(document.id(), job, run).flow()),
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

  /** From 0 to 1, by the steps that have ended. */
  private static BigDecimal progress(RunView run, String status) {
    if (status.equals(Statuses.SUCCESS)) {
      return BigDecimal.ONE;
    }
    var counts = new int[2];
    run.state()
        .forEach(
            (_, step) -> {
              counts[0]++;
              counts[1] += step.phase().isFinal() ? 1 : 0;
            });
    return counts[0] == 0
        ? BigDecimal.ZERO
        : BigDecimal.valueOf(counts[1]).divide(BigDecimal.valueOf(counts[0]), 3, RoundingMode.DOWN);
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

  /** The job of a node; empty while it has none. */
  Optional<Wire.Job> child(DocumentRecord document, RunView run, StepPath path) {
    var job = Definition.Job.of(document);
    var flow = job.graph();
    var node = flow.byName(path.step().value()).filter(FlowNode::produces);
    if (node.isEmpty() || !run.state().knows(path)) {
      return Optional.empty();
    }
    var state = run.state().step(path);
    var times = new StepTimes(run.events());
    var status = Statuses.job(state.phase(), times.began(path).isPresent());
    var created = times.began(path).or(state::readyAt).orElse(document.createdAt());
    return status.map(
        word ->
            new Wire.Job(
                Ids.child(document.id(), path),
                type(node.get()),
                word,
                state.phase().isFinal() ? BigDecimal.ONE : BigDecimal.ZERO,
                Wire.time(created),
                Wire.time(times.ended(path).orElse(created)),
                history(created, times.began(path), times.ended(path), word),
                document.creator().user(),
                owner(),
                new Wire.Billing(state.spent().amount(), BigDecimal.ZERO),
                new Wire.Metadata(
                    Optional.of(ids(state.outputs().values())),
                    state.failure().map(Failure::line),
                    state.failure().map(Render::hint),
                    Optional.empty(),
                    Optional.empty(),
                    words(state.outputs()),
                    Optional.of(job.workflowId()).filter(_ -> !job.isElsewhere()),
                    Optional.of(document.id()))));
  }

  private static String type(FlowNode node) {
    return switch (node.type()) {
      case FlowNode.REMOVE_BACKGROUND -> "remove-background";
      case FlowNode.GENERATE_PROMPT -> "generate-prompt";
      case FlowNode.WORKFLOW -> "workflow";
      default -> "custom";
    };
  }

  /** A job's flow: its nodes as they stand, and a copy of a loop's for each iteration. */
  private final class Picture {
    private final String id;
    private final Definition.Job job;
    private final RunView run;
    private final Flow flow;
    private final StepTimes times;
    private final List<JsonNode> shown = new ArrayList<>();

    Picture(String id, Definition.Job job, RunView run) {
      this.id = id;
      this.job = job;
      this.run = run;
      this.flow = job.graph();
      this.times = new StepTimes(run.events());
    }

    List<JsonNode> flow() {
      add(Optional.empty(), List.of(), "");
      return shown;
    }

    private void add(Optional<String> loop, List<StepPath.Frame> frames, String suffix) {
      for (var node : flow.within(loop)) {
        var path = new StepPath(frames, new StepId(flow.name(node.id())));
        var copy = node(node, path, suffix);
        loop.filter(_ -> !frames.isEmpty())
            .ifPresent(
                around ->
                    copy.put("loopNodeId", around).put("iterationIndex", frames.getLast().index()));
        shown.add(copy);
        if (node.type().equals(FlowNode.FOR_EACH)) {
          if (frames.isEmpty()) {
            templates(node.id());
          }
          int count = run.state().step(path).iterations().size();
          for (int i = 0; i < count; i++) {
            add(Optional.of(node.id()), path.iteration(i), suffix + "#" + i);
          }
        }
      }
    }

    private void templates(String loop) {
      for (var node : flow.within(Optional.of(loop))) {
        shown.add(((ObjectNode) node.json()).deepCopy().put("status", Statuses.SKIPPED));
        if (node.type().equals(FlowNode.FOR_EACH)) {
          templates(node.id());
        }
      }
    }

    private ObjectNode node(FlowNode node, StepPath path, String suffix) {
      var state = run.state().step(path);
      boolean began = times.began(path).isPresent();
      var copy = ((ObjectNode) node.json()).deepCopy();
      copy.put("id", node.id() + suffix);
      var status = Statuses.of(state, began, over());
      copy.put("status", status);
      var files = new LinkedHashSet<Asset>();
      if (node.produces()) {
        Statuses.job(state.phase(), began).ifPresent(_ -> copy.put("jobId", Ids.child(id, path)));
        inOrder(state.outputs()).forEach(value -> files.addAll(value.assets()));
      }
      if (!files.isEmpty()) {
        var list = copy.putArray("assets");
        for (var file : files) {
          list.addObject()
              .put("assetId", Ids.asset(file))
              .put("url", links.file(context, caller.tenant(), file));
        }
      }
      if (status.equals(Statuses.SUCCESS)) {
        output(node, state).ifPresent(output -> copy.set("output", output));
      }
      values(node, copy, path.frames());
      return copy;
    }

    private boolean over() {
      return switch (run.run().status()) {
        case SUCCEEDED, FAILED, CANCELLED -> true;
        default -> false;
      };
    }

    private Optional<JsonNode> output(FlowNode node, StepState state) {
      return switch (node.type()) {
        case FlowNode.LOGIC -> Optional.of(logic(node, state));
        case FlowNode.TRANSFORM ->
            Optional.ofNullable(state.outputs().get("value")).map(Render::shown);
        case FlowNode.SELECTION ->
            Optional.ofNullable(state.outputs().get("selected")).map(Render::shown);
        default -> Optional.empty();
      };
    }

    private JsonNode logic(FlowNode node, StepState state) {
      var logic = node.json().path("logic");
      var chosen = state.outputs().getOrDefault("case", Value.none()).inText();
      if (!logic.has("cases")) {
        return shown(state.outputs().getOrDefault("value", Value.none()));
      }
      return chosen.matches("c\\d{1,3}")
          ? logic.path("cases").path(Integer.parseInt(chosen.substring(1))).path("value")
          : logic.path("default").isMissingNode() ? Json.MAPPER.nullNode() : logic.path("default");
    }

    /** What each input came to be, where that is known. */
    private void values(FlowNode node, ObjectNode copy, List<StepPath.Frame> frames) {
      var names = Inputs.names(job.inputs());
      int number = 0;
      for (var input : node.inputs()) {
        var ref = input.ref();
        if (ref.isPresent() && copy.path("inputs").path(number) instanceof ObjectNode shownInput) {
          var source = ref.get().node().orElse("");
          var name = ref.get().name().orElse("");
          Optional<Value> value =
              source.equals(FlowNode.WORKFLOW)
                  ? Optional.ofNullable(run.run().inputs().get(names.getOrDefault(name, name)))
                  : of(source, name, frames, input.wantsList());
          value
              .filter(found -> !(found instanceof Value.Null))
              .ifPresent(found -> shownInput.set("value", shown(found)));
        }
        number++;
      }
    }

    private Optional<Value> of(
        String source, String name, List<StepPath.Frame> frames, boolean wantsList) {
      var found = flow.find(source).filter(FlowNode::produces);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      int depth = Math.min(frames.size(), flow.loopsAround(source).size());
      var path = new StepPath(frames.subList(0, depth), new StepId(flow.name(source)));
      if (!run.state().knows(path)) {
        return Optional.empty();
      }
      var outputs = run.state().step(path).outputs();
      return Optional.ofNullable(outputs.get(name))
          .or(
              () ->
                  inOrder(outputs)
                      .filter(value -> value instanceof Value.ListOf == wantsList)
                      .findFirst());
    }

    /** Files first, then the rest, each by name: a map has no order of its own. */
    private static Stream<Value> inOrder(Map<String, Value> outputs) {
      return outputs.entrySet().stream()
          .sorted(
              Comparator.comparing(
                      (Map.Entry<String, Value> one) -> one.getValue().assets().isEmpty())
                  .thenComparing(Map.Entry::getKey))
          .map(Map.Entry::getValue);
    }
  }

  /** A value as clients know it: files by their ids. */
  private static JsonNode shown(Value value) {
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

  /** Whether a job has come to its end. */
  static boolean isOver(RunStatus status) {
    return status == RunStatus.SUCCEEDED
        || status == RunStatus.FAILED
        || status == RunStatus.CANCELLED;
  }
}
