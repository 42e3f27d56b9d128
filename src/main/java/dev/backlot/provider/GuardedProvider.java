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
 *
 * <p>Every provider is behind one of these, so here is where its secrets are taken out of what it
 * tells: answers, failures, and the words of what broke.
 */
final class GuardedProvider implements Provider {
  private final Provider provider;
  private final Circuit circuit;
  private final InstantSource clock;
  private final ScrubbedAnswers scrubbed;

  GuardedProvider(Provider provider, Circuit circuit, InstantSource clock) {
    this.provider = provider;
    this.circuit = circuit;
    this.clock = clock;
    this.scrubbed = new ScrubbedAnswers(provider.scrubber());
  }

  private interface Asking<T> {
    T ask() throws InterruptedException;
  }

  private <T> T quietly(Asking<T> asking) throws InterruptedException {
    try {
      return asking.ask();
    } catch (RuntimeException e) {
      throw provider.scrubber().quiet(e, name());
    }
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
    var submitted = quietly(() -> scrubbed.submitted(provider.submit(task, key)));
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
    return quietly(() -> scrubbed.tested(provider.testKey()));
  }

  @Override
  public boolean isUp() {
    return !circuit.isOpen(clock.instant());
  }

  @Override
  public Scrubber scrubber() {
    return provider.scrubber();
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
  public Pictures pictures(String task, String model) {
    return provider.pictures(task, model);
  }

  @Override
  public Optional<CostRange> price(String model) {
    return provider.price(model);
  }

  @Override
  public Optional<CostRange> price(Task task) {
    return provider.price(task);
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
    return quietly(
        () -> provider.watch(task, job, key, progress -> told.accept(scrubbed.progress(progress))));
  }

  @Override
  public Polled poll(Job job) throws InterruptedException {
    return quietly(() -> scrubbed.polled(provider.poll(job)));
  }

  @Override
  public Found find(String key, Instant since) throws InterruptedException {
    return quietly(() -> scrubbed.found(provider.find(key, since)));
  }

  @Override
  public Polled cancel(Job job) throws InterruptedException {
    return quietly(() -> scrubbed.polled(provider.cancel(job)));
  }

  @Override
  public Optional<Failure> fetch(URI file, Path target, long bytesMax) throws InterruptedException {
    return quietly(() -> scrubbed.failure(provider.fetch(file, target, bytesMax)));
  }

  @Override
  public Optional<Note> callback(
      Map<String, String> headers, byte[] body, String key, Instant now) {
    try {
      return scrubbed.note(provider.callback(headers, body, key, now));
    } catch (RuntimeException e) {
      throw provider.scrubber().quiet(e, name());
    }
  }
}
