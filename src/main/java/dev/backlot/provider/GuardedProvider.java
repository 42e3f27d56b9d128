package dev.backlot.provider;

import dev.backlot.model.CostRange;
import dev.backlot.model.Failure;
import dev.backlot.model.Progress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A provider that is left alone while it is down: nothing is handed in then, so that a fallback can
 * take over at once and nobody waits for a timeout. Jobs that it has are asked for as ever.
 */
final class GuardedProvider implements Provider {
  private final Provider provider;
  private final Circuit circuit;
  private final InstantSource clock;

  GuardedProvider(Provider provider, Circuit circuit, InstantSource clock) {
    this.provider = provider;
    this.circuit = circuit;
    this.clock = clock;
  }

  @Override
  public Submitted submit(Task task, String key) throws InterruptedException {
    var pause = circuit.enter(clock.instant());
    if (pause.isPresent()) {
      return new Submitted.Unavailable(
          new Failure.Transient(
              "%s did not answer %d times in a row, so it is left alone for %d s"
                  .formatted(name(), Circuit.FAILURES, Math.max(1, pause.get().toSeconds())),
              pause));
    }
    var submitted = provider.submit(task, key);
    switch (submitted) {
      case Submitted.Unavailable _, Submitted.Unknown _ -> circuit.failed(clock.instant());
      // to say no is to answer, and so is too many requests
      case Submitted.Accepted _, Submitted.Ended _, Submitted.Refused _ -> circuit.answered();
    }
    return submitted;
  }

  @Override
  public Map<String, Price> prices() {
    return provider.prices();
  }

  @Override
  public KeyTest testKey() throws InterruptedException {
    return provider.testKey();
  }

  @Override
  public boolean isUp() {
    return !circuit.isOpen(clock.instant());
  }

  @Override
  public String name() {
    return provider.name();
  }

  @Override
  public Set<String> tasks() {
    return provider.tasks();
  }

  @Override
  public Optional<String> model(String task) {
    return provider.model(task);
  }

  @Override
  public long inlineBytesMax() {
    return provider.inlineBytesMax();
  }

  @Override
  public Optional<CostRange> price(String model) {
    return provider.price(model);
  }

  @Override
  public CostRange price() {
    return provider.price();
  }

  @Override
  public Optional<Duration> unlistedAfter() {
    return provider.unlistedAfter();
  }

  @Override
  public Watch watch(Task task, Job job, String key, Consumer<Progress> told)
      throws InterruptedException {
    return provider.watch(task, job, key, told);
  }

  @Override
  public Polled poll(Job job) throws InterruptedException {
    return provider.poll(job);
  }

  @Override
  public Found find(String key, Instant since) throws InterruptedException {
    return provider.find(key, since);
  }

  @Override
  public Polled cancel(Job job) throws InterruptedException {
    return provider.cancel(job);
  }

  @Override
  public Optional<Failure> fetch(URI file, Path target, long bytesMax) throws InterruptedException {
    return provider.fetch(file, target, bytesMax);
  }

  @Override
  public Optional<Note> callback(
      Map<String, String> headers, byte[] body, String key, Instant now) {
    return provider.callback(headers, body, key, now);
  }
}
