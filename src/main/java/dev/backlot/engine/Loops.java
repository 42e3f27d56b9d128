package dev.backlot.engine;

import dev.backlot.model.CallEnd;
import dev.backlot.model.Failure;
import dev.backlot.model.Iteration;
import dev.backlot.model.Money;
import dev.backlot.model.PortCheck;
import dev.backlot.model.RunEvent;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepPath.Frame;
import dev.backlot.model.StepPhase;
import dev.backlot.model.StepResult;
import dev.backlot.model.StepSpec;
import dev.backlot.model.Template;
import dev.backlot.model.Value;
import dev.backlot.model.Work;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Loops and sub-workflows, which are loops of one. They hold no slot: only the steps within them
 * do, so a limit of one never locks a loop out of its own body.
 */
final class Loops {
  private final RunTurn turn;
  private final Scopes scopes;

  Loops(RunTurn turn, Scopes scopes) {
    this.turn = turn;
    this.scopes = scopes;
  }

  void open(StepPath path, Work.ForEach loop) {
    Value items;
    try {
      items = turn.plan.bindings().evaluate(loop.items(), turn.from(path.frames()));
    } catch (BindingException e) {
      scopes.fail(path, new Failure.Invalid("for-each", e.reason()), CallEnd.FREE);
      return;
    }
    var locals = new ArrayList<Map<String, Value>>();
    switch (items) {
      case Value.ListOf(var list) when list.size() <= turn.plan.iterationsMax() ->
          list.forEach(item -> locals.add(local(item, locals.size())));
      case Value.Int(var count) when count >= 0 && count <= turn.plan.iterationsMax() -> {
        for (int i = 0; i < count; i++) {
          locals.add(local(Value.of(i), i));
        }
      }
      default -> {
        var found =
            switch (items) {
              case Value.ListOf(var list) -> list.size() + " items";
              case Value.Int(var count) -> String.valueOf(count);
              default -> items.kind();
            };
        var message =
            "expected a list of at most %d items, or a count from 0 to %d, but %s"
                .formatted(turn.plan.iterationsMax(), turn.plan.iterationsMax(), found);
        scopes.fail(path, new Failure.Invalid("for-each", message), CallEnd.FREE);
        return;
      }
    }
    turn.record(new RunEvent.LoopStarted(path, locals, turn.now));
    pump(path);
  }

  private static Map<String, Value> local(Value item, int index) {
    var local = new LinkedHashMap<String, Value>();
    local.put("item", item);
    local.put("index", Value.of(index));
    return Collections.unmodifiableMap(local);
  }

  void open(StepPath path, Work.SubWorkflow nested) {
    var inputs = new LinkedHashMap<String, Value>();
    for (var port : nested.workflow().inputs().values()) {
      var template = nested.inputs().get(port.name());
      Value given;
      try {
        given =
            template == null
                ? Value.none()
                : turn.plan.bindings().evaluate(template, turn.from(path.frames()));
      } catch (BindingException e) {
        scopes.fail(path, new Failure.Invalid(port.name(), e.reason()), CallEnd.FREE);
        return;
      }
      switch (PortCheck.check(port, given)) {
        case PortCheck.Fits(var value) -> inputs.put(port.name(), value);
        case PortCheck.Misfit(var message) -> {
          scopes.fail(path, new Failure.Invalid(port.name(), message), CallEnd.FREE);
          return;
        }
      }
    }
    turn.record(
        new RunEvent.LoopStarted(path, List.of(Collections.unmodifiableMap(inputs)), turn.now));
    pump(path);
  }

  /** Starts as many iterations as may run at once; true when the loop has come to its end. */
  boolean pump(StepPath path) {
    while (true) {
      if (isFailing(path)) {
        return failOnceQuiet(path);
      }
      int running = 0;
      int next = -1;
      var rounds = turn.step(path).iterations();
      for (int i = 0; i < rounds.size(); i++) {
        switch (rounds.get(i).phase()) {
          case RUNNING -> running++;
          case PENDING -> next = next < 0 ? i : next;
          default -> {}
        }
      }
      if (next < 0 && running == 0) {
        finish(path);
        return true;
      }
      if (next < 0 || running >= concurrency(path)) {
        return false;
      }
      var body = List.copyOf(Plan.body(work(path)).keySet());
      turn.record(new RunEvent.IterationStarted(path, next, body, turn.now));
      scopes.progress(path.iteration(next));
    }
  }

