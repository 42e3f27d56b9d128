package dev.backlot.step.ai;

import dev.backlot.model.CallEnd;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.ProviderCall;
import dev.backlot.provider.Provider;
import dev.backlot.provider.Provider.Found;
import dev.backlot.provider.Provider.Job;
import dev.backlot.provider.Provider.Polled;
import dev.backlot.provider.Provider.Submitted;
import dev.backlot.provider.Task;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One job at a provider, from the intent to its end, and taken up where an earlier attempt or an
 * earlier process left it. It is handed in once. Whenever it is not certain that it came to
 * nothing, it is asked for by its id, or looked for by its key, and never handed in again.
 */
final class PaidJob {
  private static final Duration FIRST_WAIT = Duration.ofMillis(200);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  /** How long one attempt looks for a job whose submission got no answer. */
  private static final Duration LOOK_FOR = Duration.ofSeconds(30);

  private final Provider provider;
  private final Task task;
  private final StepContext context;
  private Duration wait = FIRST_WAIT;

  PaidJob(Provider provider, Task task, StepContext context) {
    this.provider = provider;
    this.task = task;
    this.context = context;
  }

  /** How it ended. */
  sealed interface End {
    /**
     * With words, or with files, which are still at the provider.
     *
     * @param seed that was used, where the provider says so
     */
    record Brought(String requestId, List<URI> files, String text, Money cost, Optional<Long> seed)
        implements End {}

    /** Without a result. */
    record Over(Outcome outcome) implements End {}
  }

  /** Where the job stands: accepted under an id, or not at all. */
  private sealed interface Handed {
    record In(Job job) implements Handed {}

    record Not(Outcome outcome) implements Handed {}

    /** Done at once. */
    record Done(End end) implements Handed {}
  }

  End run() throws InterruptedException {
    var open = context.calls().open();
    var handed = open.isPresent() ? takeUp(open.get()) : handIn();
    return switch (handed) {
      case Handed.In(var job) -> await(job);
      case Handed.Not(var outcome) -> new End.Over(outcome);
      case Handed.Done(var end) -> end;
    };
  }

  private Handed takeUp(ProviderCall call) throws InterruptedException {
    return call.requestId().isPresent()
        ? new Handed.In(new Job(call.requestId().get(), task.model()))
        : lookFor(call);
  }

  private Handed handIn() throws InterruptedException {
    var price = provider.price(task);
    if (price.isEmpty()) {
      return new Handed.Not(
          Outcome.invalid(
              "model",
              "provider '"
                  + provider.name()
                  + "' has no price for '"
                  + task.model()
                  + "'; the providers file says prices"));
    }
    var intended = context.calls().intend(provider.name(), task.model(), price.get().high());
    if (intended.isEmpty()) {
      return new Handed.Not(new Outcome.PutBack());
    }
    if (context.isCancelled()) {
      return new Handed.Not(
          new Outcome.Failed(new Failure.Transient("the attempt was stopped"), CallEnd.FREE));
    }
    if (isLate()) {
      return new Handed.Not(
          new Outcome.Failed(
              new Failure.Transient("the call was not made: it took too long to write it down"),
              CallEnd.FREE));
    }
    return switch (provider.submit(task, intended.get().idempotencyKey())) {
      case Submitted.Accepted(var id) -> accepted(id);
      case Submitted.Ended(var id, var polled) -> atOnce(id, polled);
      case Submitted.Refused(var failure) ->
          new Handed.Not(new Outcome.Failed(failure, CallEnd.FREE));
      case Submitted.Unavailable(var why) -> new Handed.Not(new Outcome.Failed(why, CallEnd.FREE));
      case Submitted.Unknown _ -> lookFor(intended.get());
    };
  }

  private Handed accepted(String requestId) {
    context.calls().submitted(requestId);
    wait = FIRST_WAIT;
    return new Handed.In(new Job(requestId, task.model()));
  }

  /** The answer is the result; it has an id all the same, for whoever looks into the books. */
  private Handed atOnce(String requestId, Polled polled) {
    context.calls().submitted(requestId);
    return end(requestId, polled)
        .<Handed>map(Handed.Done::new)
        .orElseThrow(() -> new IllegalStateException("expected an end, but " + polled));
  }

