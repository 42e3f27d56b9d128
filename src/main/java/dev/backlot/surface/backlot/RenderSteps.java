package dev.backlot.surface.backlot;

import dev.backlot.json.FailureJson;
import dev.backlot.json.ValueJson;
import dev.backlot.model.GateState;
import dev.backlot.model.Money;
import dev.backlot.model.Progress;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepState;
import dev.backlot.runtime.RunView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The steps of a run as they go over the wire, those within loops too. */
final class RenderSteps {
  private RenderSteps() {}

  static List<Wire.Step> of(RunView view) {
    var attempts = new Attempts(view.events());
    var steps = new ArrayList<Wire.Step>();
    view.state()
        .forEach((path, step) -> steps.add(step(path, step, view.progress(path), attempts)));
    return List.copyOf(steps);
  }

  private static Wire.Step step(
      StepPath path, StepState state, Optional<Progress> progress, Attempts attempts) {
    return new Wire.Step(
        path.toString(),
        state.phase().word(),
        state.attempt(),
        progress.map(RenderSteps::progress),
        state.reused(),
        state.dueAt(),
        ValueJson.node(state.outputs()),
        state.failure().map(FailureJson::node),
        Optional.of(state.note()).filter(note -> !note.isEmpty()),
        Optional.of(state.tries().way()).filter(way -> way > 0),
        Optional.of(state.held()).filter(held -> held),
        Optional.of(state.spent()).filter(spent -> !spent.isNone()).map(Money::amount),
        Optional.of(state.call().isPresent() && state.phase().isFinal()).filter(open -> open),
        state.gate().map(RenderSteps::gate),
        Optional.of(iterations(state)).filter(rounds -> !rounds.isEmpty()),
        attempts.of(path));
  }

  private static Wire.Progress progress(Progress progress) {
    return new Wire.Progress(Math.round(progress.fraction() * 1000) / 1000.0, progress.words());
  }

  /** How the iterations of a loop stand, in order; a sub-workflow has one. */
  private static List<Wire.Iteration> iterations(StepState state) {
    var rounds = new ArrayList<Wire.Iteration>();
    for (var round : state.iterations()) {
      rounds.add(
          new Wire.Iteration(
              rounds.size(),
              round.phase().word(),
              round.failedStep().map(StepId::value),
              round.failure().map(FailureJson::node),
              round.endedAt()));
    }
    return rounds;
  }

  private static JsonNode gate(GateState gate) {
    var node = Render.question(gate.question());
    node.put("round", gate.round());
    var votes = node.putArray("votes");
    for (var vote : gate.votes()) {
      votes
          .addObject()
          .put("by", vote.by())
          .put("decision", vote.decision().verdict().word())
          .put("note", vote.decision().note())
          .put("at", vote.at().toString());
    }
    return node;
  }
}
