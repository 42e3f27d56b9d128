package dev.backlot.surface.scenario;

import dev.backlot.json.Json;
import dev.backlot.model.Asset;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepState;
import dev.backlot.model.Value;
import dev.backlot.runtime.RunView;
import dev.backlot.surface.StepTimes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A job's flow: its nodes as they stand, and a copy of a loop's for each iteration. */
final class Picture {
  private final String id;
  private final RunView run;
  private final Flow flow;
  private final StepTimes times;
  private final Resolved resolved;
  private final Function<Asset, Wire.AssetRef> links;
  private final List<JsonNode> shown = new ArrayList<>();

  Picture(String id, Definition.Job job, RunView run, Function<Asset, Wire.AssetRef> links) {
    this.id = id;
    this.run = run;
    this.flow = job.graph();
    this.times = new StepTimes(run.events());
    this.resolved = new Resolved(run, flow, Inputs.names(job.inputs()));
    this.links = links;
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
    if (node.produces()) {
      Statuses.job(state.phase(), began).ifPresent(_ -> copy.put("jobId", Ids.child(id, path)));
      files(state, copy);
    }
    if (status.equals(Statuses.SUCCESS)) {
      output(node, state).ifPresent(output -> copy.set("output", output));
    }
    values(node.inputs(), copy.path("inputs"), path.frames());
    return copy;
  }

  private void files(StepState state, ObjectNode copy) {
    var files = new LinkedHashSet<Asset>();
    Resolved.inOrder(state.outputs()).forEach(value -> files.addAll(value.assets()));
    if (!files.isEmpty()) {
      var list = copy.putArray("assets");
      for (var file : files) {
        var link = links.apply(file);
        list.addObject().put("assetId", link.assetId()).put("url", link.url());
      }
    }
  }

  private boolean over() {
    return switch (run.run().status()) {
      case SUCCEEDED, FAILED, CANCELLED -> true;
      default -> false;
    };
  }

  private static Optional<JsonNode> output(FlowNode node, StepState state) {
    return switch (node.type()) {
      case FlowNode.LOGIC -> Optional.of(logic(node, state));
      case FlowNode.TRANSFORM ->
          Optional.ofNullable(state.outputs().get("value")).map(Render::shown);
      case FlowNode.SELECTION ->
          Optional.ofNullable(state.outputs().get("selected")).map(Render::shown);
      default -> Optional.empty();
    };
  }

  /** What an if/else came to, or a transformation. */
  static JsonNode logic(FlowNode node, StepState state) {
    var logic = node.json().path("logic");
    var chosen = state.outputs().getOrDefault("case", Value.none()).inText();
    if (!logic.has("cases")) {
      return Render.shown(state.outputs().getOrDefault("value", Value.none()));
    }
    return chosen.matches("c\\d{1,3}")
        ? logic.path("cases").path(Integer.parseInt(chosen.substring(1))).path("value")
        : logic.path("default").isMissingNode() ? Json.MAPPER.nullNode() : logic.path("default");
  }

  /** What each input came to be, where that is known; those in rows too. */
  private void values(List<FlowNode.Input> inputs, JsonNode copies, List<StepPath.Frame> frames) {
    for (int i = 0; i < inputs.size(); i++) {
      if (copies.path(i) instanceof ObjectNode copy) {
        var input = inputs.get(i);
        var rows = input.items();
        for (int row = 0; row < rows.size(); row++) {
          values(rows.get(row), copy.path("items").path(row), frames);
        }
        resolved.value(input, frames).ifPresent(value -> copy.set("value", value));
      }
    }
  }
}
