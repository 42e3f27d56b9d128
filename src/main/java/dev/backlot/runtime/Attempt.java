package dev.backlot.runtime;

import dev.backlot.engine.BindingException;
import dev.backlot.engine.Plan;
import dev.backlot.engine.Viewpoint;
import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.Call;
import dev.backlot.model.CallEnd;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.PortCheck;
import dev.backlot.model.Progress;
import dev.backlot.model.ProviderCall;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.StepPath;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of one step on its way through the pools. The thread that runs it, the reaper and the
 * engine's effects meet here.
 */
final class Attempt {
  /** What tells one attempt from all others. */
  record Key(RunId run, StepPath step, int number) {}

  final Key key;
  final Caller caller;
  final Plan plan;
  final RunState state;
  final String itemName;
  final String publishRoot;
  final boolean reuse;

  /** Its place among those who wait for slots; the engine thread's. */
  Slots.@Nullable Seat seat;

  /** What it has a permit of once it runs; set by the engine thread before. */
  volatile Set<ResourceKey> held = Set.of();

  /** The earlier run whose finished steps this one may reuse. */
  final Optional<RunId> source;

  private final String workflow;

  private @Nullable Thread runner;
  private boolean cancelled;
  private boolean withdrawn;
  private boolean over;
  private volatile boolean revoked;
  private volatile boolean putBack;
  private volatile Optional<ProviderCall> openCall;
  private volatile @Nullable Instant deadline;
  private volatile Optional<Progress> progress = Optional.empty();

  Attempt(LiveBatch batch, LiveBatch.LiveRun run, RunState state, StepPath step, int number) {
    this.key = new Key(run.id, step, number);
    this.caller = batch.engine;
    this.plan = run.plan;
    this.state = state;
    this.itemName = run.name;
    this.publishRoot = batch.origin.publishRoot();
    this.reuse = batch.state.settings().reuse();
    this.source = run.source;
    this.workflow = batch.origin.workflow();
    this.openCall = state.step(step).call();
  }

  String workflowName() {
    return workflow;
  }

  /** The provider's call without a known end that this step has made or is about to make. */
  Optional<ProviderCall> openCall() {
    return openCall;
  }

  void opened(ProviderCall call) {
    openCall = Optional.of(call);
  }

  /** The call that was just opened is not made after all. */
  void neverMade() {
    openCall = Optional.empty();
  }

  /** What is known of its call when the step itself has not said anything. */
  CallEnd unfinishedCall() {
    return openCall.isPresent() ? CallEnd.UNKNOWN : CallEnd.FREE;
  }

  /** How far it says it is; gone with it. */
  Optional<Progress> progress() {
    return progress;
  }

  void cameTo(Progress latest) {
    progress = Optional.of(latest);
  }

  /** Nobody wants its work any more, as opposed to running out of time or of process. */
  void revoke() {
    revoked = true;
  }

  boolean isRevoked() {
    return revoked;
  }

  /** It did not take place and is to wait again. */
  void putBack() {
    putBack = true;
  }

  boolean isPutBack() {
    return putBack;
  }

  /** The way in which the step is done; empty for the built-in first step. */
  Optional<Call> call() {
    return plan.call(key.step(), state.step(key.step()).tries().way());
  }

  /** Whether a person asked for another version of what this step made. */
  boolean isAskedAnew() {
    return state.step(key.step()).tries().round() > 0;
  }

  /** Names its step in its run, and the round in which people want it. */
  String onceKey() {
    int round = state.step(key.step()).tries().round();
    return key.run() + "/" + key.step() + (round > 0 ? "/" + round : "");
  }

  /** What to do: its own step's work, or that of others too, or nothing. */
  Task task(Tasks tasks) {
    return tasks.of(plan, state, key.step(), Tasks.joins(workflow));
  }

  /** The step types whose work it does: none where it leaves its own to the next step. */
  List<String> workOf() {
    return Tasks.workOf(plan, state, key.step(), Tasks.joins(workflow));
  }