  private int concurrency(StepPath path) {
    if (turn.plan.allAtOnce()) {
      return turn.plan.iterationsMax();
    }
    return work(path) instanceof Work.ForEach loop ? loop.concurrency() : 1;
  }

  private Work work(StepPath path) {
    return turn.plan
        .spec(path)
        .map(StepSpec::work)
        .orElseThrow(() -> new IllegalStateException("no step " + path + " in this workflow"));
  }

  /** Whether one iteration's failure has already decided that the loop fails. */
  boolean isFailing(StepPath path) {
    if (work(path) instanceof Work.ForEach loop && loop.continues()) {
      return false;
    }
    return turn.step(path).iterations().stream()
        .anyMatch(round -> round.phase() == StepPhase.FAILED);
  }

  private boolean failOnceQuiet(StepPath path) {
    var rounds = turn.step(path).iterations();
    boolean quiet = true;
    int failed = -1;
    for (int i = 0; i < rounds.size(); i++) {
      if (rounds.get(i).phase() == StepPhase.RUNNING) {
        var frames = path.iteration(i);
        scopes.windDown(frames);
        quiet &= scopes.isOver(frames);
      }
      if (failed < 0 && rounds.get(i).phase() == StepPhase.FAILED) {
        failed = i;
      }
    }
    if (quiet) {
      var why = rounds.get(failed).failure().orElseThrow();
      scopes.fail(path, words(path, failed, rounds.get(failed), why), CallEnd.FREE);
    }
    return quiet;
  }

  private Failure words(StepPath path, int index, Iteration round, Failure why) {
    var step = round.failedStep().map(id -> "step '" + id + "'").orElse("its outputs");
    var where =
        work(path) instanceof Work.ForEach ? "iteration " + index + ", " + step : step.toString();
    return why.within(where);
  }

  /** An iteration's steps have all ended. */
  void close(List<Frame> frames) {
    var path = StepPath.loopOf(frames);
    int index = frames.getLast().index();
    var round = turn.step(path).iterations().get(index);
    if (round.isFailing()) {
      turn.record(
          new RunEvent.IterationFailed(path, index, round.failure().orElseThrow(), turn.now));
    } else if (!isFailing(path)) {
      succeed(path, index, frames);
    }
  }

  private void succeed(StepPath path, int index, List<Frame> frames) {
    try {
      var outputs = scopes.evaluate(outputs(path), frames);
      turn.record(new RunEvent.IterationSucceeded(path, index, outputs, turn.now));
    } catch (BindingException e) {
      var why = new Failure.Invalid("outputs", e.reason());
      turn.record(new RunEvent.IterationFailed(path, index, why, turn.now));
    }
  }

  private Map<String, Template> outputs(StepPath path) {
    return switch (work(path)) {
      case Work.ForEach loop -> loop.outputs();
      case Work.SubWorkflow nested -> nested.workflow().outputs();
      case Work.Calls _, Work.Gate _ -> Map.of();
    };
  }

  private void finish(StepPath path) {
    var rounds = turn.step(path).iterations();
    var outputs =
        work(path) instanceof Work.ForEach loop
            ? gathered(loop, rounds)
            : rounds.getFirst().outputs();
    turn.record(
        new RunEvent.StepSucceeded(
            path, turn.step(path).attempt(), StepResult.of(outputs), Money.NONE, turn.now));
  }

  /** The results of the iterations that succeeded, in order, and how many did. */
  private static Map<String, Value> gathered(Work.ForEach loop, List<Iteration> rounds) {
    var good = rounds.stream().filter(round -> round.phase() == StepPhase.SUCCEEDED).toList();
    var outputs = new LinkedHashMap<String, Value>();
    for (var name : loop.outputs().keySet()) {
      var values =
          good.stream().map(round -> round.outputs().getOrDefault(name, Value.none())).toList();
      outputs.put(name, new Value.ListOf(values));
    }
    outputs.put("succeeded", Value.of(good.size()));
    outputs.put("failed", Value.of(rounds.size() - good.size()));
    return Collections.unmodifiableMap(outputs);
  }
}