  private Handed lookFor(ProviderCall call) throws InterruptedException {
    var calls = context.calls();
    var looked = Duration.ZERO;
    while (true) {
      var found = provider.find(call.idempotencyKey(), calls.intendedAt());
      if (found instanceof Found.Here(var id)) {
        return accepted(id);
      }
      if (found instanceof Found.Unlisted && isOld()) {
        return new Handed.Not(
            new Outcome.Failed(
                new Failure.Transient(
                    provider.name() + " never heard of the call: it was lost on the way"),
                CallEnd.FREE));
      }
      if (looked.compareTo(LOOK_FOR) >= 0) {
        return new Handed.Not(new Outcome.Failed(unknown(found), CallEnd.UNKNOWN));
      }
      var next =
          switch (found) {
            case Found.Unknown(var why) -> pause(why.retryAfter());
            case Found.Unlisted _, Found.Here _ -> pause(untilOld());
          };
      var reported = calls.await(next);
      if (reported.isPresent()) {
        return accepted(reported.get());
      }
      looked = looked.plus(next);
    }
  }

  private boolean isOld() {
    return provider
        .unlistedAfter()
        .filter(after -> context.calls().age().compareTo(after) >= 0)
        .isPresent();
  }

  /**
   * Whether so much time has passed since the intent that a job made only now might not be listed
   * when it has to be: then it would count as never made, and be paid a second time.
   */
  private boolean isLate() {
    return provider
        .unlistedAfter()
        .filter(after -> context.calls().age().compareTo(after.dividedBy(2)) > 0)
        .isPresent();
  }

  /** Before that, looking through a long list again is of little use; a report ends the wait. */
  private Optional<Duration> untilOld() {
    return provider
        .unlistedAfter()
        .map(after -> after.minus(context.calls().age()))
        .map(rest -> rest.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : rest);
  }

  private Failure unknown(Found found) {
    var why =
        found instanceof Found.Unknown(var failure)
            ? failure.message()
            : provider.name() + " does not list it";
    return new Failure.Transient(
        "nobody knows whether "
            + provider.name()
            + " got the call, so it is not made again ("
            + why
            + "); look there, then redrive the item to make a new call");
  }

  private End await(Job job) throws InterruptedException {
    var key = context.calls().open().map(ProviderCall::idempotencyKey).orElse("");
    try (var _ = provider.watch(task, job, key, context::progress)) {
      return asked(job);
    }
  }

  private End asked(Job job) throws InterruptedException {
    while (true) {
      var polled = provider.poll(job);
      if (polled instanceof Polled.Pending(var progress)) {
        progress.ifPresent(context::progress);
      }
      var end = end(job.requestId(), polled);
      if (end.isPresent()) {
        return end.get();
      }
      Optional<Duration> asked =
          polled instanceof Polled.Unknown(var why) ? why.retryAfter() : Optional.empty();
      // a report only ends the wait early
      Optional<String> _ = context.calls().await(pause(asked));
    }
  }

  /** Empty while it has not ended, or nobody could tell. */
  private Optional<End> end(String requestId, Polled polled) {
    return switch (polled) {
      case Polled.Done(var files, var text, var cost, var seed) ->
          Optional.of(new End.Brought(requestId, files, text, cost, seed));
      case Polled.Failed(var failure, var billed) ->
          Optional.of(new End.Over(new Outcome.Failed(failure, new CallEnd(true, billed))));
      case Polled.Gone(var why) ->
          Optional.of(
              new End.Over(
                  new Outcome.Failed(
                      new Failure.Refused(provider.name(), why + "; nobody knows what it cost"),
                      CallEnd.UNKNOWN)));
      case Polled.Unknown _, Polled.Pending _ -> Optional.empty();
    };
  }

  /** Each wait is half as long again as the one before; a provider may ask for more. */
  private Duration pause(Optional<Duration> asked) {
    var now = wait;
    var longer = wait.multipliedBy(3).dividedBy(2);
    wait = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
    return asked.filter(least -> least.compareTo(now) > 0).orElse(now);
  }
}
