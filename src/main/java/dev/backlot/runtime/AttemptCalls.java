package dev.backlot.runtime;

import dev.backlot.model.CallKey;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.ProviderCall;
import dev.backlot.model.RunCommand;
import dev.backlot.step.Calls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One attempt's calls: each change is a command, and durable before the step goes on. */
final class AttemptCalls implements Calls, AutoCloseable {
  private final Attempt attempt;
  private final Engine engine;
  private final Callbacks callbacks;
  private final InstantSource clock;
  private final LongSupplier dice;
  private Callbacks.@Nullable Place place;

  AttemptCalls(
      Attempt attempt, Engine engine, Callbacks callbacks, InstantSource clock, LongSupplier dice) {
    this.attempt = attempt;
    this.engine = engine;
    this.callbacks = callbacks;
    this.clock = clock;
    this.dice = dice;
    this.place =
        attempt.openCall().map(call -> callbacks.enter(call.idempotencyKey())).orElse(null);
  }

  @Override
  public Optional<ProviderCall> open() {
    return attempt.openCall();
  }

  @Override
  public Optional<ProviderCall> intend(String provider, String model, Money most) {
    if (attempt.openCall().isPresent()) {
      throw new IllegalStateException("a call without a known end is not made again");
    }
    var key = CallKey.of(clock.instant(), dice.getAsLong(), dice.getAsLong()).value();
    var call = new ProviderCall(provider, model, key, Optional.empty(), most);
    var command = new RunCommand.IntendCall(attempt.key.step(), attempt.key.number(), call);
    // whoever ends the attempt in this very moment must not take the call for one that never was
    attempt.opened(call);
    if (tell(command).isPresent()) {
      attempt.neverMade();
      return Optional.empty();
    }
    place = callbacks.enter(key);
    return Optional.of(call);
  }

  @Override
  public void submitted(String requestId) {
    var call = opened();
    // refused only when the attempt is not the current one any more: then nobody waits for it
    tell(new RunCommand.SubmitCall(attempt.key.step(), attempt.key.number(), requestId));
    attempt.opened(
        new ProviderCall(
            call.provider(),
            call.model(),
            call.idempotencyKey(),
            Optional.of(requestId),
            call.reserved()));
  }

  @Override
  public Instant intendedAt() {
    return CallKey.parse(opened().idempotencyKey()).map(CallKey::at).orElse(Instant.EPOCH);
  }

  @Override
  public Duration age() {
    return Duration.between(intendedAt(), clock.instant());
  }

  @Override
  public Optional<String> await(Duration patience) throws InterruptedException {
    var waited = place;
    if (waited == null) {
      throw new IllegalStateException("there is no call on its way");
    }
    return waited.await(patience);
  }

  private ProviderCall opened() {
    return attempt
        .openCall()
        .orElseThrow(() -> new IllegalStateException("there is no call on its way"));
  }

  /** An interrupt must not leave it open whether the call is known. */
  private Optional<Failure> tell(RunCommand command) {
    return engine
        .submit(new Submission.ToRun(attempt.caller, attempt.key.run(), command, Optional.empty()))
        .awaitUninterruptibly();
  }

  @Override
  public void close() {
    if (place != null) {
      callbacks.leave(place);
    }
  }
}
