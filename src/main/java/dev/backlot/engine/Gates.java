package dev.backlot.engine;

import static dev.backlot.engine.RunTurn.in;

import dev.backlot.model.CallEnd;
import dev.backlot.model.Decision;
import dev.backlot.model.Failure;
import dev.backlot.model.GateDecision;
import dev.backlot.model.GateDecision.Verdict;
import dev.backlot.model.GateState;
import dev.backlot.model.Money;
import dev.backlot.model.RunCommand;
import dev.backlot.model.RunEffect;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunState;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepPhase;
import dev.backlot.model.StepResult;
import dev.backlot.model.StepSpec;
import dev.backlot.model.StepState;
import dev.backlot.model.Value;
import dev.backlot.model.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Steps that wait for people. An open gate holds no slot, no thread and no place in the batch. */
final class Gates {
  private static final String EXPIRED = "nobody decided in time";
  private final RunTurn turn;
  private final Scopes scopes;

  Gates(RunTurn turn, Scopes scopes) {
    this.turn = turn;
    this.scopes = scopes;
  }

  void open(StepPath path, Work.Gate gate) {
    GateState.Question question;
    try {
      question = question(path, gate);
    } catch (BindingException e) {
      scopes.fail(path, new Failure.Invalid("gate", e.reason()), CallEnd.FREE);
      return;
    }
    int count = question.candidates().size();
    var least = gate.select().map(Work.Selection::least).orElse(0);
    if (count > Work.Gate.CANDIDATES_MAX || count < least) {
      var message =
          "expected %d to %d candidates, but %d".formatted(least, Work.Gate.CANDIDATES_MAX, count);
      scopes.fail(path, new Failure.Invalid("candidates", message), CallEnd.FREE);
      return;
    }
    int round = turn.step(path).tries().round() + 1;
    turn.record(new RunEvent.GateOpened(path, question, round, turn.now));
    due(gate, turn.step(path)).ifPresent(at -> turn.ask(new RunEffect.WakeRun(at)));
  }

  private GateState.Question question(StepPath path, Work.Gate gate) {
    var bindings = turn.plan.bindings();
    var from = turn.from(path.frames());
    var shown = bindings.evaluate(gate.candidates(), from);
    var candidates =
        switch (shown) {
          case Value.ListOf(var items) -> items;
          case Value.Null _ -> List.<Value>of();
          default -> List.of(shown);
        };
    return new GateState.Question(
        bindings.evaluate(gate.title(), from).inText(),
        candidates,
        gate.before().map(template -> bindings.evaluate(template, from)),
        gate.assignees(),
        gate.approvals(),
        gate.select(),
        gate.expiresAfter().map(turn.now::plus));
  }

  /** When a gate has to be looked at: it expires, or reminds. */
  static Optional<Instant> due(Work.Gate gate, StepState step) {
    var open = step.gate();
    if (step.phase() != StepPhase.WAITING || open.isEmpty()) {
      return Optional.empty();
    }
    var reminder =
        gate.remindEvery()
            .flatMap(
                every -> open.get().remindedAt().or(step::startedAt).map(at -> at.plus(every)));
    return Stream.concat(open.get().question().expiresAt().stream(), reminder.stream())
        .min(Instant::compareTo);
  }

  Decision<RunState, RunEvent, RunEffect> decide(RunCommand.DecideGate ask) {
    var path = ask.step();
    var by = ask.by();
    var decision = ask.decision();
    var open = turn.step(path).gate();
    var gate = gate(path);
    if (open.isEmpty() || gate.isEmpty() || turn.step(path).phase() != StepPhase.WAITING) {
      return RunTurn.rejected(
          "gate",
          "step '%s' does not wait for a decision; it is %s"
              .formatted(path, turn.step(path).phase().word()));
    }
    int round = open.get().round();
    if (ask.round().filter(meant -> meant != round).isPresent()) {
      return RunTurn.rejected(
          "round",
          "step '%s' shows version %d by now, and the decision is about version %d: look again"
              .formatted(path, round, ask.round().get()));
    }
    var refusal = refusal(open.get(), by, decision);
    if (refusal.isPresent()) {
      return new Decision.Rejected<>(refusal.get());
    }
    if (decision.verdict() == Verdict.REGENERATE) {
      return regenerate(path, gate.get(), by, decision);
    }
    turn.record(new RunEvent.GateVoted(path, by, decision, turn.now));
    var now = turn.step(path).gate().orElseThrow();
    if (decision.verdict() == Verdict.REJECT || now.approvals() >= gate.get().approvals()) {
      scopes.wake();
      pass(path, gate.get(), by, decision);
    }
    return turn.accepted();
  }

