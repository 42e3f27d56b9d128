package dev.backlot.surface.scenario;

import dev.backlot.model.Progress;
import dev.backlot.model.RunEvent;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepState;
import dev.backlot.runtime.RunView;
import dev.backlot.store.DocumentRecord;
import dev.backlot.surface.StepTimes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The jobs of one run's nodes: a node that makes something has one as soon as it was started. */
final class NodeJobs {
  private static final String CUSTOM = "custom";

  /** What kinds of jobs nodes have; {@code workflow} is the type of runs alone. */
  static final Set<String> TYPES =
      Set.of(FlowNode.REMOVE_BACKGROUND, FlowNode.GENERATE_PROMPT, CUSTOM);

  private static final Comparator<StepPath> BY_TEXT = Comparator.comparing(StepPath::toString);

  private final RunView run;
  private final StepTimes times;
  private final Map<List<StepId>, FlowNode> producers = new HashMap<>();
  private final Map<StepPath, Integer> places = new HashMap<>();

  /**
   * A node's job.
   *
   * @param status this dialect's word
   */
  record One(StepPath path, FlowNode node, StepState state, String status) {
    String type() {
      return typeOf(node);
    }
  }

  NodeJobs(DocumentRecord document, RunView run) {
    this.run = run;
    this.times = new StepTimes(run.events());
    var flow = Definition.Job.of(document).graph();
    for (var node : flow.all()) {
      if (node.produces()) {
        var names = new ArrayList<>(flow.loopsAround(node.id()));
        names.add(node.id());
        producers.put(names.stream().map(flow::name).map(StepId::new).toList(), node);
      }
    }
    for (var event : run.events()) {
      if (event instanceof RunEvent.StepReady(var step, _, _)) {
        places.putIfAbsent(step, places.size() + 1);
      }
    }
  }

  /** What kind of job a node has: some are called as their nodes are. */
  static String typeOf(FlowNode node) {
    return TYPES.contains(node.type()) ? node.type() : CUSTOM;
  }

  /** How far a node says it is, 0 to 1. */
  Optional<Double> progress(StepPath path) {
    return run.progress(path).map(Progress::fraction);
  }

  StepTimes times() {
    return times;
  }

  /** The job of the node there; empty while it has none. */
  Optional<One> at(StepPath path) {
    return run.state().knows(path) ? at(path, run.state().step(path)) : Optional.empty();
  }

  private Optional<One> at(StepPath path, StepState state) {
    var names = new ArrayList<StepId>();
    path.frames().forEach(frame -> names.add(frame.loop()));
    names.add(path.step());
    return Optional.ofNullable(producers.get(names))
        .flatMap(
            node ->
                Statuses.job(state.phase(), times.began(path).isPresent())
                    .map(status -> new One(path, node, state, status)));
  }

  /**
   * All of them, the last one that was started first.
   *
   * @param before only those that were started before this one
   */
  List<One> newestFirst(Optional<StepPath> before) {
    var order = Comparator.comparingInt(this::place).thenComparing(BY_TEXT);
    var found = new ArrayList<One>();
    run.state()
        .forEach(
            (path, state) -> {
              if (before.isEmpty() || order.compare(path, before.get()) < 0) {
                at(path, state).ifPresent(found::add);
              }
            });
    found.sort(Comparator.comparing(One::path, order.reversed()));
    return found;
  }

  /** A step keeps its place even when it starts anew. */
  private int place(StepPath path) {
    return places.getOrDefault(path, 0);
  }
}
