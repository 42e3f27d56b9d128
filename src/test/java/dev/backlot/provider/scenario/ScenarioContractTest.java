package dev.backlot.provider.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import dev.backlot.provider.AgainstFake;
import dev.backlot.provider.FakeServer;
import dev.backlot.provider.Provider;
import dev.backlot.provider.Provider.Job;
import dev.backlot.provider.Provider.Polled;
import dev.backlot.provider.Provider.Submitted;
import dev.backlot.provider.ProviderHttp.KeyHeader;
import dev.backlot.provider.Task;
import dev.backlot.provider.fake.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The Scenario adapter against a real server of its format, on good days and on the worst. */
class ScenarioContractTest {
  private static final String MODEL = "model_pictures";

  abstract static class Against extends AgainstFake {
    Against(Set<Fault> faults) {
      super(faults);
    }

    @Override
    protected Provider open() {
      var settings = fake.settings(ScenarioProvider.KIND, "/scenario/v1", Optional.empty());
      return new ScenarioProvider(settings, fake.http(settings, KeyHeader.BASIC));
    }

    @Override
    protected String model() {
      return MODEL;
    }

    /** Nothing of a call's key reaches Scenario. */
    @Override
    protected boolean showsKeys() {
      return false;
    }

    @Override
    protected boolean lists() {
      return false;
    }
  }

  @Nested
  class EverythingTest extends Against {
    EverythingTest() {
      super(EnumSet.allOf(Fault.class));
    }
  }

  @Nested
  class FaultlessTest extends Against {
    FaultlessTest() {
      super(EnumSet.noneOf(Fault.class));
    }

    @Test
    void a_model_of_words_answers_in_words() throws InterruptedException {
      var nothing = Optional.<String>empty();
      var task =
          new Task.GenerateText(
              "model_text", "a headline", nothing, nothing, Optional.empty(), Json.object());

      var accepted = (Submitted.Accepted) provider().submit(task, key());

      assertThat(end(new Job(accepted.requestId(), "model_text")))
          .isInstanceOfSatisfying(
              Polled.Done.class,
              done -> assertThat(done.text()).isEqualTo("FAKE words about: a headline"));
    }

    @Test
    void a_job_that_goes_on_says_how_far_it_is() throws Exception {
      try (var slow = new FakeServer(EnumSet.noneOf(Fault.class), Duration.ofMinutes(10))) {
        var settings = slow.settings(ScenarioProvider.KIND, "/scenario/v1", Optional.empty());
        var provider = new ScenarioProvider(settings, slow.http(settings, KeyHeader.BASIC));
        var job = new Job(accepted(provider.submit(task("a lighthouse"), key())), MODEL);
        assertThat(provider.poll(job))
            .isInstanceOfSatisfying(
                Polled.Pending.class,
                pending ->
                    assertThat(pending.progress().orElseThrow().fraction()).isBetween(0.0, 0.5));
      }
    }

    @Test
    void the_seed_is_told_that_was_used() throws InterruptedException {
      var accepted = (Submitted.Accepted) provider().submit(task("a lighthouse"), key());
      assertThat(end(new Job(accepted.requestId(), MODEL)))
          .isInstanceOfSatisfying(
              Polled.Done.class, done -> assertThat(done.seed()).contains(4_711L));
    }

    private static String accepted(Submitted submitted) {
      return ((Submitted.Accepted) submitted).requestId();
    }

    @Test
    void a_model_that_is_no_id_is_refused_before_the_call() throws InterruptedException {
      var submitted = provider().submit(new Task.GenerateImage("../jobs", "x"), key());

      assertThat(submitted).isInstanceOf(Submitted.Refused.class);
      assertThat(fake.made()).isZero();
    }
  }
}
