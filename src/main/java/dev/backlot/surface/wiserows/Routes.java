package dev.backlot.surface.wiserows;

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
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** WISEROWS' entities, workflows and jobs below a prefix. */
public final class Routes implements Surface {
  private static final String BASE = "/api/v1";
  private static final List<String> OWN =
      List.of("/entity-types", "/entities", "/workflows", "/jobs");

  private final EntityRoutes entities;
  private final WorkflowRoutes workflows;
  private final JobRoutes jobs;
  private final String prefix;
  private final Contract contract = Contract.named("wiserows");

  /**
   * The dialect on a runtime.
   *
   * @param models who generates when a client does not say
   * @param scratch where bodies are kept while they are read
   * @param prefix that the vendor's paths follow; empty for the bare root
   */
  public Routes(
      Runs runs, StepRegistry registry, Models models, Links links, Path scratch, String prefix) {
    var once = new Once(runs.idempotencyKeys(), scratch);
    this.entities = new EntityRoutes(runs, links, once);
    this.workflows = new WorkflowRoutes(runs, registry, models, once);
    this.jobs = new JobRoutes(runs);
    this.prefix = prefix;
  }

  @Override
  public boolean serves(String path) {
    return prefix.isEmpty()
        ? OWN.stream()
            .map(own -> BASE + own)
            .anyMatch(own -> path.equals(own) || path.startsWith(own + "/"))
        : path.equals(prefix) || path.startsWith(prefix + "/");
  }

  @Override
  public Set<String> open() {
    return prefix.isEmpty() ? Set.of() : Contract.paths(prefix);
  }

  @Override
  public void routes(RoutesConfig routes) {
    entities.add(routes, prefix + BASE);
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
