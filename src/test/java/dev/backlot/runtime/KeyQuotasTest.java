package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.fixture.TinySteps;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.Caller;
import dev.backlot.model.Role;
import dev.backlot.model.TenantLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a key may start a day, counted once and kept. */
class KeyQuotasTest {
  @TempDir Path folder;
  private Instant now = Instant.parse("2026-11-26T23:00:00Z");

  private TestRuntime open() throws IOException {
    return new TestRuntime(folder, TinySteps.pass());
  }

  private static Caller key(TestRuntime runtime, int items) {
    var wanted =
        new ApiKeys.NewKey(
            TestRuntime.CALLER.tenant(),
            "import",
            "anna",
            Role.OPERATOR,
            Optional.empty(),
            Optional.empty(),
            Optional.of(items));
    var made = runtime.runs.apiKeys().make(TestRuntime.CALLER, wanted, Optional.empty());
    assertThat(made).isInstanceOf(ApiKeys.Making.Made.class);
    return ((ApiKeys.Making.Made) made).key().caller();
  }

  private KeyQuotas quotas(TestRuntime runtime) {
    return new KeyQuotas(runtime.runs.documents(), runtime.runs.apiKeys(), () -> now);
  }

  private static Batches.Creation create(TestRuntime runtime, Caller by, int items) {
    var wanted =
        new NewBatch(
            "some",
            runtime.publish("name: w\nsteps: {a: {uses: test.pass, with: {value: x}}}\n"),
            Optional.empty(),
            BatchSettings.DEFAULT,
            Optional.empty(),
            Optional.empty());
    return runtime.runs.batches().create(by, wanted, TestRuntime.items(items));
  }

  private static long used(TestRuntime runtime, Caller by) {
    return runtime.runs.keyQuotas().standing(by).orElseThrow().used();
  }

  @Test
  void a_batch_that_is_too_large_for_the_rest_of_the_day_is_refused_whole() throws Exception {
    try (var runtime = open()) {
      var anna = key(runtime, 5);
      assertThat(create(runtime, anna, 3)).isInstanceOf(Batches.Creation.Created.class);
      var refused = create(runtime, anna, 3);
      assertThat(refused).isInstanceOf(Batches.Creation.OverQuota.class);
      var over = (Batches.Creation.OverQuota) refused;
      assertThat(over.why().message())
          .startsWith(
              "this key may start 5 items a day (UTC) and has started 3; 3 more wait until");
      assertThat(over.again().orElseThrow()).isBetween(Duration.ZERO, Duration.ofDays(1));
      assertThat(used(runtime, anna)).isEqualTo(3);
      assertThat(create(runtime, anna, 2)).isInstanceOf(Batches.Creation.Created.class);
      // whoever acts without that key is not counted by it
      assertThat(create(runtime, TestRuntime.CALLER, 3))
          .isInstanceOf(Batches.Creation.Created.class);
    }
    try (var runtime = open()) {
      var anna = runtime.runs.apiKeys().list(TestRuntime.CALLER.tenant()).getFirst().caller();
      assertThat(create(runtime, anna, 1)).isInstanceOf(Batches.Creation.OverQuota.class);
    }
  }

  @Test
  void what_was_refused_for_another_reason_costs_nothing() throws Exception {
    try (var runtime = open()) {
      var anna = key(runtime, 5);
      assertThat(create(runtime, anna, 0)).isInstanceOf(Batches.Creation.Refused.class);
      assertThat(used(runtime, anna)).isZero();
      var one =
          new TenantLimits(
              1,
              Optional.empty(),
              Optional.of(1),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      var tenant = TestRuntime.CALLER.tenant();
      assertThat(runtime.runs.limits().set(TestRuntime.CALLER, tenant, one)).isEmpty();
      var waits = runtime.publish("name: g\nsteps: {a: {gate: {title: Wait}}}\n");
      runtime.create(waits, BatchSettings.DEFAULT, TestRuntime.items(1));
      assertThat(create(runtime, anna, 2)).isInstanceOf(Batches.Creation.OverQuota.class);
      assertThat(used(runtime, anna)).isZero();
    }
  }

  @Test
  void a_new_day_begins_at_midnight_utc() throws Exception {
    try (var runtime = open()) {
      var anna = key(runtime, 2);
      var quotas = quotas(runtime);
      assertThat(quotas.take(anna, 2)).isEmpty();
      assertThat(quotas.take(anna, 1).orElseThrow().again()).contains(Duration.ofHours(1));
      now = Instant.parse("2026-11-27T00:00:00Z");
      assertThat(quotas.standing(anna).orElseThrow().remaining()).isEqualTo(2);
      assertThat(quotas.take(anna, 2)).isEmpty();
      assertThat(quotas.standing(anna).orElseThrow().until())
          .isEqualTo(Instant.parse("2026-11-28T00:00:00Z"));
    }
  }

  @Test
  void who_asks_many_times_at_once_gets_no_more() throws Exception {
    try (var runtime = open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var anna = key(runtime, 10);
      var quotas = quotas(runtime);
      var all = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < 40; i++) {
        all.add(() -> quotas.take(anna, 1).isEmpty());
      }
      int taken = 0;
      for (var one : List.copyOf(threads.invokeAll(all))) {
        taken += one.get() ? 1 : 0;
      }
      assertThat(taken).isEqualTo(10);
    }
  }
}
