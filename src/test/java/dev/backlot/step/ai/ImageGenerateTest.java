package dev.backlot.step.ai;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.backlot.fixture.TestRuntime;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Failure;
import dev.backlot.model.GateDecision;
import dev.backlot.model.Money;
import dev.backlot.model.PauseReason;
import dev.backlot.model.Priority;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.ResourceLimit;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.TenantLimits;
import dev.backlot.model.Tolerance;
import dev.backlot.model.Value;
import dev.backlot.provider.Adapter;
import dev.backlot.provider.ProviderHttp;
import dev.backlot.provider.Providers;
import dev.backlot.provider.WebClient;
import dev.backlot.provider.fake.FakeProvider;
import dev.backlot.provider.replicate.ReplicateProvider;
import dev.backlot.runtime.Batches;
import dev.backlot.runtime.NewBatch;
import dev.backlot.runtime.Redrives;
import dev.backlot.runtime.RunView;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.GateRecord;
import dev.backlot.store.RunFilter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is bought is paid for once, within the budget, and told honestly. */
@Timeout(60)
class ImageGenerateTest {
  private static final Money PRICE = new Money(40_000);
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @TempDir Path folder;
  private Optional<AutoCloseable> server = Optional.empty();
  private Optional<TestRuntime> runtime = Optional.empty();
  private final WebClient web = new WebClient(true);

  @AfterEach
  void close() throws Exception {
    if (runtime.isPresent()) {
      runtime.get().close();
    }
    if (server.isPresent()) {
      server.get().close();
    }
    web.close();
  }

  private final class Kinds implements Providers.Kinds {
    @Override
    public Map<String, Adapter> adapters() {
      return Map.of(
          "replicate",
          new Adapter(
              Adapter.Reports.SECRET,
              settings -> new ReplicateProvider(settings, new ProviderHttp(settings, web, web))));
    }

    @Override
    public InstantSource clock() {
      return InstantSource.system();
    }

    @Override
    public Optional<String> variable(String name) {
      return Optional.of(name.equals("SIGNING") ? SECRET : "token");
    }

    @Override
    public Predicate<String> isSigningSecret() {
      return _ -> true;
    }
  }

  private FakeProvider fake(Duration latency) throws IOException {
    var fake =
        FakeProvider.start(
            new FakeProvider.Settings(0, 1, latency, Set.of(), PRICE, SECRET),
            InstantSource.system());
    server = Optional.of(fake);
    return fake;
  }

  private TestRuntime open(String url) throws IOException {
    var file =
        Files.writeString(
            folder.resolve("providers.yaml"),
            "currency: USD\nproviders:\n- {name: fake, kind: replicate, url: \""
                + url
                + "\", secret: TOKEN, callbacks: {url: \"http://127.0.0.1:9\", secret: SIGNING},"
                + " prices: {a/b: {call: 0.04}}}\n");
    var opened =
        new TestRuntime(
            folder.resolve("data"), new ImageGenerateStep(Providers.of(file, new Kinds())));
    runtime = Optional.of(opened);
    return opened;
  }

  private static BatchRecord start(TestRuntime runtime, int items, String more, String prompt) {
    var workflow =
        runtime.publish(
            "name: paint\nsteps:\n  paint:\n    uses: image.generate\n    with: {provider: fake,"
                + " model: a/b, prompt: \""
                + prompt
                + "\"}\n"
                + more);
    return runtime.create(workflow, new BatchSettings(1, true, true), TestRuntime.items(items));
  }

  private static RunView run(TestRuntime runtime, BatchRecord batch) {
    var run =
        runtime.views.runs(TestRuntime.CALLER.tenant(), batch.id(), RunFilter.ALL, 0, 1).getFirst();
    return runtime.runs.batches().run(TestRuntime.CALLER, run.id()).orElseThrow();
  }

  private static BatchRecord now(TestRuntime runtime, BatchRecord batch) {
    return runtime.runs.batches().get(TestRuntime.CALLER, batch.id()).orElseThrow();
  }

  private static void await(TestRuntime runtime, BooleanSupplier condition)
      throws InterruptedException {
    while (!condition.getAsBoolean()) {
      runtime.runs.log().await(runtime.runs.log().last(), Duration.ofMillis(10));
    }
  }

  @Test
  void a_picture_comes_into_the_asset_store_and_its_cost_into_the_books() throws Exception {
    var fake = fake(Duration.ofMillis(20));
    var opened = open(fake.url());
    var ended = opened.await(start(opened, 1, "", "a lighthouse"));
    assertThat(ended.state().status()).isEqualTo(BatchStatus.SUCCEEDED);
    assertThat(ended.state().progress().spent()).isEqualTo(PRICE);
    assertThat(ended.state().progress().reserved()).isEqualTo(Money.NONE);
    var step = run(opened, ended).state().step(StepPath.of(new StepId("paint")));
    assertThat(step.spent()).isEqualTo(PRICE);
    assertThat(step.outputs().get("image"))
        .isInstanceOfSatisfying(
            Value.Media.class,
            media -> assertThat(media.asset().mediaType()).isEqualTo("image/png"));
  }

