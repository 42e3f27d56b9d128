package dev.backlot.surface.scenario;

import dev.backlot.http.Access;
import dev.backlot.http.Refusal;
import dev.backlot.http.Surface;
import dev.backlot.runtime.Runs;
import dev.backlot.step.StepRegistry;
import dev.backlot.surface.Contract;
import dev.backlot.surface.Links;
import dev.backlot.surface.Models;
import dev.backlot.surface.Once;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Scenario's workflows and jobs below a prefix. */
public final class Routes implements Surface {
  private static final String BASE = "/v1";

  private final AssetRoutes assets;
  private final WorkflowRoutes workflows;
  private final JobRoutes jobs;
  private final String prefix;
  private final Contract contract = Contract.named("scenario");

  /**
   * The dialect on a runtime.
   *
   * @param models who does what when a flow names a model by the vendor's id
   * @param scratch where bodies are kept while they are read
   * @param prefix that the vendor's paths follow; empty where it is alone, as {@code /v1} is ours
   */
  public Routes(
      Runs runs, StepRegistry registry, Models models, Links links, Path scratch, String prefix) {
    var once = new Once(runs.idempotencyKeys(), scratch);
    AssetRoutes.Renders renders =
        context -> {
          var caller = Access.caller(context);
          return new Render(
              context,
              caller,
              links,
              id -> Ids.asset(id).flatMap(asset -> runs.assets().get(caller, asset)));
        };
    this.assets = new AssetRoutes(runs.assets(), renders);
    this.workflows = new WorkflowRoutes(runs, registry, models, once, renders);
    this.jobs = new JobRoutes(runs, workflows, assets, once, renders);
    this.prefix = prefix;
  }

  @Override
  public boolean serves(String path) {
    return prefix.isEmpty() || path.equals(prefix) || path.startsWith(prefix + "/");
  }

  @Override
  public Set<String> open() {
    return prefix.isEmpty() ? Set.of() : Contract.paths(prefix);
  }

  @Override
  public void routes(RoutesConfig routes) {
    assets.add(routes, prefix + BASE);
    workflows.add(routes, prefix + BASE);
    jobs.add(routes, prefix + BASE);
    if (!prefix.isEmpty()) {
      contract.add(routes, prefix);
    }
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