  private static Optional<Failure> refusal(GateState open, String by, GateDecision decision) {
    var assignees = open.question().assignees();
    if (!assignees.isEmpty() && !assignees.contains(by)) {
      return Optional.of(
          new Failure.Refused("gate", "only " + String.join(", ", assignees) + " may decide here"));
    }
    if (decision.verdict() == Verdict.APPROVE
        && open.votes().stream().anyMatch(vote -> vote.by().equals(by))) {
      return Optional.of(new Failure.Invalid("by", by + " has already approved"));
    }
    return wrongSelection(open.question(), decision)
        .map(message -> new Failure.Invalid("selected", message));
  }

  private static Optional<String> wrongSelection(
      GateState.Question question, GateDecision decision) {
    var chosen = decision.selected();
    if (question.select().isEmpty() || decision.verdict() != Verdict.APPROVE) {
      return chosen.isEmpty()
          ? Optional.empty()
          : Optional.of("expected no selection here; approve or reject");
    }
    var limits = question.select().get();
    if (chosen.size() < limits.least() || chosen.size() > limits.most()) {
      return Optional.of(
          "expected %d to %d candidates, but %d"
              .formatted(limits.least(), limits.most(), chosen.size()));
    }
    int count = question.candidates().size();
    boolean known = chosen.stream().allMatch(place -> place >= 0 && place < count);
    return known && new HashSet<>(chosen).size() == chosen.size()
        ? Optional.empty()
        : Optional.of("expected different places from 0 to " + (count - 1) + ", but " + chosen);
  }

  /** The last word is spoken. */
  private void pass(StepPath path, Work.Gate gate, String by, GateDecision decision) {
    boolean approved = decision.verdict() == Verdict.APPROVE;
    if (!approved && gate.onReject() == Work.OnReject.FAIL) {
      scopes.fail(path, decision.rejection(by), CallEnd.FREE);
    } else {
      turn.record(
          new RunEvent.StepSucceeded(
              path,
              turn.step(path).attempt(),
              StepResult.of(outputs(path, by, decision)),
              Money.NONE,
              turn.now));
      if (!approved && gate.onReject() == Work.OnReject.CANCEL) {
        turn.record(new RunEvent.RunCancelRequested(turn.now));
        turn.each(
            List.of(),
            StepState::isAttemptRunning,
            running -> turn.ask(new RunEffect.StopAttempt(running, turn.step(running).attempt())));
      }
    }
    scopes.settle(path.frames());
  }

  private java.util.Map<String, Value> outputs(StepPath path, String by, GateDecision decision) {
    var question = turn.step(path).gate().orElseThrow().question();
    boolean approved = decision.verdict() == Verdict.APPROVE;
    var kept =
        !approved
            ? List.<Value>of()
            : question.select().isEmpty()
                ? question.candidates()
                : decision.selected().stream().sorted().map(question.candidates()::get).toList();
    var outputs = new LinkedHashMap<String, Value>();
    outputs.put("decision", Value.of(approved ? "approved" : "rejected"));
    outputs.put("approved", Value.of(approved));
    outputs.put("rejected", Value.of(!approved));
    outputs.put("by", Value.of(by));
    outputs.put("note", Value.of(decision.note()));
    outputs.put("selected", new Value.ListOf(kept));
    outputs.put("first", kept.isEmpty() ? Value.none() : kept.getFirst());
    return outputs;
  }

