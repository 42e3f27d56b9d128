package dev.backlot.runtime;

import dev.backlot.engine.schedule.Claim;
import dev.backlot.engine.schedule.Weights;
import dev.backlot.model.CallEnd;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.Progress;
import dev.backlot.model.RunCommand;
import dev.backlot.model.RunEffect;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepPhase;
import dev.backlot.model.StepResult;
import dev.backlot.model.Value;
import dev.backlot.step.CallingStep;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepRegistry;
import dev.backlot.step.StepType;
import dev.backlot.store.StoreException;
import dev.backlot.store.Views;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs attempts: waits for a slot of the step's resource class and for what limits it, evaluates
 * the parameters, looks into the memo, runs the step, and tells the engine how it ended.
 */
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final Engine engine;
  private final StepRegistry registry;
  private final Views views;
  private final AssetShelf shelf;
  private final InputStep inputStep;
  private final InstantSource clock;
  private final boolean localFiles;
  private final Slots slots;
  private final ResourceKeys resources;
  private final KnownResults results;
  private final LargeValues largeValues;
  private final Tasks tasks;
  private final Callbacks callbacks;
  private final Documents documents;
  private final Surroundings surroundings;
  private final Map<Attempt.Key, Attempt> attempts = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> busy = new ConcurrentHashMap<>();
  private volatile boolean closing;

  Dispatcher(
      Engine engine,
      StepRegistry registry,
      Views views,
      AssetShelf shelf,
      KnownResults results,
      LargeValues largeValues,
      InstantSource clock,
      RuntimeConfig config,
      InputStep inputStep,
      Slots slots,
      ResourceKeys resources,
      Callbacks callbacks,
      Documents documents,
      Surroundings surroundings) {
    this.engine = engine;
    this.registry = registry;
    this.views = views;
    this.shelf = shelf;
    this.inputStep = inputStep;
    this.clock = clock;
    this.results = results;
    this.largeValues = largeValues;
    this.tasks = new Tasks(registry, largeValues);
    this.localFiles = config.localFiles();
    this.slots = slots;
    this.resources = resources;
    this.callbacks = callbacks;
    this.documents = documents;
    this.surroundings = surroundings;
  }

  void perform(LiveBatch batch, LiveBatch.LiveRun run, RunState state, RunEffect effect) {
    switch (effect) {
      case RunEffect.StartAttempt(var step, var number) ->
          start(
              new Attempt(batch, run, state, step, number),
              Weights.of(batch.state.settings().priority()));
      case RunEffect.WithdrawAttempt(var step, var number) ->
          withdraw(new Attempt.Key(run.id, step, number));
      case RunEffect.StopAttempt(var step, var number) ->
          cancel(new Attempt.Key(run.id, step, number));
      case RunEffect.WakeRetry _ ->
          throw new IllegalArgumentException("timers wake retries, not the dispatcher");
      case RunEffect.WakeRun _ ->
          throw new IllegalArgumentException("timers wake runs, not the dispatcher");
    }
  }

  private void start(Attempt attempt, int weight) {
    var earlier = attempts.get(attempt.key);
    if (earlier != null && earlier.isUnderWay()) {
      // it began just before a pause that came too late to withdraw it
      return;
    }
    attempts.put(attempt.key, attempt);
    attempt.seat = slots.submit(claim(attempt, weight), () -> run(attempt));
  }

  private Claim claim(Attempt attempt, int weight) {
    var run = attempt.key.run();
    attempt.held = resources.of(attempt);
    return new Claim(
        pool(attempt),
        attempt.caller.tenant(),
        run.batch(),
        weight,
        attempt.finishedSteps(),
        run.item(),
        attempt.held);
  }

  private void withdraw(Attempt.Key key) {
    var attempt = attempts.get(key);
    if (attempt != null) {
      attempt.withdraw();
      if (stopsWaiting(attempt)) {
        attempts.remove(key, attempt);
      }
    }
  }

  private void cancel(Attempt.Key key) {
    var attempt = attempts.get(key);
    if (attempt != null) {
      attempt.revoke();
      attempt.cancel();
      if (stopsWaiting(attempt)) {
        // its end is told on a thread of its own: the engine must not wait for its own queue
        surroundings.io().newThread(() -> run(attempt)).start();
      }
    }
  }

  private boolean stopsWaiting(Attempt attempt) {
    var seat = attempt.seat;
    return seat != null && slots.withdraw(seat);
  }

  private int pool(Attempt attempt) {
    var resource =
        attempt
            .call()
            .flatMap(call -> registry.find(call.uses()))
            .map(step -> step.type().resource());
    return switch (resource.orElse(StepType.Resource.IO)) {
      case CPU -> Slots.CPU;
      case IO -> Slots.IO;
    };
  }

  private void run(Attempt attempt) {
    if (!attempt.begin(clock.instant())) {
      attempts.remove(attempt.key, attempt);
      if (attempt.isCancelled()) {
        // after a restart the engine counts it as running while it waits here, and wants to hear of
        // its end
        finish(attempt, attempt.interrupted(), List.of(), Optional.empty());
      }
      return;
    }
    var running = busy.computeIfAbsent(attempt.key.step().step().value(), _ -> new AtomicLong());
    running.incrementAndGet();
    try {
      tellLazily(attempt, new RunCommand.BeginStep(attempt.key.step(), attempt.key.number()));
      work(attempt);
    } catch (StoreException e) {
      if (attempt.isCancelled()) {
        // the interrupt that stopped it also breaks off what it was writing: no fault of the store
        finish(attempt, attempt.interrupted(), List.of(), Optional.empty());
      } else {
        engine.halt(String.valueOf(e.getMessage()));
      }
    } catch (RuntimeException | Error e) {
      finish(attempt, defect(attempt, e), List.of(), Optional.empty());
    } finally {
      running.decrementAndGet();
      attempt.end();
      attempts.remove(attempt.key, attempt);
    }
    if (attempt.isPutBack()) {
      // only now: it may be started again before this returns
      tell(attempt, new RunCommand.PutBackStep(attempt.key.step(), attempt.key.number()));
    }
  }

  private void work(Attempt attempt) {
    if (attempt.key.step().step().equals(StepId.INPUTS)) {
      finish(attempt, bringIn(attempt), List.of(), Optional.empty());
      return;
    }
    switch (attempt.task(tasks)) {
      case Task.Impossible(var failure) -> fail(attempt, failure);
      case Task.Left(var to, var consumed) ->
          complete(attempt, StepResult.leftTo(to, consumed), Optional.empty());
      case Task.Own(var step, var input) -> work(attempt, step, input, UnaryOperator.identity());
      case Task.Several all -> work(attempt, all.step(), all.input(), all::told);
    }
  }

  private Outcome bringIn(Attempt attempt) {
    try {
      return inputStep.run(attempt.plan.workflow().inputs(), attempt.state.inputs());
    } catch (InterruptedException _) {
      return attempt.interrupted();
    }
  }

  private void work(Attempt attempt, Step step, StepInput input, UnaryOperator<Outcome> told) {
    var key = attempt.stepKey(step.type(), input);
    var consumed = Attempt.consumed(input);
    var known = known(attempt, key);
    if (known.isPresent()) {
      var result =
          new StepResult(known.get(), true, consumed, Money.NONE, Optional.of(key.key().sha256()));
      complete(attempt, result, Optional.empty());
    } else {
      finish(attempt, told.apply(call(attempt, step, input)), consumed, Optional.of(key));
    }
  }

  /** What a person asked to be made anew, is. */
  private Optional<Map<String, Value>> known(Attempt attempt, StepKey key) {
    // a call on its way is waited for, whatever else is known
    return attempt.isAskedAnew() || attempt.openCall().isPresent()
        ? Optional.empty()
        : results.find(
            attempt.caller.tenant(), attempt.source, attempt.key.step(), key, attempt.reuse);
  }

  private Outcome call(Attempt attempt, Step step, StepInput input) {
    try (var calls = new AttemptCalls(attempt, engine, callbacks, clock, surroundings.dice());
        var context =
            new AttemptContext(
                shelf,
                attempt,
                ProvenanceTrail.of(attempt, registry),
                localFiles,
                calls,
                new TenantRecords(documents, attempt.caller, clock))) {
      return lightened(attempt, owned(attempt, step.run(input, context), context), context);
    } catch (InterruptedException _) {
      return attempt.interrupted();
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      return attempt.isCancelled() ? attempt.interrupted() : defect(attempt, e);
    }
  }

  /**
   * A step hands out assets that it made, was given, or that are its tenant's: an answer from
   * outside cannot name anything else into its hands.
   */
  private Outcome owned(Attempt attempt, Outcome outcome, AttemptContext context) {
    if (outcome instanceof Outcome.Done(var outputs, var cost)) {
      for (var value : outputs.values()) {
        for (var asset : value.assets()) {
          if (!context.made(asset.id())
              && views.asset(attempt.caller.tenant(), asset.id()).isEmpty()) {
            return new Outcome.Failed(
                new Failure.Refused(
                    "assets", "the step names " + asset.id() + ", which is not here"),
                new CallEnd(true, cost));
          }
        }
      }
    }
    return outcome;
  }

  private Outcome lightened(Attempt attempt, Outcome outcome, AttemptContext context) {
    if (!(outcome instanceof Outcome.Done(var outputs, var cost))) {
      return outcome;
    }
    int most = registry.limits().resultCharacters();
    return switch (largeValues.lighten(outputs, most, context, attempt.key.step().toString())) {
      case LargeValues.Lightened.Fits(var lighter) -> new Outcome.Done(lighter, cost);
      case LargeValues.Lightened.TooLarge(var failure) ->
          new Outcome.Failed(failure, new CallEnd(true, cost));
    };
  }

  private Outcome defect(Attempt attempt, Throwable e) {
    var reference = HexFormat.of().toHexDigits((int) surroundings.dice().getAsLong());
    LOG.error("step {} of run {} broke ({})", attempt.key.step(), attempt.key.run(), reference, e);
    return new Outcome.Failed(
        new Failure.Defect(
            "the step broke; the log has the details under this reference", reference),
        attempt.unfinishedCall());
  }

  private void finish(
      Attempt attempt,
      Outcome outcome,
      List<dev.backlot.model.AssetId> consumed,
      Optional<StepKey> key) {
    switch (outcome) {
      case Outcome.Done(var outputs, var cost) -> {
        var hash = key.map(known -> known.key().sha256());
        var result = new StepResult(outputs, false, consumed, cost, hash);
        complete(attempt, result, key.filter(StepKey::remembered));
      }
      case Outcome.Failed(var failure, var call) ->
          fail(attempt, failure, call.known() || !attempt.isRevoked() ? call : abandon(attempt));
      case Outcome.PutBack _ -> attempt.putBack();
    }
  }

  /** Nobody waits for the attempt's call any more: the provider is told, and says what it costs. */
  private CallEnd abandon(Attempt attempt) {
    var step = attempt.call().flatMap(call -> registry.find(call.uses())).orElse(null);
    var open = attempt.openCall();
    if (closing || open.isEmpty() || !(step instanceof CallingStep calling)) {
      return CallEnd.UNKNOWN;
    }
    // what stopped the attempt is not to stop this
    boolean _ = Thread.interrupted();
    try {
      return switch (largeValues.load(step.type(), attempt.parameters(step.type()))) {
        case Attempt.Parameters.Wrong _ -> CallEnd.UNKNOWN;
        case Attempt.Parameters.Ready(var input) -> calling.abandon(input, open.get());
      };
    } catch (InterruptedException _) {
      return CallEnd.UNKNOWN;
    } catch (RuntimeException e) {
      LOG.error(
          "a call of step {} of run {} was not ended", attempt.key.step(), attempt.key.run(), e);
      return CallEnd.UNKNOWN;
    }
  }

  private void complete(Attempt attempt, StepResult result, Optional<StepKey> memo) {
    var command = new RunCommand.CompleteStep(attempt.key.step(), attempt.key.number(), result);
    engine.submit(new Submission.ToRun(attempt.caller, attempt.key.run(), command, memo));
  }

  private void fail(Attempt attempt, Failure failure) {
    fail(attempt, failure, attempt.unfinishedCall());
  }

  private void fail(Attempt attempt, Failure failure, CallEnd call) {
    if (closing) {
      // cut off by the end of the process: the next start begins this attempt again
      return;
    }
    tell(attempt, new RunCommand.FailStep(attempt.key.step(), attempt.key.number(), failure, call));
  }

  private void tell(Attempt attempt, RunCommand command) {
    engine.submit(
        new Submission.ToRun(attempt.caller, attempt.key.run(), command, Optional.empty()));
  }

  private void tellLazily(Attempt attempt, RunCommand command) {
    engine.submitLazily(
        new Submission.ToRun(attempt.caller, attempt.key.run(), command, Optional.empty()));
  }

  /**
   * Fails attempts that are past their time. The slot stays taken until the step's thread has
   * really stopped, so that a stuck step cannot be piled upon.
   */
  void reap() {
    var now = clock.instant();
    for (var attempt : attempts.values()) {
      if (attempt.isOverdue(now) && !attempt.isCancelled()) {
        fail(attempt, new Failure.Transient("timed out after " + words(attempt.timeout())));
        attempt.cancel();
      }
    }
  }

  private static String words(Duration timeout) {
    return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
  }

  /** What runs right now, by steps. */
  Map<String, Busy> busy() {
    var now = new TreeMap<String, Busy>();
    busy.forEach(
        (step, count) -> {
          long running = count.get();
          if (running > 0) {
            now.put(step, new Busy(running, running == 1 ? progress(step) : Optional.empty()));
          }
        });
    return now;
  }

  private Optional<Progress> progress(String step) {
    return attempts.values().stream()
        .filter(attempt -> attempt.key.step().step().value().equals(step))
        .flatMap(attempt -> attempt.progress().stream())
        .findFirst();
  }

  /** How far the attempts that run right now say they are; those that say nothing are left out. */
  Map<StepPath, Progress> progress(RunId run, RunState state) {
    var told = new HashMap<StepPath, Progress>();
    state.forEach(
        (path, step) -> {
          if (step.phase() == StepPhase.RUNNING) {
            var attempt = attempts.get(new Attempt.Key(run, path, step.attempt()));
            Optional.ofNullable(attempt)
                .flatMap(Attempt::progress)
                .ifPresent(progress -> told.put(path, progress));
          }
        });
    return told;
  }

  /**
   * Starts nothing more, then waits for what runs; false when something is still running
   * afterwards.
   */
  boolean drain(Duration patience) throws InterruptedException {
    boolean idle = slots.drain(patience);
    closing = true;
    if (!idle) {
      attempts.values().forEach(Attempt::cancel);
    }
    return idle;
  }
}
