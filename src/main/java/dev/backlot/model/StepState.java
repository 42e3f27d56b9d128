package dev.backlot.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One step inside one run.
 *
 * @param attempt the current or last attempt, counted from 1 over all its lives; 0 before the first
 * @param tries which of its lives that attempt belongs to
 * @param readyAt when the current attempt could have started
 * @param startedAt when the current attempt started
 * @param endedAt when the current attempt ended, or the step was skipped or cancelled
 * @param dueAt when the next attempt becomes ready, while {@link StepPhase#RETRYING}
 * @param result once succeeded
 * @param failure of the last attempt that failed
 * @param note why it was skipped; empty otherwise
 * @param held whether a person keeps it from starting
 * @param iterations of a loop that has started; a sub-workflow has one
 * @param gate what a gate asks, once it has opened
 * @param feedback what a person noted when asking a gate for another version; empty before
 * @param call a provider's call that has no known end
 * @param spent what all its attempts cost so far
 */
public record StepState(
    StepPhase phase,
    int attempt,
    Tries tries,
    Optional<Instant> readyAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<Instant> dueAt,
    Optional<StepResult> result,
    Optional<Failure> failure,
    String note,
    boolean held,
    List<Iteration> iterations,
    Optional<GateState> gate,
    String feedback,
    Optional<ProviderCall> call,
    Money spent) {

  /**
   * A group of attempts that belong together: retries of one way to do the step.
   *
   * @param before how many attempts were made before this group
   * @param way 0 for the step's own way, then its fallbacks
   * @param round how often the step was asked to run again
   * @param since when the group's first attempt could have started
   */
  public record Tries(int before, int way, int round, Optional<Instant> since) {
    static final Tries NONE = new Tries(0, 0, 0, Optional.empty());
  }

  public static final StepState PENDING = fresh(0, Tries.NONE, "", Money.NONE);

  /** A step that waits for what it needs, after so many attempts of earlier lives. */
  static StepState pending(int attemptsBefore) {
    return attemptsBefore == 0
        ? PENDING
        : fresh(attemptsBefore, new Tries(attemptsBefore, 0, 0, Optional.empty()), "", Money.NONE);
  }

  private static StepState fresh(int attempts, Tries tries, String feedback, Money spent) {
    return new StepState(
        StepPhase.PENDING,
        attempts,
        tries,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "",
        false,
        List.of(),
        Optional.empty(),
        feedback,
        Optional.empty(),
        spent);
  }

  /** By name; empty unless it succeeded. */
  public Map<String, Value> outputs() {
    return result.map(StepResult::outputs).orElse(Map.of());
  }

  public boolean reused() {
    return result.map(StepResult::reused).orElse(false);
  }

  /** Whether it is a loop or a sub-workflow that has started: it takes no slot itself. */
  public boolean hasBody() {
    return !iterations.isEmpty();
  }

  /** Whether an attempt runs, as opposed to the steps within a loop. */
  public boolean isAttemptRunning() {
    return phase == StepPhase.RUNNING && !hasBody();
  }

  public StepState ready(int nextAttempt, Instant at) {
    var next = new Draft(this);
    next.phase = StepPhase.READY;
    next.attempt = nextAttempt;
    next.tries =
        tries.since().isPresent()
            ? tries
            : new Tries(tries.before(), tries.way(), tries.round(), Optional.of(at));
    next.readyAt = Optional.of(at);
    next.startedAt = Optional.empty();
    next.endedAt = Optional.empty();
    next.dueAt = Optional.empty();
    return next.state();
  }

  public StepState started(Instant at) {
    var next = new Draft(this);
    next.phase = StepPhase.RUNNING;
    next.startedAt = Optional.of(at);
    return next.state();
  }

  /** The attempt did not take place: it waits again. */
  public StepState putBack() {
    var next = new Draft(this);
    next.phase = StepPhase.READY;
    next.startedAt = Optional.empty();
    return next.state();
  }

  public StepState succeeded(StepResult done, Instant at) {
    var next = ended(StepPhase.SUCCEEDED, at);
    next.result = Optional.of(done);
    next.call = Optional.empty();
    next.spent = spent.plus(done.cost());
    return next.state();
  }

  public StepState failed(Failure why, CallEnd callEnd, Instant at) {
    var next = ended(StepPhase.FAILED, at);
    next.failure = Optional.of(why);
    next.end(callEnd);
    next.cancelIterations(at);
    return next.state();
  }

  public StepState retrying(Failure why, CallEnd callEnd, Instant due, Instant at) {
    var next = ended(StepPhase.RETRYING, at);
    next.failure = Optional.of(why);
    next.dueAt = Optional.of(due);
    next.end(callEnd);
    return next.state();
  }

  /** The next way to do the step is tried, with attempts of its own. */
  public StepState fallingBack(int way, Failure why, CallEnd callEnd, Instant at) {
    var next = ended(StepPhase.PENDING, at);
    next.failure = Optional.of(why);
    next.tries = new Tries(attempt, way, tries.round(), Optional.empty());
    next.end(callEnd);
    return next.state();
  }

  public StepState skipped(String reason, Instant at) {
    var next = ended(StepPhase.SKIPPED, at);
    next.note = reason;
    return next.state();
  }

  public StepState cancelled(CallEnd callEnd, Instant at) {
    var next = ended(StepPhase.CANCELLED, at);
    next.end(callEnd);
    next.cancelIterations(at);
    return next.state();
  }

  public StepState held(boolean hold) {
    var next = new Draft(this);
    next.held = hold;
    return next.state();
  }

  /** A loop starts with these iterations, of which none runs yet. */
  public StepState looping(List<Map<String, Value>> locals, Instant at) {
    var next = new Draft(this);
    next.phase = StepPhase.RUNNING;
    next.attempt = attempt + 1;
    next.readyAt = Optional.of(at);
    next.startedAt = Optional.of(at);
    next.iterations = locals.stream().map(Iteration::pending).toList();
    return next.state();
  }

  StepState with(int index, Iteration iteration) {
    var next = new Draft(this);
    var rounds = new ArrayList<>(iterations);
    rounds.set(index, iteration);
    next.iterations = Collections.unmodifiableList(rounds);
    return next.state();
  }

  public StepState waiting(GateState opened, Instant at) {
    var next = new Draft(this);
    next.phase = StepPhase.WAITING;
    next.attempt = attempt + 1;
    next.readyAt = Optional.of(at);
    next.startedAt = Optional.of(at);
    next.gate = Optional.of(opened);
    return next.state();
  }

  public StepState voted(GateState.Vote vote) {
    var next = new Draft(this);
    next.gate = gate.map(open -> open.voted(vote));
    return next.state();
  }

  public StepState reminded(Instant at) {
    var next = new Draft(this);
    next.gate = gate.map(open -> open.reminded(at));
    return next.state();
  }

  public StepState calling(ProviderCall intended) {
    var next = new Draft(this);
    next.call = Optional.of(intended);
    return next.state();
  }

  public StepState submitted(String requestId) {
    var next = new Draft(this);
    next.call = call.map(intended -> intended.submitted(requestId));
    return next.state();
  }

  /** Runs again because a person asked; what was spent stays spent. */
  public StepState again(String newFeedback) {
    var next =
        new Draft(
            fresh(
                attempt,
                new Tries(attempt, 0, tries.round() + 1, Optional.empty()),
                newFeedback.isEmpty() ? feedback : newFeedback,
                spent));
    // a call without a known end is asked for again, never made again
    next.call = call;
    return next.state();
  }

  /** As they go on when their run is taken up again: what succeeded stays. */
  static Map<StepId, StepState> reopened(Map<StepId, StepState> steps) {
    var all = new LinkedHashMap<StepId, StepState>();
    steps.forEach((id, step) -> all.put(id, step.reopened()));
    return Collections.unmodifiableMap(all);
  }

  private StepState reopened() {
    if (phase == StepPhase.SUCCEEDED || phase == StepPhase.PENDING) {
      return this;
    }
    var tried = new Tries(attempt, 0, tries.round(), Optional.empty());
    var next = new Draft(fresh(attempt, tried, feedback, spent));
    // a call without a known end is asked for again, never made again
    next.call = call;
    if (call.isPresent()) {
      next.tries = new Tries(attempt, tries.way(), tries.round(), Optional.empty());
    }
    if (hasBody()) {
      next.phase = StepPhase.RUNNING;
      next.startedAt = startedAt;
      next.readyAt = readyAt;
      next.iterations = iterations.stream().map(Iteration::reopened).toList();
    }
    return next.state();
  }

  private Draft ended(StepPhase end, Instant at) {
    var next = new Draft(this);
    next.phase = end;
    next.endedAt = Optional.of(at);
    next.held = false;
    return next;
  }

  /** A state about to change. */
  private static final class Draft {
    private StepPhase phase;
    private int attempt;
    private Tries tries;
    private Optional<Instant> readyAt;
    private Optional<Instant> startedAt;
    private Optional<Instant> endedAt;
    private Optional<Instant> dueAt;
    private Optional<StepResult> result;
    private Optional<Failure> failure;
    private String note;
    private boolean held;
    private List<Iteration> iterations;
    private Optional<GateState> gate;
    private final String feedback;
    private Optional<ProviderCall> call;
    private Money spent;

    Draft(StepState from) {
      phase = from.phase;
      attempt = from.attempt;
      tries = from.tries;
      readyAt = from.readyAt;
      startedAt = from.startedAt;
      endedAt = from.endedAt;
      dueAt = from.dueAt;
      result = from.result;
      failure = from.failure;
      note = from.note;
      held = from.held;
      iterations = from.iterations;
      gate = from.gate;
      feedback = from.feedback;
      call = from.call;
      spent = from.spent;
    }

    void cancelIterations(Instant at) {
      iterations =
          iterations.stream()
              .map(round -> round.phase().isFinal() ? round : round.cancelled(at))
              .toList();
    }

    void end(CallEnd callEnd) {
      spent = spent.plus(callEnd.billed());
      if (callEnd.known()) {
        call = Optional.empty();
      }
    }

    StepState state() {
      return new StepState(
          phase,
          attempt,
          tries,
          readyAt,
          startedAt,
          endedAt,
          dueAt,
          result,
          failure,
          note,
          held,
          iterations,
          gate,
          feedback,
          call,
          spent);
    }
  }
}
