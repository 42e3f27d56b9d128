package dev.backlot.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.provider.Provider.Found;
import dev.backlot.provider.Provider.Job;
import dev.backlot.provider.Provider.Polled;
import dev.backlot.provider.Provider.Submitted;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every provider's adapter holds to, whatever goes wrong on the way. */
public abstract class ProviderContract {
  protected static final int ROUNDS = 40;
  private static final int TRIES_MAX = 2_000;

  @TempDir protected Path folder;

  protected abstract Provider provider();

  protected abstract String model();

  /** The price of one result. */
  protected abstract Money price();

  /** How many jobs the provider really has with this key. */
  protected abstract int jobs(String key);

  protected static String key() {
    return UUID.randomUUID().toString();
  }

  /** A job that this provider does. */
  protected Task task(String prompt) {
    return new Task.GenerateImage(model(), prompt);
  }

  @Test
  void what_a_submission_says_is_so() throws InterruptedException {
    for (int i = 0; i < ROUNDS; i++) {
      var key = key();
      switch (provider().submit(task("round " + i), key)) {
        case Submitted.Accepted(var id) -> {
          assertThat(id).isNotEmpty();
          assertThat(jobs(key)).isEqualTo(1);
        }
        case Submitted.Ended(var id, _) -> {
          assertThat(id).isNotEmpty();
          assertThat(jobs(key)).isEqualTo(1);
        }
        case Submitted.Refused(var why) -> assertThat(jobs(key)).as(why.line()).isZero();
        case Submitted.Unavailable(var why) -> assertThat(jobs(key)).as(why.message()).isZero();
        case Submitted.Unknown _ -> assertThat(jobs(key)).isBetween(0, 1);
      }
    }
  }

  /** Whether jobs can be looked for; else only a report tells of one whose answer was lost. */
  protected boolean lists() {
    return true;
  }

  @Test
  void a_job_whose_answer_was_lost_is_found_by_its_key() throws InterruptedException {
    if (!lists()) {
      assertThat(provider().find(key(), Instant.now())).isInstanceOf(Found.Unknown.class);
      return;
    }
    for (int i = 0; i < ROUNDS; i++) {
      var since = Instant.now();
      var key = key();
      var submitted = provider().submit(task("lost " + i), key);
      var found = find(key, since);
      if (jobs(key) == 1) {
        assertThat(found).isInstanceOf(Found.Here.class);
      } else {
        assertThat(found).isInstanceOf(Found.Unlisted.class);
      }
      if (submitted instanceof Submitted.Accepted(var id)) {
        assertThat(found).isEqualTo(new Found.Here(id));
      }
    }
  }

  private Found find(String key, Instant since) throws InterruptedException {
    for (int i = 0; i < TRIES_MAX; i++) {
      var found = provider().find(key, since);
      if (!(found instanceof Found.Unknown)) {
        return found;
      }
    }
    throw new AssertionError("it was never found out");
  }

  @Test
  void a_job_ends_with_its_file_and_its_price() throws Exception {
    var job = accepted("a lighthouse");
    assertThat(end(job))
        .isInstanceOfSatisfying(
            Polled.Done.class,
            done -> {
              assertThat(done.cost()).isEqualTo(price());
              assertThat(done.files()).hasSize(1);
            });
    var file = ((Polled.Done) end(job)).files().getFirst();
    var target = folder.resolve("picture.png");
    assertThat(fetched(file, target, 1 << 20)).isEmpty();
    assertThat(Files.readAllBytes(target)).startsWith(0x89, 'P', 'N', 'G');
    assertThat(fetched(file, target, 100))
        .get()
        .isInstanceOfSatisfying(
            Failure.Invalid.class, why -> assertThat(why.message()).contains("at most 100 bytes"));
  }

  /** Some let faults happen to files as well, which may be asked for again. */
  private Optional<Failure> fetched(URI file, Path target, long bytesMax)
      throws InterruptedException {
    var failure = provider().fetch(file, target, bytesMax);
    for (int i = 0; i < TRIES_MAX && isTransient(failure); i++) {
      failure = provider().fetch(file, target, bytesMax);
    }
    return failure;
  }

  private static boolean isTransient(Optional<Failure> failure) {
    return failure.filter(why -> why instanceof Failure.Transient).isPresent();
  }

  @Test
  void a_job_that_fails_says_so_and_is_not_charged() throws InterruptedException {
    assertThat(end(accepted("a [fail]")))
        .isInstanceOfSatisfying(
            Polled.Failed.class,
            failed -> {
              assertThat(failed.billed()).isEqualTo(Money.NONE);
              assertThat(failed.failure()).isInstanceOf(Failure.Refused.class);
            });
  }

  /** From now on the provider is one whose jobs take an hour. */
  protected abstract void slow() throws IOException;

  /** How the provider itself says that its only job stands. */
  protected abstract String status();

  @Test
  void a_cancelled_job_ends_because_the_provider_was_told_so() throws Exception {
    slow();
    var job = accepted("cancel me");
    assertThat(status()).isEqualTo("processing");
    var end = cancelled(job);
    assertThat(status()).isEqualTo("canceled");
    if (end instanceof Polled.Failed(_, var billed)) {
      assertThat(billed).isEqualTo(Money.NONE);
    } else {
      // the answer that said so was lost, and the provider keeps nothing of such a job
      assertThat(end).isInstanceOf(Polled.Gone.class);
    }
  }

  /** Asks for the end until it has come; the request itself may be lost. */
  private Polled cancelled(Job job) throws InterruptedException {
    for (int i = 0; i < TRIES_MAX; i++) {
      var polled = provider().cancel(job);
      if (!(polled instanceof Polled.Pending) && !(polled instanceof Polled.Unknown)) {
        return polled;
      }
    }
    throw new AssertionError("the job goes on, whatever is said");
  }

  @Test
  void a_job_that_nobody_made_is_gone() throws InterruptedException {
    assertThat(end(new Job("nosuchthing", model()))).isInstanceOf(Polled.Gone.class);
    assertThat(end(new Job("no/../such", model()))).isInstanceOf(Polled.Gone.class);
  }

  @Test
  void a_prompt_that_is_not_taken_makes_no_job() throws InterruptedException {
    for (int i = 0; i < TRIES_MAX; i++) {
      if (provider().submit(task("[refuse]"), key())
          instanceof Submitted.Refused(Failure.Invalid why)) {
        assertThat(why.message()).contains("not this prompt");
        return;
      }
    }
    throw new AssertionError("the prompt was never refused");
  }

  /** Submits jobs until one is accepted; those before it stay what they are. */
  protected Job accepted(String prompt) throws InterruptedException {
    for (int i = 0; i < TRIES_MAX; i++) {
      if (provider().submit(task(prompt), key()) instanceof Submitted.Accepted(var id)) {
        return new Job(id, model());
      }
    }
    throw new AssertionError("no job was ever accepted");
  }

  /** Asks until the job has ended. */
  protected Polled end(Job job) throws InterruptedException {
    for (int i = 0; i < TRIES_MAX; i++) {
      var polled = provider().poll(job);
      if (!(polled instanceof Polled.Pending) && !(polled instanceof Polled.Unknown)) {
        return polled;
      }
    }
    throw new AssertionError("the job never ended");
  }
}