  @Test
  void a_call_that_would_pass_the_budget_is_not_made_until_there_is_more() throws Exception {
    var fake = fake(Duration.ofMillis(20));
    var opened = open(fake.url());
    var batch = start(opened, 3, "", "not yet [fail]");
    opened.await(batch);
    var next = start(opened, 3, "", "within the budget");
    var changed =
        opened.runs.batches().change(TestRuntime.CALLER, next.id(), was -> budget(was, 80_000));
    assertThat(changed).isEmpty();
    await(opened, () -> now(opened, next).state().status() == BatchStatus.PAUSED);
    assertThat(now(opened, next).state().progress().pause())
        .get()
        .extracting(PauseReason::cause)
        .isEqualTo(PauseReason.Cause.BUDGET);
    assertThat(fake.made()).as("three that failed, and two that fit").isEqualTo(5);
    opened.runs.batches().change(TestRuntime.CALLER, next.id(), was -> budget(was, 120_000));
    assertThat(opened.runs.batches().resume(TestRuntime.CALLER, next.id())).isEmpty();
    assertThat(opened.await(next).state().progress().spent()).isEqualTo(PRICE.times(3));
  }

  @Test
  void a_tenants_budget_holds_for_all_its_batches_and_after_a_restart() throws Exception {
    var fake = fake(Duration.ofMillis(20));
    var first = open(fake.url());
    var tenant = TestRuntime.CALLER.tenant();
    var limits =
        new TenantLimits(
            100,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Money(100_000)));
    assertThat(first.runs.limits().set(TestRuntime.CALLER, tenant, limits)).isEmpty();
    first.await(start(first, 1, "", "one"));
    first.close();
    var second = open(fake.url());
    var batch = start(second, 2, "", "two and three");
    await(second, () -> now(second, batch).state().status() == BatchStatus.PAUSED);
    assertThat(fake.made()).isEqualTo(2);
    assertThat(now(second, batch).state().progress().pause())
        .get()
        .extracting(PauseReason::message)
        .asString()
        .contains("spent 0.08 of 0.1 this month");
    assertThat(second.runs.limits().remove(TestRuntime.CALLER, tenant)).isEmpty();
    assertThat(second.runs.batches().resume(TestRuntime.CALLER, batch.id())).isEmpty();
    assertThat(second.await(batch).state().counts().succeeded()).isEqualTo(2);
  }

  private static BatchSettings budget(BatchSettings was, long micros) {
    return new BatchSettings(
        was.concurrency(),
        was.priority(),
        was.tolerance(),
        was.canary(),
        was.breaker(),
        Optional.of(new Money(micros)),
        was.deadline(),
        was.runTimeout(),
        was.reuse());
  }

  @Test
  void what_is_cancelled_is_cancelled_at_the_provider_and_known_to_cost_nothing() throws Exception {
    var fake = fake(Duration.ofMinutes(10));
    var opened = open(fake.url());
    var batch = start(opened, 1, "", "never mind");
    await(opened, () -> run(opened, batch).events().toString().contains("CallSubmitted"));
    opened.runs.batches().cancel(TestRuntime.CALLER, batch.id());
    var ended = opened.await(batch);
    assertThat(ended.state().status()).isEqualTo(BatchStatus.CANCELLED);
    assertThat(ended.state().progress().reserved()).isEqualTo(Money.NONE);
    assertThat(fake.calls().path("calls").path(0).path("status").stringValue())
        .isEqualTo("canceled");
  }

  @Test
  void an_attempt_that_ran_out_of_time_leaves_its_call_to_the_next() throws Exception {
    var fake = fake(Duration.ofSeconds(1));
    var opened = open(fake.url());
    var batch =
        start(
            opened,
            1,
            "    timeout: 400ms\n    retry: {attempts: 9, backoff: fixed, delay: 10ms}\n",
            "slow");
    var ended = opened.await(batch);
    assertThat(ended.state().status()).isEqualTo(BatchStatus.SUCCEEDED);
    assertThat(run(opened, ended).state().step(StepPath.of(new StepId("paint"))).attempt())
        .isGreaterThan(1);
    assertThat(fake.made()).isEqualTo(1);
    assertThat(ended.state().progress().spent()).isEqualTo(PRICE);
  }

  @Test
  void what_the_provider_fails_is_not_tried_again() throws Exception {
    var fake = fake(Duration.ofMillis(10));
    var opened = open(fake.url());
    var ended = opened.await(start(opened, 1, "", "a [fail]"));
    assertThat(run(opened, ended).run().failure())
        .get()
        .extracting(Failure::line)
        .asString()
        .contains("the prediction failed");
    assertThat(ended.state().progress().spent()).isEqualTo(Money.NONE);
    assertThat(ended.state().progress().reserved()).isEqualTo(Money.NONE);
    assertThat(fake.made()).isEqualTo(1);
  }

  @Test
  void a_limit_of_the_provider_holds() throws Exception {
    var fake = fake(Duration.ofMillis(200));
    var opened = open(fake.url());
    var key = new ResourceKey("provider:fake");
    opened
        .runs
        .limits()
        .set(TestRuntime.CALLER, key, new ResourceLimit(Optional.of(1), Optional.empty()));
    var batch = start(opened, 3, "", "one at a time");
    opened.runs.batches().change(TestRuntime.CALLER, batch.id(), was -> atOnce(was, 3));
    await(opened, () -> opened.runs.limits().resource(key).orElseThrow().use().waiting() == 2);
    assertThat(opened.runs.limits().resource(key).orElseThrow().use().inUse()).isEqualTo(1);
    assertThat(opened.await(batch).state().counts().succeeded()).isEqualTo(3);
  }

  private static BatchSettings atOnce(BatchSettings was, int concurrency) {
    return new BatchSettings(concurrency, was.continueOnError(), was.reuse());
  }

  /** A provider that takes a call, says nothing, and lists nothing. */
  private String silent(AtomicInteger submissions) throws IOException {
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          try (exchange) {
            if (exchange.getRequestMethod().equals("POST")) {
              submissions.incrementAndGet();
              return;
            }
            var body =
                "{\"results\":[],\"next\":null}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    http.start();
    server = Optional.of(() -> http.stop(0));
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  @Test
  void a_call_that_nobody_knows_of_is_never_made_again_and_keeps_its_place_in_the_budget()
      throws Exception {
    var submissions = new AtomicInteger();
    var opened = open(silent(submissions));
    var batch =
        start(
            opened,
            1,
            "    timeout: 500ms\n    retry: {attempts: 3, backoff: fixed, delay: 10ms}\n",
            "hello?");
    var ended = opened.await(batch);
    assertThat(ended.state().status()).isEqualTo(BatchStatus.FAILED);
    assertThat(submissions).hasValue(1);
    assertThat(ended.state().progress().reserved()).isEqualTo(PRICE);
    assertThat(run(opened, ended).state().step(StepPath.of(new StepId("paint"))).call())
        .isPresent();
    // and after a person has asked for another go
    assertThat(opened.runs.batches().resume(TestRuntime.CALLER, run(opened, ended).run().id()))
        .isEmpty();
    opened.await(batch);
    assertThat(submissions).hasValue(1);
  }

  @Test
  void a_model_without_a_price_is_not_called() throws Exception {
    var fake = fake(Duration.ZERO);
    var opened = open(fake.url());
    var saved =
        opened
            .runs
            .workflows()
            .publish(
                TestRuntime.CALLER,
                "x.yaml",
                "name: x\nsteps:\n  p: {uses: image.generate, with: {provider: fake, model: c/d,"
                    + " prompt: x}}\n");
    assertThat(saved.toString()).contains("has no price for 'c/d'");
    assertThat(List.of(fake.made())).containsExactly(0);
  }

  private static RunStatus status(TestRuntime runtime, BatchRecord batch, int item) {
    return runtime
        .runs
        .batches()
        .run(TestRuntime.CALLER, batch.id().run(item))
        .orElseThrow()
        .state()
        .status();
  }

  @Test
  void a_run_resumed_in_a_batch_without_money_is_paused_again() throws Exception {
    var runtime = open(fake(Duration.ZERO).url());
    var batch = create(runtime, "name: paint\nsteps:\n" + PAINT, Tolerance.any(), 1);
    var run = batch.id().run(1);
    await(runtime, () -> status(runtime, batch, 1) == RunStatus.PAUSED);

    assertThat(runtime.runs.batches().resume(TestRuntime.CALLER, run)).isEmpty();

    await(runtime, () -> status(runtime, batch, 1) == RunStatus.PAUSED);
    assertThat(now(runtime, batch).state().progress().spent()).isEqualTo(Money.NONE);
  }

  @Test
  void a_batch_that_stops_without_money_comes_to_its_end() throws Exception {
    var runtime = open(fake(Duration.ZERO).url());
    var gate = "  good: {gate: {title: Good?, on-reject: fail}}\n";
    var batch =
        create(
            runtime,
            "name: paint\nsteps:\n" + gate + PAINT + "    needs: good\n",
            Tolerance.none(),
            2);
    await(runtime, () -> gates(runtime).size() == 2);
    decide(runtime, batch, 1, GateDecision.Verdict.REJECT);
    assertThat(now(runtime, batch).state().status()).isEqualTo(BatchStatus.STOPPING);

    decide(runtime, batch, 2, GateDecision.Verdict.APPROVE);

    var ended = runtime.await(batch);
    assertThat(ended.state().counts().failed()).isEqualTo(2);
    assertThat(ended.state().progress().spent()).isEqualTo(Money.NONE);
  }

  @Test
  void a_redrive_keeps_what_people_asked_for_and_does_not_paint_it_again() throws Exception {
    var fake = fake(Duration.ZERO);
    var opened = open(fake.url());
    var workflow =
        opened.publish(
            """
            name: reviewed
            steps:
              paint:
                uses: image.generate
                with: {provider: fake, model: a/b, prompt: "a cat ${{ notes.good }}"}
              good: {needs: paint, gate: {title: Good?, regenerate: paint, on-reject: fail}}
            """);
    var batch = opened.create(workflow, new BatchSettings(1, true, true), TestRuntime.items(1));
    await(opened, () -> gates(opened).size() == 1);
    decide(opened, batch, 1, GateDecision.Verdict.REGENERATE, "in warmer light");
    await(opened, () -> fake.made() == 2 && gates(opened).size() == 1);
    decide(opened, batch, 1, GateDecision.Verdict.REJECT, "");
    opened.await(batch);

    var again = redrive(opened, batch);
    await(opened, () -> gates(opened).size() == 1);
    assertThat(fake.made()).as("the second picture is taken as it is").isEqualTo(2);
    assertThat(picture(opened, again)).isEqualTo(picture(opened, batch));
    decide(opened, again, 1, GateDecision.Verdict.REGENERATE, "");
    await(opened, () -> fake.made() == 3 && gates(opened).size() == 1);
    decide(opened, again, 1, GateDecision.Verdict.REJECT, "");
    opened.await(again);

    var third = redrive(opened, again);
    await(opened, () -> gates(opened).size() == 1);
    assertThat(fake.made()).as("through a redrive of a redrive").isEqualTo(3);
    assertThat(picture(opened, third)).isEqualTo(picture(opened, again));
  }

  private static BatchRecord redrive(TestRuntime runtime, BatchRecord batch) {
    var origin = batch.origin();
    var wanted =
        new NewBatch(
            "again",
            origin.workflow(),
            Optional.of(origin.version()),
            new BatchSettings(1, true, true),
            Optional.empty(),
            Optional.empty(),
            Optional.of(batch.id()));
    var items = runtime.runs.redrives().items(TestRuntime.CALLER, batch, Redrives.Selection.FAILED);
    var look = runtime.runs.batches().dryRun(TestRuntime.CALLER, wanted, items);
    assertThat(look.reused()).as("the dry run knows it too").containsEntry("paint", 1);
    if (runtime.runs.batches().create(TestRuntime.CALLER, wanted, items)
        instanceof Batches.Creation.Created(var created)) {
      return created;
    }
    throw new AssertionError("the redrive was refused");
  }

  private static Value picture(TestRuntime runtime, BatchRecord batch) {
    var outputs = run(runtime, batch).state().step(StepPath.of(new StepId("paint"))).outputs();
    return outputs.getOrDefault("image", Value.none());
  }

  private static final String PAINT =
      """
        paint:
          uses: image.generate
          with: {provider: fake, model: a/b, prompt: a cat}
      """;

  private static BatchRecord create(
      TestRuntime runtime, String source, Tolerance tolerance, int items) {
    var settings =
        new BatchSettings(
            2,
            Priority.NORMAL,
            tolerance,
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Money(20_000)),
            Optional.empty(),
            Optional.empty(),
            true);
    return runtime.create(runtime.publish(source), settings, TestRuntime.items(items));
  }

  private static List<GateRecord> gates(TestRuntime runtime) {
    return runtime.runs.reviews().open(TestRuntime.CALLER, Optional.empty(), Optional.empty(), 10);
  }

  private static void decide(
      TestRuntime runtime, BatchRecord batch, int item, GateDecision.Verdict verdict) {
    decide(runtime, batch, item, verdict, "");
  }

  private static void decide(
      TestRuntime runtime, BatchRecord batch, int item, GateDecision.Verdict verdict, String note) {
    var decision = new GateDecision(verdict, note, List.of());
    var step = StepPath.of(new StepId("good"));
    var refused =
        runtime
            .runs
            .reviews()
            .decide(TestRuntime.CALLER, batch.id().run(item), step, decision, Optional.empty());
    assertThat(refused).isEmpty();
  }
}
