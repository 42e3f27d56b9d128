package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.CostRange;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.provider.Pictures;
import dev.backlot.provider.Provider;
import dev.backlot.provider.Scrubber;
import dev.backlot.provider.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A provider that loses, doubles and delays answers, and keeps a ledger of what it was asked. */
final class SimulatedProvider implements Provider {
  static final Money PRICE = new Money(40_000);
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

  /** A job that it has accepted. */
  static final class Entry {
    final String key;
    final String id;
    final Instant listedAt;
    final Instant endsAt;
    final boolean succeeds;
    final Money failureBill;
    boolean cancelAsked;
    boolean cancelled;
    int reports;

    Entry(Fate fate, String key, String id) {
      this.key = key;
      this.id = id;
      listedAt = fate.now().plusMillis(fate.random.nextInt(900));
      endsAt = fate.now().plusMillis(50 + fate.random.nextInt(9_000));
      succeeds = fate.isCalm() || fate.random.nextInt(6) > 0;
      failureBill = fate.random.nextBoolean() ? PRICE : Money.NONE;
      reports = fate.random.nextInt(3);
    }

    Money bill() {
      return succeeds && !cancelled ? PRICE : failureBill;
    }
  }

  final Map<String, Entry> ledger = new LinkedHashMap<>();
  private final Fate fate;
  private final Truth truth;

  SimulatedProvider(Fate fate, Truth truth) {
    this.fate = fate;
    this.truth = truth;
  }

  @Override
  public Pictures pictures(String task, String model) {
    return new Pictures.UpTo(256 << 10);
  }

  @Override
  public Scrubber scrubber() {
    return new Scrubber();
  }

  @Override
  public String name() {
    return "sim";
  }

  @Override
  public Set<String> tasks() {
    return Set.of(Task.GenerateImage.KIND);
  }

  @Override
  public Optional<String> model(String task) {
    return Optional.of("model");
  }

  @Override
  public Optional<CostRange> price(String model) {
    return Optional.of(price());
  }

  @Override
  public CostRange price() {
    return new CostRange(PRICE, PRICE);
  }

  @Override
  public Optional<Duration> unlistedAfter() {
    return Optional.of(Duration.ofSeconds(2));
  }

  @Override
  public Submitted submit(Task task, String key) {
    fate.moment();
    fate.promise(
        () -> {
          assertThat(ledger).as("a call is handed in once").doesNotContainKey(key);
          assertThat(truth.calls).as("a call is durable before it is made").containsKey(key);
        });
    if (fate.oneIn(8)) {
      return fate.random.nextBoolean()
          ? new Submitted.Refused(new Failure.Transient("busy"))
          : new Submitted.Unknown("lost on the way there");
    }
    var entry = new Entry(fate, key, "job-" + ledger.size());
    ledger.put(key, entry);
    fate.moment();
    return fate.oneIn(4)
        ? new Submitted.Unknown("lost on the way back")
        : new Submitted.Accepted(entry.id);
  }

  @Override
  public Polled poll(Job job) {
    fate.moment();
    if (fate.oneIn(6)) {
      return new Polled.Unknown(new Failure.Transient("no answer"));
    }
    return state(entry(job));
  }

  private Polled state(Entry entry) {
    if (entry.cancelled) {
      return new Polled.Failed(new Failure.Refused("sim", "cancelled"), entry.failureBill);
    }
    if (fate.now().isBefore(entry.endsAt)) {
      return new Polled.Pending();
    }
    return entry.succeeds
        ? new Polled.Done(List.of(URI.create("https://sim/" + entry.id + ".png")), "", PRICE)
        : new Polled.Failed(new Failure.Transient("it broke there"), entry.failureBill);
  }

  private Entry entry(Job job) {
    return ledger.values().stream()
        .filter(one -> one.id.equals(job.requestId()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("asked for a job that was never made: " + job));
  }

  @Override
  public Found find(String key, Instant since) {
    fate.moment();
    if (fate.oneIn(6)) {
      return new Found.Unknown(new Failure.Transient("no answer"));
    }
    var entry = ledger.get(key);
    return entry == null || fate.now().isBefore(entry.listedAt)
        ? new Found.Unlisted()
        : new Found.Here(entry.id);
  }

  @Override
  public Polled cancel(Job job) {
    fate.moment();
    var entry = entry(job);
    entry.cancelAsked = true;
    entry.cancelled |= fate.now().isBefore(entry.endsAt);
    return fate.oneIn(4) ? new Polled.Unknown(new Failure.Transient("no answer")) : state(entry);
  }

  @Override
  public Optional<Failure> fetch(URI file, Path target, long bytesMax) {
    fate.moment();
    if (fate.oneIn(6)) {
      return Optional.of(new Failure.Transient("cut off"));
    }
    try {
      Files.write(target, PNG);
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Note> callback(
      Map<String, String> headers, byte[] body, String key, Instant now) {
    return Optional.empty();
  }

  /** Reports of some job, at any time after it was made, and as often as chance will have it. */
  void report(Callbacks callbacks) {
    for (var entry : ledger.values()) {
      if (entry.reports > 0 && fate.random.nextInt(20) == 0) {
        entry.reports--;
        boolean _ = callbacks.arrived(entry.key, entry.id);
      }
    }
  }
}
