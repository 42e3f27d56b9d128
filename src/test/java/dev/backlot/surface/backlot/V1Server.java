package dev.backlot.surface.backlot;

import dev.backlot.app.WebhookPost;
import dev.backlot.attest.SigningKey;
import dev.backlot.fixture.TestRuntime;
import dev.backlot.fixture.TinySteps;
import dev.backlot.http.EventStreams;
import dev.backlot.http.HttpServer;
import dev.backlot.http.HttpSettings;
import dev.backlot.http.Keys;
import dev.backlot.model.Caller;
import dev.backlot.model.Money;
import dev.backlot.model.TenantId;
import dev.backlot.model.Value;
import dev.backlot.provider.WebClient;
import dev.backlot.report.Statements;
import dev.backlot.runtime.Assets;
import dev.backlot.runtime.Triggers;
import dev.backlot.runtime.Webhooks;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepRegistry;
import dev.backlot.surface.Gates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The surface on a real server and a real runtime; opening one again on the same folder is a
 * restart.
 */
final class V1Server implements AutoCloseable {
  static final String KEY = "bk_test";
  static final String FOREIGN_KEY = "bk_foreign";
  static final int STREAMS_MAX = 4;

  final TestRuntime runtime;
  final Gates gates = new Gates();
  private final AtomicInteger counted = new AtomicInteger();
  private final EventStreams streams = new EventStreams(STREAMS_MAX);
  private final WebClient web = new WebClient(true);
  private final Webhooks webhooks;
  private final Triggers triggers;
  private final HttpServer server;

  V1Server(Path folder) throws IOException {
    var calls = new AtomicInteger();
    var steps =
        new Step[] {
          TinySteps.pass(),
          TinySteps.picky(),
          gates.step(),
          TinySteps.remembered(() -> {}),
          TinySteps.priced("test.cheap", new Money(10_000)),
          TinySteps.priced("test.dear", new Money(40_000)),
          TinySteps.of(
              "test.paid",
              _ -> new Outcome.Done(Map.of("value", Value.of("bought")), new Money(250_000))),
          TinySteps.of(
              "test.counted",
              input -> {
                counted.incrementAndGet();
                return TinySteps.done(input.value("value").orElse(Value.none()));
              }),
          TinySteps.of(
              "test.flaky",
              input ->
                  calls.incrementAndGet() == 1
                      ? TinySteps.transientFailure()
                      : TinySteps.done(Value.of("fine")))
        };
    runtime = new TestRuntime(folder, false, steps);
    webhooks = runtime.runs.webhooks(new WebhookPost(web));
    triggers = runtime.runs.triggers(Optional.of(folder));
    var scratch = folder.resolve("uploads");
    var key = new SigningKey();
    key.keepIn(folder);
    var keys =
        new Keys(
            Map.of(
                KEY,
                TestRuntime.CALLER,
                FOREIGN_KEY,
                new Caller(new TenantId("foreign"), "stranger")));
    var surface =
        new Routes(
            runtime.runs,
            new StepRegistry(List.of(steps)),
            "test",
            scratch,
            (_, _, _) -> Optional.empty(),
            streams,
            webhooks,
            triggers,
            dev.backlot.fixture.NoProviders.BOOK,
            () -> List.of(new Checkup.Finding(false, "video", "no ffmpeg is installed")),
            new Statements(key));
    server =
        HttpServer.start(
            new HttpSettings("127.0.0.1", 0, scratch, Assets.BYTES_MAX),
            keys,
            List.of(surface),
            java.time.InstantSource.system());
  }

  V1Client client() {
    return new V1Client(server.url(), KEY);
  }

  /** How often the step {@code test.counted} was run. */
  int counted() {
    return counted.get();
  }

  V1Client foreigner() {
    return new V1Client(server.url(), FOREIGN_KEY);
  }

  V1Client client(String key) {
    return new V1Client(server.url(), key);
  }

  String url() {
    return server.url();
  }

  @Override
  public void close() throws IOException {
    triggers.close();
    streams.close();
    server.close();
    webhooks.close();
    web.close();
    runtime.close();
  }
}
