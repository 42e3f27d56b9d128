package dev.backlot.surface;

import dev.backlot.app.LinkedAssets;
import dev.backlot.app.StoredKeys;
import dev.backlot.app.WebFetcher;
import dev.backlot.app.WebhookPost;
import dev.backlot.fixture.TestRuntime;
import dev.backlot.fixture.TinySteps;
import dev.backlot.http.BaseUrl;
import dev.backlot.http.Credentials;
import dev.backlot.http.EventStreams;
import dev.backlot.http.FileLinks;
import dev.backlot.http.HttpServer;
import dev.backlot.http.HttpSettings;
import dev.backlot.http.Keys;
import dev.backlot.http.Surface;
import dev.backlot.model.Caller;
import dev.backlot.model.TenantId;
import dev.backlot.model.Value;
import dev.backlot.provider.Secrets;
import dev.backlot.provider.WebClient;
import dev.backlot.runtime.Assets;
import dev.backlot.runtime.Runs;
import dev.backlot.runtime.Triggers;
import dev.backlot.runtime.Webhooks;
import dev.backlot.step.Step;
import dev.backlot.step.StepRegistry;
import dev.backlot.step.data.HttpRequestStep;
import dev.backlot.step.data.RecordUpdateStep;
import dev.backlot.step.flow.FlowSteps;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Our own dialect and another on one real server; opened again on the same folder, a restart. */
public final class SurfaceServer implements AutoCloseable {
  public static final String KEY = "bk_test";

  /** Somebody else of the same tenant. */
  public static final String COLLEAGUE_KEY = "bk_colleague";

  public static final String FOREIGN_KEY = "bk_foreign";

  public final TestRuntime runtime;
  public final Gates gates = new Gates();
  private final EventStreams streams = new EventStreams(4);
  private final WebClient web = new WebClient(true);
  private final Webhooks webhooks;
  private final Triggers triggers;
  private final HttpServer server;

  /** What a dialect is made of. */
  public record Parts(
      Runs runs, StepRegistry registry, Links links, Webhooks webhooks, Path scratch) {}

  /** Makes the dialect under test. */
  public interface Dialect {
    Surface of(Parts parts);
  }

  /** Our own dialect alone. */
  public SurfaceServer(Path folder) throws IOException {
    this(folder, List.of());
  }

  public SurfaceServer(Path folder, Dialect dialect) throws IOException {
    this(folder, List.of(dialect));
  }

  private SurfaceServer(Path folder, List<Dialect> dialects) throws IOException {
    var flaky = new AtomicInteger();
    var all = new ArrayList<Step>(FlowSteps.all());
    all.addAll(
        List.of(
            TinySteps.pass(),
            TinySteps.picky(),
            TinySteps.picture(),
            gates.step(),
            new HttpRequestStep(web, Secrets.NONE),
            new RecordUpdateStep(),
            TinySteps.of(
                "test.flaky",
                input ->
                    flaky.incrementAndGet() == 1
                        ? TinySteps.transientFailure()
                        : TinySteps.done(input.value("value").orElse(Value.none())))));
    var steps = all.toArray(new Step[0]);
    runtime = new TestRuntime(folder, new WebFetcher(web), steps);
    webhooks = runtime.runs.webhooks(new WebhookPost(web));
    triggers = runtime.runs.triggers(Optional.of(folder));
    var scratch = folder.resolve("uploads");
    var registry = new StepRegistry(List.of(steps));
    var files =
        new FileLinks("secret", new LinkedAssets(runtime.runs.assets()), InstantSource.system());
    var links = new Links(files, new BaseUrl(Optional.empty()));
    var own =
        new dev.backlot.surface.backlot.Routes(
            runtime.runs,
            registry,
            "test",
            scratch,
            (_, _, _) -> Optional.empty(),
            streams,
            webhooks,
            triggers,
            dev.backlot.fixture.NoProviders.BOOK,
            List::of,
            new dev.backlot.report.Statements(new dev.backlot.attest.SigningKey()));
    var parts = new Parts(runtime.runs, registry, links, webhooks, scratch);
    var surfaces = new ArrayList<Surface>(List.of(own));
    dialects.forEach(dialect -> surfaces.add(dialect.of(parts)));
    surfaces.add(files);
    var callers =
        Map.of(
            KEY,
            TestRuntime.CALLER,
            COLLEAGUE_KEY,
            new Caller(TestRuntime.CALLER.tenant(), "colleague"),
            FOREIGN_KEY,
            new Caller(new TenantId("foreign"), "stranger"));
    server =
        HttpServer.start(
            new HttpSettings("127.0.0.1", 0, scratch, Assets.BYTES_MAX),
            Credentials.any(
                List.of(new Keys(callers), new StoredKeys(runtime.runs, Optional.empty()))),
            surfaces,
            InstantSource.system());
  }

  public TenantId tenant() {
    return TestRuntime.CALLER.tenant();
  }

  public String url() {
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
