package dev.backlot.surface.scenario;

import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepPhase;
import dev.backlot.model.StepState;
import dev.backlot.model.Value;
import dev.backlot.runtime.RunView;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What refs of a flow came to be in one run, as far as the run has come. */
final class Resolved {
  /** A longer list is not told again at every input that takes it. */
  private static final int ITEMS_MAX = 100;

  private final RunView run;
  private final Flow flow;
  private final Map<String, String> inputNames;

  /**
   * Of one run.
   *
   * @param inputNames what the workflow's inputs are called in ours, by their own names
   */
  Resolved(RunView run, Flow flow, Map<String, String> inputNames) {
    this.run = run;
    this.flow = flow;
    this.inputNames = inputNames;
  }

  /**
   * Empty while it is not known, and for what has no ref.
   *
   * @param frames the loops around the node whose input it is
   */
  Optional<JsonNode> value(FlowNode.Input input, List<StepPath.Frame> frames) {
    return input
        .ref()
        .flatMap(
            ref ->
                ref.node().isPresent()
                    ? of(ref.node().get(), ref.name().orElse(""), frames, input.wantsList())
                    : firstOf(ref.conditional(), frames, input.wantsList()))
        .filter(value -> !value.isNull() && value.size() <= ITEMS_MAX);
  }

  private Optional<JsonNode> firstOf(
      List<String> nodes, List<StepPath.Frame> frames, boolean wantsList) {
    return nodes.stream().flatMap(id -> of(id, "", frames, wantsList).stream()).findFirst();
  }

  private Optional<JsonNode> of(
      String source, String name, List<StepPath.Frame> frames, boolean wantsList) {
    if (source.equals(FlowNode.WORKFLOW)) {
      var input = inputNames.getOrDefault(name, name);
      return Optional.ofNullable(run.run().inputs().get(input)).map(Render::shown);
    }
    var around = frames.stream().map(frame -> frame.loop().value()).toList();
    int loop = around.indexOf(flow.name(source));
    if (loop >= 0) {
      return item(frames.subList(0, loop + 1), name).map(Render::shown);
    }
    return flow.find(source).flatMap(node -> output(node, name, frames, wantsList));
  }

  /** What the loop goes through, as a node within it sees it. */
  private Optional<Value> item(List<StepPath.Frame> frames, String name) {
    var loop = run.state().step(StepPath.loopOf(frames));
    int index = frames.getLast().index();
    return index < loop.iterations().size()
        ? Optional.ofNullable(
            loop.iterations().get(index).locals().get(name.equals("index") ? name : "item"))
        : Optional.empty();
  }

  private Optional<JsonNode> output(
      FlowNode node, String name, List<StepPath.Frame> frames, boolean wantsList) {
    var loops = flow.loopsAround(node.id()).stream().map(flow::name).toList();
    var shared = Math.min(frames.size(), loops.size());
    if (shared < loops.size()) {
      // from outside, a node of a loop is the list of its results
      return flow.loop(node.id()).flatMap(loop -> gathered(loop, node, frames));
    }
    return state(node, frames.subList(0, shared))
        .flatMap(
            state ->
                switch (node.type()) {
                  case FlowNode.LOGIC -> Optional.of(Picture.logic(node, state));
                  case FlowNode.FOR_EACH ->
                      last(node).flatMap(inner -> gathered(node.id(), inner, frames));
                  default -> one(state.outputs(), name, wantsList).map(Render::shown);
                });
  }

  private Optional<StepState> state(FlowNode node, List<StepPath.Frame> frames) {
    var path = new StepPath(frames, new StepId(flow.name(node.id())));
    return Optional.of(path)
        .filter(run.state()::knows)
        .map(run.state()::step)
        .filter(state -> state.phase() == StepPhase.SUCCEEDED);
  }

  private Optional<FlowNode> last(FlowNode loop) {
    return flow.last(Optional.of(loop.id())).stream().reduce((_, last) -> last);
  }

  private Optional<JsonNode> gathered(String loop, FlowNode inner, List<StepPath.Frame> frames) {
    int depth = Math.min(frames.size(), flow.loopsAround(loop).size());
    return flow.find(loop)
        .flatMap(node -> state(node, frames.subList(0, depth)))
        .flatMap(state -> Optional.ofNullable(state.outputs().get(flow.name(inner.id()))))
        .map(Render::shown);
  }

  /** By its name; else all of a list, or its first, or the first that is of the right form. */
  private static Optional<Value> one(Map<String, Value> outputs, String name, boolean wantsList) {
    return Optional.ofNullable(outputs.get(name))
        .or(
            () ->
                inOrder(outputs)
                    .filter(value -> value instanceof Value.ListOf == wantsList)
                    .findFirst())
        .or(() -> inOrder(outputs).findFirst().flatMap(value -> alike(value, wantsList)));
  }

  private static Optional<Value> alike(Value value, boolean wantsList) {
    return switch (value) {
      case Value.ListOf(var items) when !wantsList -> items.stream().findFirst();
      case Value one when wantsList -> Optional.of(new Value.ListOf(List.of(one)));
      default -> Optional.of(value);
    };
  }

  /** Files first, then the rest, each by name: a map has no order of its own. */
  static Stream<Value> inOrder(Map<String, Value> outputs) {
    return outputs.entrySet().stream()
        .sorted(
            Comparator.comparing(
                    (Map.Entry<String, Value> one) -> one.getValue().assets().isEmpty())
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getValue);
  }
}
