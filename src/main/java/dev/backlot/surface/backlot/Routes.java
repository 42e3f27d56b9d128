package dev.backlot.surface.backlot;

import dev.backlot.http.Accept;
import dev.backlot.http.Access;
import dev.backlot.http.EventStreams;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.http.Surface;
import dev.backlot.report.Statements;
import dev.backlot.runtime.Runs;
import dev.backlot.runtime.Triggers;
import dev.backlot.runtime.Webhooks;
import dev.backlot.step.StepRegistry;
import dev.backlot.surface.Contract;
import dev.backlot.surface.Once;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Backlot's own API: everything under {@code /v1}, and {@code /health}. */
public final class Routes implements Surface {
  private static final String HEALTH = "/health";

  /** What is not answered in JSON. */
  private static final List<String> OTHERS =
      List.of("/content", "/thumbnail", "/docs", "/archive", "/items.csv", "/items.jsonl");

  private final Runs runs;
  private final String version;
  private final Contract contract = Contract.named("backlot");
  private final List<Wire.StepType> steps;
  private final Once once;
  private final WorkflowRoutes workflows;
  private final AssetRoutes assets;
  private final BatchRoutes batches;
  private final DownloadRoutes downloads;
  private final EventRoutes events;
  private final LimitRoutes limits;
  private final WebhookRoutes webhooks;
  private final TriggerRoutes triggers;
  private final ProviderBook book;
  private final ProviderRoutes providers;
  private final CheckupRoutes checkup;

  /**
   * The surface on a runtime.
   *
   * @param version of the program, for {@code /health}
   * @param scratch where long bodies are kept while they are read
   */
  public Routes(
      Runs runs,
      StepRegistry steps,
      String version,
      Path scratch,
      Previews previews,
      EventStreams streams,
      Webhooks webhooks,
      Triggers triggers,
      ProviderBook providers,
      Checkup checkup,
      Statements statements) {
    this.runs = runs;
    this.version = version;
    this.steps = steps.types().stream().map(Render::stepType).toList();
    this.once = new Once(runs.idempotencyKeys(), scratch);
    this.workflows = new WorkflowRoutes(runs, once);
    this.assets = new AssetRoutes(runs, previews, once);
    this.batches = new BatchRoutes(runs, scratch, once);
    this.downloads = new DownloadRoutes(runs, scratch, statements);
    this.events = new EventRoutes(runs, streams);
    this.limits = new LimitRoutes(runs.limits());
    this.webhooks = new WebhookRoutes(webhooks, once);
    this.triggers = new TriggerRoutes(runs, triggers, once);
    this.book = providers;
    this.providers = new ProviderRoutes(providers);
    this.checkup = new CheckupRoutes(checkup);
  }

  @Override
  public boolean serves(String path) {
    return path.startsWith("/v1/") || path.startsWith(TriggerRoutes.CALLS) || path.equals(HEALTH);
  }

  @Override
  public Set<String> open() {
    var open = new HashSet<>(Contract.paths("/v1"));
    open.add(HEALTH);
    open.add(TriggerRoutes.CALLS);
    return open;
  }

  @Override
  public void routes(RoutesConfig routes) {
    routes.before("/v1/*", Routes::negotiate);
    routes.get(HEALTH, this::health);
    contract.add(routes, "/v1");
    routes.get("/v1/steps", this::steps);
    routes.get("/v1/me", this::me);
    workflows.add(routes);
    assets.add(routes);
    batches.add(routes);
    downloads.add(routes);
    new TrialRoutes(runs, once).add(routes);
    new ReviewRoutes(runs).add(routes);
    new RedriveRoutes(runs, once).add(routes);
    new BulkRoutes(runs, once).add(routes);
    events.add(routes);
    limits.add(routes);
    webhooks.add(routes);
    triggers.add(routes);
    providers.add(routes);
    checkup.add(routes);
    new CostRoutes(runs.costs()).add(routes);
    new KeyRoutes(runs, once).add(routes);
  }

  /** Before anything is done, so that a client that cannot read the answer changes nothing. */
  private static void negotiate(Context context) {
    if (context.path().equals(EventRoutes.PATH)) {
      Accept.require(context, "text/event-stream", "application/json");
    } else if (OTHERS.stream().noneMatch(context.path()::endsWith)) {
      Accept.require(context, "application/json");
    }
  }

  private void health(Context context) {
    Query.of(context);
    var halted = runs.halted();
    var status = halted.isPresent() ? "halted" : "ok";
    // why it halted may name files of this machine: that is for the log
    var reason = halted.map(_ -> "the engine has stopped; the log says why");
    Render.send(context, halted.isPresent() ? 503 : 200, new Wire.Health(status, version, reason));
  }

  private void me(Context context) {
    Query.of(context);
    var principal = Access.principal(context);
    var caller = principal.caller();
    Render.send(
        context,
        200,
        new Wire.Me(
            caller.tenant().value(),
            caller.user(),
            principal.role().word(),
            Access.isOperator(principal),
            Optional.of(book.currency()).filter(word -> !word.isEmpty())));
  }

  private void steps(Context context) {
    Query.of(context);
    Render.send(context, 200, new Wire.Page<>(steps, Optional.empty()));
  }

  @Override
  public Optional<Refusal> explain(Exception failure) {
    return Problems.explain(failure);
  }

  @Override
  public void refuse(Context context, Refusal refusal) {
    Problems.send(context, refusal);
  }
}
