package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.fixture.TinySteps;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Failure;
import dev.backlot.model.Rate;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.ResourceLimit;
import dev.backlot.model.RunId;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPhase;
import dev.backlot.model.TenantId;
import dev.backlot.model.TenantLimits;
import dev.backlot.model.Use;
import dev.backlot.model.Value;
import dev.backlot.step.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {
  private static final ResourceKey GATED = ResourceKey.ofStep("test.gated");
  private static final ResourceKey PASS = ResourceKey.ofStep("test.pass");
  private static final String WORKFLOW =
      """
      name: gated
      steps:
        a: {uses: test.gated}
        b: {uses: test.pass, needs: [a]}
      """;

  @TempDir Path folder;

  private final Semaphore gate = new Semaphore(0);
  private final Semaphore entered = new Semaphore(0);
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  /** Waits at the gate and counts who is inside. */
  private Step gated() {
    return TinySteps.of(
        "test.gated",
        _ -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          entered.release();
          gate.acquireUninterruptibly();
          running.decrementAndGet();
          return TinySteps.done(Value.of("done"));
        });
  }

  private TestRuntime open() throws Exception {
    return new TestRuntime(folder, gated(), TinySteps.pass());
  }

  private static BatchSettings concurrency(int concurrency) {
    return new BatchSettings(concurrency, true, false);
  }

  private static ResourceLimit permits(int count) {
    return new ResourceLimit(Optional.of(count), Optional.empty());
  }

  private static TenantLimits quota(
      Optional<Integer> items, Optional<Integer> batches, Optional<Integer> steps) {
    return new TenantLimits(TenantLimits.WEIGHT_DEFAULT, items, batches, steps);
  }

  private static void accepted(Optional<Failure> refusal) {
    assertThat(refusal).isEmpty();
  }

  @Test
  void a_limit_holds_over_all_batches_and_may_be_raised_while_they_run() throws Exception {
    try (var runtime = open()) {
      var limits = runtime.runs.limits();
      var workflow = runtime.publish(WORKFLOW);
      accepted(limits.set(TestRuntime.CALLER, GATED, permits(1)));
      var one = runtime.create(workflow, concurrency(3), TestRuntime.items(3));
      var two = runtime.create(workflow, concurrency(3), TestRuntime.items(3));
      entered.acquire();
      gate.release(2);
      entered.acquire(2);
      assertThat(most).hasValue(1);
      assertThat(limits.resource(GATED).orElseThrow().use().inUse()).isEqualTo(1);

      accepted(limits.set(TestRuntime.CALLER, GATED, permits(3)));
      entered.acquire(2);
      assertThat(most).hasValue(3);

      gate.release(100);
      assertThat(runtime.await(one).state().counts().succeeded()).isEqualTo(3);
      assertThat(runtime.await(two).state().counts().succeeded()).isEqualTo(3);
      assertThat(most).hasValue(3);
    }
  }

  @Test
  void who_waits_for_a_permit_keeps_no_slot_from_others() throws Exception {
    try (var runtime = open()) {
      accepted(runtime.runs.limits().set(TestRuntime.CALLER, GATED, permits(1)));
      var stuck = runtime.create(runtime.publish(WORKFLOW), concurrency(50), TestRuntime.items(50));
      entered.acquire();
      var other = runtime.publish("name: other\nsteps:\n  a: {uses: test.pass}\n");

      var quick = runtime.create(other, concurrency(10), TestRuntime.items(20));
      assertThat(runtime.await(quick).state().status()).isEqualTo(BatchStatus.SUCCEEDED);
      assertThat(runtime.runs.limits().resource(GATED).orElseThrow().use().inUse()).isEqualTo(1);
      gate.release(100);
      runtime.await(stuck);
    }
  }

  @Test
  void an_attempt_that_waits_for_a_permit_can_be_cancelled() throws Exception {
    try (var runtime = open()) {
      var limits = runtime.runs.limits();
      accepted(limits.set(TestRuntime.CALLER, GATED, permits(1)));
      var workflow = runtime.publish(WORKFLOW);
      var holder = runtime.create(workflow, concurrency(1), TestRuntime.items(1));
      entered.acquire();
      var waiting = runtime.create(workflow, concurrency(5), TestRuntime.items(5));

      accepted(runtime.runs.batches().cancel(TestRuntime.CALLER, waiting.id()));
      assertThat(runtime.await(waiting).state().counts().cancelled()).isEqualTo(5);
      assertThat(limits.resource(GATED).orElseThrow().use()).isEqualTo(new Use(1, 0));
      gate.release();
      assertThat(runtime.await(holder).state().counts().succeeded()).isEqualTo(1);
    }
  }

  @Test
  void limits_and_shares_outlive_the_process_until_they_are_removed() throws Exception {
    var rate =
        new ResourceLimit(Optional.of(2), Optional.of(new Rate(60, Duration.ofMinutes(1), 10)));
    var guests = new TenantId("guests");
    var share = new TenantLimits(250, Optional.of(5), Optional.empty(), Optional.of(7));
    try (var runtime = open()) {
      accepted(runtime.runs.limits().set(TestRuntime.CALLER, GATED, permits(1)));
      accepted(runtime.runs.limits().set(TestRuntime.CALLER, GATED, rate));
      accepted(runtime.runs.limits().set(TestRuntime.CALLER, PASS, permits(9)));
      accepted(runtime.runs.limits().set(TestRuntime.CALLER, guests, share));
    }
    try (var runtime = open()) {
      var limits = runtime.runs.limits();
      assertThat(limits.resources()).extracting(Limits.Resource::key).containsExactly(GATED, PASS);
      assertThat(limits.resource(GATED).orElseThrow().limit()).isEqualTo(rate);
      assertThat(limits.tenants(Optional.empty(), 10))
          .extracting(Limits.Tenant::limits)
          .containsExactly(share);
      accepted(limits.remove(TestRuntime.CALLER, PASS));
      accepted(limits.remove(TestRuntime.CALLER, guests));
    }
    try (var runtime = open()) {
      assertThat(runtime.runs.limits().resource(PASS)).isEmpty();
      assertThat(runtime.runs.limits().tenant(guests).limits()).isEqualTo(TenantLimits.DEFAULT);
    }
  }

  @Test
  void a_limit_counts_from_the_first_step_after_a_restart() throws Exception {
    try (var runtime = open()) {
      accepted(runtime.runs.limits().set(TestRuntime.CALLER, GATED, permits(1)));
      runtime.create(runtime.publish(WORKFLOW), concurrency(4), TestRuntime.items(4));
      entered.acquire();
      assertThat(runtime.runs.drain(Duration.ZERO)).isFalse();
      gate.release();
    }
    most.set(0);
    try (var runtime = open()) {
      var batch =
          runtime.runs.batches().list(TestRuntime.CALLER, Optional.empty(), Optional.empty(), 1);
      gate.release(100);
      assertThat(runtime.await(batch.getFirst()).state().counts().succeeded()).isEqualTo(4);
      assertThat(most).hasValue(1);
    }
  }

  @Test
  void a_tenant_may_have_so_many_open_batches_and_hears_so_in_words() throws Exception {
    try (var runtime = open()) {
      var limits = runtime.runs.limits();
      accepted(
          limits.set(
              TestRuntime.CALLER,
              TenantId.DEFAULT,
              quota(Optional.empty(), Optional.of(1), Optional.empty())));
      var workflow = runtime.publish(WORKFLOW);
      var first = runtime.create(workflow, concurrency(1), TestRuntime.items(1));

      var refused = create(runtime, workflow);
      assertThat(refused).isInstanceOf(Batches.Creation.OverQuota.class);
      assertThat(((Batches.Creation.OverQuota) refused).why().message())
          .isEqualTo(
              "the tenant 'default' has 1 open batches and may have 1; wait until one ends, or"
                  + " cancel one");
      assertThat(limits.tenant(TenantId.DEFAULT).batches()).isEqualTo(1);

      gate.release(10);
      runtime.await(first);
      assertThat(create(runtime, workflow)).isInstanceOf(Batches.Creation.Created.class);
    }
  }

  private static Batches.Creation create(TestRuntime runtime, String workflow) {
    var wanted =
        new NewBatch(
            "more", workflow, Optional.empty(), concurrency(1), Optional.empty(), Optional.empty());
    return runtime.runs.batches().create(TestRuntime.CALLER, wanted, TestRuntime.items(1));
  }

  @Test
  void a_tenant_has_so_many_items_on_their_way_over_all_its_batches() throws Exception {
    try (var runtime = open()) {
      var limits = runtime.runs.limits();
      accepted(
          limits.set(
              TestRuntime.CALLER,
              TenantId.DEFAULT,
              quota(Optional.of(2), Optional.empty(), Optional.empty())));
      var workflow = runtime.publish(WORKFLOW);
      var one = runtime.create(workflow, concurrency(4), TestRuntime.items(4));
      var two = runtime.create(workflow, concurrency(4), TestRuntime.items(4));
      entered.acquire(2);
      assertThat(limits.tenant(TenantId.DEFAULT).items()).isEqualTo(2);

      gate.release(3);
      entered.acquire(3);
      assertThat(most).hasValue(2);

      accepted(limits.remove(TestRuntime.CALLER, TenantId.DEFAULT));
      entered.acquire(2);
      assertThat(most).as("as many as there are slots").hasValue(4);
      gate.release(100);
      runtime.await(one);
      runtime.await(two);
    }
  }

  @Test
  void a_tenant_has_so_many_steps_at_once() throws Exception {
    try (var runtime = open()) {
      accepted(
          runtime
              .runs
              .limits()
              .set(
                  TestRuntime.CALLER,
                  TenantId.DEFAULT,
                  quota(Optional.empty(), Optional.empty(), Optional.of(1))));
      var batch = runtime.create(runtime.publish(WORKFLOW), concurrency(4), TestRuntime.items(4));
      gate.release(100);
      runtime.await(batch);
      assertThat(most).hasValue(1);
    }
  }

  /**
   * The case of hatchet#2866: four steps under two rules took seconds instead of their own time.
   */
  @Test
  void a_permit_that_is_given_back_wakes_the_next_one_at_once() throws Exception {
    var order = new ConcurrentLinkedQueue<String>();
    var step =
        TinySteps.of(
            "test.chain",
            input -> {
              order.add(String.valueOf(input.value("value").orElseThrow()));
              return TinySteps.done(input.value("value").orElseThrow());
            });
    try (var runtime = new TestRuntime(folder, step)) {
      var chain = ResourceKey.ofStep("test.chain");
      accepted(
          runtime
              .runs
              .limits()
              .set(
                  TestRuntime.CALLER,
                  chain,
                  new ResourceLimit(
                      Optional.of(1),
                      Optional.of(new Rate(100_000, Duration.ofSeconds(1), 100_000)))));
      accepted(
          runtime
              .runs
              .limits()
              .set(
                  TestRuntime.CALLER,
                  TenantId.DEFAULT,
                  quota(Optional.empty(), Optional.empty(), Optional.of(1))));
      var workflow =
          runtime.publish(
              """
              name: chain
              steps:
                a: {uses: test.chain, with: {value: 1}}
                b: {uses: test.chain, with: {value: 2}, needs: [a]}
                c: {uses: test.chain, with: {value: 3}, needs: [b]}
                d: {uses: test.chain, with: {value: 4}, needs: [c]}
              """);
      var batch = runtime.create(workflow, concurrency(50), TestRuntime.items(50));
      assertThat(runtime.await(batch).state().counts().succeeded()).isEqualTo(50);
      assertThat(order).hasSize(200);
    }
  }

  /** The case of kestra#19705: a limit of one with a loop inside waited for itself. */
  @Test
  void a_limit_of_one_everywhere_lets_loops_within_loops_come_to_their_end() throws Exception {
    try (var runtime = open()) {
      var limits = runtime.runs.limits();
      var one = Optional.of(1);
      accepted(limits.set(TestRuntime.CALLER, PASS, permits(1)));
      accepted(limits.set(TestRuntime.CALLER, TenantId.DEFAULT, quota(one, Optional.empty(), one)));
      var workflow =
          runtime.publish(
              """
              name: loops
              steps:
                before: {uses: test.pass}
                outer:
                  needs: before
                  for-each: 3
                  concurrency: 3
                  steps:
                    inner:
                      for-each: 3
                      concurrency: 2
                      steps:
                        a: {uses: test.pass, with: {value: "${{ each.inner.index }}"}}
                        b: {uses: test.pass, needs: a}
                      outputs: {value: "${{ steps.a.value }}"}
                    c: {uses: test.pass, needs: inner}
                  outputs: {value: "${{ steps.inner.value }}"}
                after: {uses: test.pass, needs: outer}
              """);

      var batch = runtime.create(workflow, concurrency(1), TestRuntime.items(4));

      assertThat(runtime.await(batch).state().counts().succeeded()).isEqualTo(4);
    }
  }

  @Test
  void tokens_come_with_the_clock_and_nothing_else_has_to_happen() throws Exception {
    try (var runtime = open()) {
      gate.release(100);
      accepted(
          runtime
              .runs
              .limits()
              .set(
                  TestRuntime.CALLER,
                  GATED,
                  new ResourceLimit(
                      Optional.empty(), Optional.of(new Rate(100, Duration.ofSeconds(1), 1)))));
      var batch = runtime.create(runtime.publish(WORKFLOW), concurrency(10), TestRuntime.items(10));
      assertThat(runtime.await(batch).state().counts().succeeded()).isEqualTo(10);
    }
  }

  @Test
  void within_a_batch_what_has_started_is_finished_first() throws Exception {
    var order = new ConcurrentLinkedQueue<String>();
    var first =
        TinySteps.of(
            "test.first",
            _ -> {
              order.add("first");
              entered.release();
              gate.acquireUninterruptibly();
              return TinySteps.done(Value.of("x"));
            });
    var second =
        TinySteps.of(
            "test.second",
            _ -> {
              order.add("second");
              return TinySteps.done(Value.of("x"));
            });
    try (var runtime = new TestRuntime(folder, first, second)) {
      accepted(
          runtime
              .runs
              .limits()
              .set(
                  TestRuntime.CALLER,
                  TenantId.DEFAULT,
                  quota(Optional.empty(), Optional.empty(), Optional.of(1))));
      var workflow =
          runtime.publish(
              "name: two\nsteps:\n  a: {uses: test.first}\n  b: {uses: test.second, needs: [a]}\n");
      var batch = runtime.create(workflow, concurrency(20), TestRuntime.items(20));
      entered.acquire();
      gate.release();
      // the slot goes on at once to the second item; meanwhile the first one's next step is ready
      entered.acquire();
      awaitReady(runtime, batch.id().run(1), new StepId("b"));
      gate.release();
      entered.acquire();
      // the second item's next step may be ready by then too, and then goes first as well
      assertThat(order).startsWith("first", "first", "second").endsWith("first");
      assertThat(order.stream().filter("first"::equals)).hasSize(3);
      gate.release(100);
      runtime.await(batch);
    }
  }

  private static void awaitReady(TestRuntime runtime, RunId run, StepId step)
      throws InterruptedException {
    while (true) {
      long seen = runtime.runs.log().last();
      var view = runtime.runs.batches().run(TestRuntime.CALLER, run).orElseThrow();
      if (view.state().step(step).phase() == StepPhase.READY) {
        return;
      }
      runtime.runs.log().await(seen, Duration.ofSeconds(1));
    }
  }
}
