package dev.backlot.provider;

import dev.backlot.model.CostRange;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.Progress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Somebody who does work for money: a job is submitted once, then asked for until it has ended, or
 * done at once. Every answer says what is known for certain, so that nothing is paid twice.
 * Implementations are thread-safe and keep no state between calls.
 */
public interface Provider {
  String name();

  /** What hides the secrets that it is shown, those among them that signing in has brought. */
  Scrubber scrubber();

  /** The kinds of {@link Task} it takes, by {@link Task#kind()}. */
  Set<String> tasks();

  /** The model that does a kind of task when nobody names one. */
  Optional<String> model(String task);

  /** Whether it is worth asking now: it has not just failed to answer several times in a row. */
  default boolean isUp() {
    return true;
  }

  /** Whether a picture may go along with a kind of task for a model. */
  Pictures pictures(String task, String model);

  /** What one job of a model may cost; empty when the price list says nothing about the model. */
  Optional<CostRange> price(String model);

  /** As {@link #price(String)}, of a job that is known: perhaps less at most. */
  default Optional<CostRange> price(Task task) {
    return price(task.model());
  }

  /** The price of a job whose model is not known yet: from the cheapest to the dearest. */
  CostRange price();

  /**
   * The price list by model, in its order; {@value ProviderSettings#ANY_MODEL} is for models that
   * are not named.
   */
  default Map<String, Price> prices() {
    return Map.of();
  }

  /**
   * How long after it was intended a job that is not listed counts as never made; empty for never.
   */
  Optional<Duration> unlistedAfter();

  /**
   * Hands a job in, once: it is never tried again in here.
   *
   * @param key what tells this job from all others, 1 to 64 characters a-z, 0-9 and -
   */
  Submitted submit(Task task, String key) throws InterruptedException;

  /**
   * Listens to how far a job is, where the provider tells that by itself, until it is closed. Only
   * an addition to {@link #poll}: never waits, never fails.
   *
   * @param key as it was submitted
   * @param told on another thread, perhaps once more while it is closed
   */
  default Watch watch(Task task, Job job, String key, Consumer<Progress> told)
      throws InterruptedException {
    return Watch.NONE;
  }

  /** Somebody listens. */
  interface Watch extends AutoCloseable {
    Watch NONE = () -> {};

    @Override
    void close();
  }

  /** How a job stands. */
  Polled poll(Job job) throws InterruptedException;

  /**
   * Looks for a job whose submission got no answer.
   *
   * @param key as it was submitted
   * @param since when it was submitted, or a little earlier
   */
  Found find(String key, Instant since) throws InterruptedException;

  /** Asks for a job's end and tells how it stands then; one that had ended stays as it was. */
  Polled cancel(Job job) throws InterruptedException;

  /**
   * Fetches a file that a job brought, from the provider's own hosts only.
   *
   * @return why not; empty once the whole file is there
   */
  Optional<Failure> fetch(URI file, Path target, long bytesMax) throws InterruptedException;

  /**
   * What a callback says; empty unless the provider itself has signed it of late.
   *
   * @param headers names in lower case
   * @param key the last part of the address it was sent to
   */
  Optional<Note> callback(Map<String, String> headers, byte[] body, String key, Instant now);

  /** Whether the provider takes our key; asked in a way that costs nothing, where there is one. */
  default KeyTest testKey() throws InterruptedException {
    return new KeyTest.Unknown("it has no call that tests a key without a job that is paid");
  }

  /** What came of testing a key. */
  sealed interface KeyTest {
    record Taken() implements KeyTest {}

    record Refused(String why) implements KeyTest {}

    record Unknown(String why) implements KeyTest {}
  }

  /** A job that the provider has accepted. */
  record Job(String requestId, String model) {}

  /** A callback's content: something has happened to the job with this key. */
  record Note(String key, String requestId) {}

  /** How handing in a job ended. */
  sealed interface Submitted {
    record Accepted(String requestId) implements Submitted {}

    /**
     * It was done at once, and this is its end; there is nothing to ask for any more.
     *
     * @param requestId what the provider calls it
     */
    record Ended(String requestId, Polled end) implements Submitted {}

    /** It is certain that there is no such job and that nothing will be charged. */
    record Refused(Failure failure) implements Submitted {}

    /** Nobody was there to take it: it is certain that there is no such job. */
    record Unavailable(Failure.Transient why) implements Submitted {}

    /** There may or may not be such a job: it must be looked for and never handed in again. */
    record Unknown(String why) implements Submitted {}
  }

  /** How a job stands. */
  sealed interface Polled {
    /**
     * It goes on.
     *
     * @param progress how far it is, where the provider says so
     */
    record Pending(Optional<Progress> progress) implements Polled {
      public Pending() {
        this(Optional.empty());
      }
    }

    /**
     * It ended well.
     *
     * @param files where what it made can be fetched
     * @param text what it said; empty when it said nothing
     * @param cost what is charged for it, by the price list
     * @param seed that was used, where the provider says so
     */
    record Done(List<URI> files, String text, Money cost, Optional<Long> seed) implements Polled {
      public Done {
        files = List.copyOf(files);
      }

      /** By one that tells no seed. */
      public Done(List<URI> files, String text, Money cost) {
        this(files, text, cost, Optional.empty());
      }
    }

    /**
     * It ended without a result.
     *
     * @param billed what is charged nevertheless, by the price list
     */
    record Failed(Failure failure, Money billed) implements Polled {}

    /** Nobody could tell this time: ask again. */
    record Unknown(Failure.Transient why) implements Polled {}

    /** The provider does not know the job, or no longer: nobody can tell whether it was charged. */
    record Gone(String why) implements Polled {}
  }

  /** What looking for a job found. */
  sealed interface Found {
    record Here(String requestId) implements Found {}

    /** All jobs of the time in question are listed, and this one is not among them as yet. */
    record Unlisted() implements Found {}

    record Unknown(Failure.Transient why) implements Found {}
  }
}