  StepKey stepKey(StepType type, StepInput input) {
    boolean remembered =
        call().map(way -> way.isRemembered(type.deterministic())).orElse(type.deterministic());
    return new StepKey(
        MemoKeys.of(type, input),
        // only what is remembered is ever compared part by part
        remembered ? MemoKeys.parts(type, input) : Map.of(),
        Explanations.place(workflow, key.step(), itemName),
        remembered);
  }

  Duration timeout() {
    return call().map(Call::timeout).orElse(Call.TIMEOUT_DEFAULT);
  }

  /** How far its run had come when it became ready. */
  int finishedSteps() {
    int finished = 0;
    for (var step : state.steps().values()) {
      finished += step.phase().isFinal() ? 1 : 0;
    }
    return finished;
  }

  /** The current thread runs it from here on; false when it was cancelled or withdrawn before. */
  synchronized boolean begin(Instant now) {
    if (cancelled || withdrawn) {
      return false;
    }
    runner = Thread.currentThread();
    deadline = now.plus(timeout());
    return true;
  }

  /** The runner is through; afterwards nobody interrupts its thread. */
  synchronized void end() {
    over = true;
    runner = null;
    // an interrupt that came at the very end must not meet the thread's next job
    boolean swallowed = Thread.interrupted();
    cancelled |= swallowed;
  }

  /** Asks the attempt to stop: its thread is interrupted, and what it asks now and then says so. */
  synchronized void cancel() {
    cancelled = true;
    if (runner != null && !over) {
      runner.interrupt();
    }
  }

  /**
   * Gives up waiting for a slot; an attempt that has begun goes on, even if the engine has not
   * heard of it.
   */
  synchronized void withdraw() {
    withdrawn |= runner == null;
  }

  synchronized boolean isUnderWay() {
    return runner != null && !cancelled;
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  boolean isOverdue(Instant now) {
    var end = deadline;
    return end != null && now.isAfter(end);
  }

  /** The parameters with their bindings evaluated, or why that failed. */
  sealed interface Parameters {
    record Ready(StepInput input) implements Parameters {}

    record Wrong(Failure failure) implements Parameters {}
  }

  Parameters parameters(StepType type) {
    return parameters(type, plan, state, key.step());
  }

  static Parameters parameters(StepType type, Plan plan, RunState state, StepPath step) {
    return parameters(type, plan, state, step, Set.of());
  }

  /**
   * As {@link #parameters(StepType, Plan, RunState, StepPath)}.
   *
   * @param without those that are not there to be evaluated
   */
  static Parameters parameters(
      StepType type, Plan plan, RunState state, StepPath step, Set<String> without) {
    var templates =
        plan.call(step, state.step(step).tries().way()).map(Call::with).orElse(Map.of());
    var from = new Viewpoint(state, step.frames());
    var values = new LinkedHashMap<String, Value>();
    for (var port : type.parameters()) {
      if (without.contains(port.name())) {
        continue;
      }
      Value given;
      try {
        var template = templates.get(port.name());
        given = template == null ? Value.none() : plan.bindings().evaluate(template, from);
      } catch (BindingException e) {
        return new Parameters.Wrong(new Failure.Invalid(port.name(), e.reason()));
      }
      switch (PortCheck.check(port, given)) {
        case PortCheck.Fits(var value) -> values.put(port.name(), value);
        case PortCheck.Misfit(var message) -> {
          return new Parameters.Wrong(new Failure.Invalid(port.name(), message));
        }
      }
    }
    return new Parameters.Ready(new StepInput(values));
  }

  static List<AssetId> consumed(StepInput input) {
    return input.values().values().stream()
        .flatMap(value -> value.assets().stream())
        .map(Asset::id)
        .distinct()
        .toList();
  }

  /** A timed-out or cancelled attempt, in words. */
  Outcome interrupted() {
    return new Outcome.Failed(new Failure.Transient("the attempt was stopped"), unfinishedCall());
  }
}
