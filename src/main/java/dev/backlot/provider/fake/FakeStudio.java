package dev.backlot.provider.fake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** What all formats of the fake provider share: its ledger, its moods and its clock. */
final class FakeStudio implements AutoCloseable {
  private static final int FAULT_ODDS = 10;
  private static final int SLOWER = 10;

  private final FakeProvider.Settings settings;
  private final InstantSource clock;
  private final Random dice;
  private final FakeCallbacks callbacks = new FakeCallbacks();
  private final Supplier<String> url;
  final FakeLedger ledger = new FakeLedger();

  FakeStudio(FakeProvider.Settings settings, InstantSource clock, Supplier<String> url) {
    this.settings = settings;
    this.clock = clock;
    this.dice = new Random(settings.seed());
    this.url = url;
  }

  boolean happens(Fault fault) {
    if (!settings.faults().contains(fault)) {
      return false;
    }
    synchronized (dice) {
      return dice.nextInt(FAULT_ODDS) == 0;
    }
  }

  boolean coin() {
    synchronized (dice) {
      return dice.nextBoolean();
    }
  }

  Instant now() {
    return clock.instant();
  }

  /** Where the server is reached, without a slash at the end. */
  String url() {
    return url.get();
  }

  FakeProvider.Settings settings() {
    return settings;
  }

  /** Why a prompt is not taken; empty when it is. */
  static Optional<String> refuse(String prompt) {
    if (prompt.isEmpty()) {
      return Optional.of("a prompt is required");
    }
    return prompt.contains("[refuse]") ? Optional.of("not this prompt") : Optional.empty();
  }

  /** How long a job takes that is made now. */
  Duration takes() {
    return happens(Fault.SLOW) ? settings.latency().multipliedBy(SLOWER) : settings.latency();
  }

  /**
   * Makes a job.
   *
   * @param webhook where it reports; empty when it does not
   * @param key the client's name for it
   * @return empty when the ledger is full
   */
  Optional<FakePrediction> make(
      String model, JsonNode input, String webhook, String key, Duration takes) {
    var now = now();
    var made =
        new FakePrediction(
            id(), model, input, webhook, key, now, now.plus(takes), Optional.empty());
    return ledger.add(made) ? Optional.of(made) : Optional.empty();
  }

  private String id() {
    synchronized (dice) {
      return "fake" + Long.toUnsignedString(dice.nextLong(), 36);
    }
  }

  /**
   * Reports the end of a job, or on a bad day twice, or its start after its end.
   *
   * @param body what is said of the job as it is then
   */
  void report(FakePrediction made, FakeCallbacks.Signing signing, Supplier<String> body) {
    var takes = Duration.between(made.createdAt(), made.endsAt());
    var early = body.get();
    callbacks.send(made.webhook(), "end-" + made.id(), takes, signing, body);
    if (happens(Fault.DUPLICATE)) {
      callbacks.send(made.webhook(), "end-" + made.id(), takes, signing, body);
    }
    if (happens(Fault.OUT_OF_ORDER)) {
      var late = takes.plus(settings.latency());
      callbacks.send(made.webhook(), "start-" + made.id(), late, signing, () -> early);
    }
  }

  FakePrediction latest(FakePrediction made) {
    return ledger.find(made.id()).orElse(made);
  }

  @Override
  public void close() {
    callbacks.close();
  }
}