  /**
   * Whether a rejection keeps this step from running: only those whose {@code when} asks the gate
   * are its other branch.
   */
  boolean bars(StepPath need, StepPath step) {
    var gate = gate(need);
    if (gate.isEmpty() || !Value.of(true).equals(turn.step(need).outputs().get("rejected"))) {
      return false;
    }
    boolean asks =
        turn.plan.spec(step).filter(spec -> spec.whenAsks().contains(need.step())).isPresent();
    return gate.get().onReject() != Work.OnReject.BRANCH || !asks;
  }

  private Decision<RunState, RunEvent, RunEffect> regenerate(
      StepPath path, Work.Gate gate, String by, GateDecision decision) {
    if (gate.producer().isEmpty()) {
      return RunTurn.rejected("gate", "this gate names no step that may run again");
    }
    if (turn.step(path).tries().round() >= Work.Gate.ROUNDS_MAX) {
      return RunTurn.rejected(
          "gate", "expected at most " + Work.Gate.ROUNDS_MAX + " rounds; approve or reject");
    }
    var again = affected(path, gate.producer().get());
    for (var step : again) {
      var phase = turn.step(step).phase();
      if (!phase.isFinal() && phase != StepPhase.WAITING) {
        return RunTurn.rejected("gate", "step '" + step + "' is still on its way; ask again later");
      }
    }
    turn.record(new RunEvent.GateVoted(path, by, decision, turn.now));
    scopes.wake();
    turn.record(new RunEvent.StepsReset(path, again, decision.note(), turn.now));
    scopes.settle(path.frames());
    return turn.accepted();
  }

  /** The producing step and all that has been made from it, in file order. */
  private List<StepPath> affected(StepPath gate, StepId producer) {
    var specs = turn.plan.specs(gate.frames());
    var found = new LinkedHashSet<StepId>(Set.of(producer));
    boolean grew = true;
    while (grew) {
      grew = false;
      for (var spec : specs.values()) {
        if (spec.needs().stream().anyMatch(found::contains)) {
          grew |= found.add(spec.id());
        }
      }
    }
    var paths = new ArrayList<StepPath>();
    for (var id : specs.keySet()) {
      var path = new StepPath(gate.frames(), id);
      if (found.contains(id) && turn.step(path).phase() != StepPhase.PENDING) {
        paths.add(path);
      }
    }
    return paths;
  }

  /** Sees what is due at the gates that are open. */
  void lookAtClock() {
    turn.each(List.of(), in(StepPhase.WAITING), this::lookAtClock);
  }

  private void lookAtClock(StepPath path) {
    var gate = gate(path);
    var step = turn.step(path);
    if (gate.isEmpty() || step.gate().isEmpty() || step.phase() != StepPhase.WAITING) {
      return;
    }
    var expires = step.gate().get().question().expiresAt();
    if (expires.filter(at -> !turn.now.isBefore(at)).isPresent()) {
      turn.record(new RunEvent.GateExpired(path, turn.now));
      scopes.wake();
      var kept = gate.get().select().map(limits -> firstPlaces(limits.least())).orElse(List.of());
      var verdict = gate.get().onExpiry();
      pass(
          path,
          gate.get(),
          "engine",
          new GateDecision(verdict, EXPIRED, verdict == Verdict.APPROVE ? kept : List.of()));
    } else if (due(gate.get(), step).filter(at -> !turn.now.isBefore(at)).isPresent()) {
      turn.record(new RunEvent.GateReminded(path, turn.now));
      due(gate.get(), turn.step(path)).ifPresent(at -> turn.ask(new RunEffect.WakeRun(at)));
    }
  }

  private static List<Integer> firstPlaces(int count) {
    return Stream.iterate(0, place -> place + 1).limit(count).toList();
  }

  private Optional<Work.Gate> gate(StepPath path) {
    return turn.plan
        .spec(path)
        .map(StepSpec::work)
        .filter(Work.Gate.class::isInstance)
        .map(Work.Gate.class::cast);
  }
}
