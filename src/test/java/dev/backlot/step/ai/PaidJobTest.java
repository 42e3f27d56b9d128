package dev.backlot.step.ai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.CallEnd;
import dev.backlot.model.CostRange;
import dev.backlot.model.Money;
import dev.backlot.model.ProviderCall;
import dev.backlot.provider.Provider;
import dev.backlot.provider.Task;
import dev.backlot.step.Calls;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a job may be handed in at all. */
class PaidJobTest {
  private static final Money PRICE = new Money(40_000);

  @Test
  void a_job_is_not_handed_in_so_late_that_it_could_count_as_never_made() throws Exception {
    assertThat(runAfter(Duration.ofSeconds(6)))
        .isInstanceOfSatisfying(
            PaidJob.End.Over.class,
            over ->
                assertThat(over.outcome())
                    .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.call()).isEqualTo(CallEnd.FREE)));
  }

  @Test
  void a_job_is_handed_in_in_time() throws Exception {
    assertThat(runAfter(Duration.ofSeconds(4)))
        .isEqualTo(
            new PaidJob.End.Brought(
                "job", java.util.List.of(), "", PRICE, java.util.Optional.empty()));
  }

  /** The provider lists within ten seconds; storage took so long to remember the intent. */
  private static PaidJob.End runAfter(Duration age) throws InterruptedException {
    var call = new ProviderCall("p", "m", "key", Optional.empty(), PRICE);
    var calls =
        answers(
            Calls.class, Map.of("open", Optional.empty(), "intend", Optional.of(call), "age", age));
    var context = answers(StepContext.class, Map.of("calls", calls, "isCancelled", false));
    var provider =
        answers(
            Provider.class,
            Map.of(
                "name",
                "p",
                "price",
                Optional.of(new CostRange(PRICE, PRICE)),
                "unlistedAfter",
                Optional.of(Duration.ofSeconds(10)),
                "submit",
                new Provider.Submitted.Accepted("job"),
                "poll",
                new Provider.Polled.Done(java.util.List.of(), "", PRICE)));
    return new PaidJob(provider, new Task.GenerateImage("a/b", "a cat"), context).run();
  }

  /** Somebody who gives the same answer to a question each time, and nothing to any other. */
  private static <T> T answers(Class<T> port, Map<String, Object> answers) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, _) -> answers.get(method.getName())));
  }
}
