package dev.backlot.surface.backlot;

import dev.backlot.definition.PortSchemas;
import dev.backlot.definition.Problem;
import dev.backlot.json.BatchJson;
import dev.backlot.json.FailureJson;
import dev.backlot.json.GateJson;
import dev.backlot.json.ValueJson;
import dev.backlot.model.AssetId;
import dev.backlot.model.BatchId;
import dev.backlot.model.Bill;
import dev.backlot.model.Cancellations;
import dev.backlot.model.GateState;
import dev.backlot.model.ItemCounts;
import dev.backlot.model.Look;
import dev.backlot.model.Money;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.runtime.BatchTiming;
import dev.backlot.runtime.DryRun;
import dev.backlot.runtime.Duplicates;
import dev.backlot.runtime.EventView;
import dev.backlot.runtime.Makings.Making;
import dev.backlot.runtime.RunView;
import dev.backlot.step.StepType;
import dev.backlot.store.Alike;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.EventRecord;
import dev.backlot.store.GateRecord;
import dev.backlot.store.RunRecord;
import dev.backlot.store.Views.LineageRecord;
import dev.backlot.store.WorkflowRecord;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns what the runtime shows into what goes over the wire. */
final class Render {
  private Render() {}

  static void send(Context context, int status, Object wire) {
    context
        .status(status)
        .contentType("application/json")
        .result(Wire.MAPPER.writeValueAsBytes(wire));
  }

  /**
   * A page of a list.
   *
   * @param found one more than the limit where there is a next page
   * @param key what the next page comes after
   */
  static <T, W> Wire.Page<W> page(
      List<T> found, int limit, Function<T, W> render, Function<T, Object> key) {
    var shown = found.size() > limit ? found.subList(0, limit) : found;
    var next =
        found.size() > limit
            ? Optional.of(key.apply(shown.getLast()).toString())
            : Optional.<String>empty();
    return new Wire.Page<>(shown.stream().map(render).toList(), next);
  }

  static Wire.Workflow workflow(
      WorkflowRecord workflow, Optional<JsonNode> inputs, Optional<String> source) {
    return new Wire.Workflow(
        workflow.name(),
        workflow.version(),
        workflow.published() ? "published" : "draft",
        workflow.description(),
        workflow.createdAt(),
        inputs,
        source);
  }

  static Wire.Flaw flaw(Problem problem) {
    return new Wire.Flaw(problem.line(), problem.column(), problem.path(), problem.message());
  }

  static Wire.StepType stepType(StepType type) {
    return new Wire.StepType(
        type.name(),
        type.version(),
        type.summary(),
        type.resource().name().toLowerCase(Locale.ROOT),
        type.deterministic(),
        PortSchemas.jsonSchema(type.parameters()),
        PortSchemas.jsonSchema(type.outputs()));
  }

  static Wire.Asset asset(dev.backlot.model.Asset asset) {
    return asset(
        asset,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** With where it comes from and where it went. */
  static Wire.Asset asset(
      dev.backlot.model.Asset asset,
      List<Making> made,
      List<LineageRecord> sources,
      List<LineageRecord> products,
      Optional<Look> look) {
    return asset(
        asset,
        Optional.of(made.stream().map(Render::making).toList()),
        Optional.of(sources.stream().map(one -> origin(one, one.input())).toList()),
        Optional.of(products.stream().map(one -> origin(one, one.output())).toList()),
        look.map(known -> known.colours().stream().map(Render::shade).toList()),
        Optional.empty());
  }

  private static Wire.Shade shade(Look.Shade shade) {
    return new Wire.Shade(shade.hex(), shade.percent() / 100.0);
  }

  /** The nearest of those sought, with how near they are. */
  static Wire.Alike alike(Alike found) {
    return new Wire.Alike(
        found.items().stream()
            .map(
                one ->
                    asset(
                        one.asset(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(one)))
            .toList(),
        found.notCompared());
  }

  static Wire.Duplicates duplicates(Duplicates found) {
    return new Wire.Duplicates(
        found.groups().stream().map(Render::group).toList(),
        found.others(),
        found.compared(),
        found.withoutLook(),
        found.notCompared());
  }

  private static Wire.DuplicateGroup group(Duplicates.Group group) {
    return new Wire.DuplicateGroup(
        group.size(),
        group.pictures().stream()
            .map(
                one ->
                    new Wire.Duplicate(
                        one.run().toString(),
                        one.run().item(),
                        one.name(),
                        one.picture().toString(),
                        one.bits()))
            .toList());
  }

  private static Wire.Asset asset(
      dev.backlot.model.Asset asset,
      Optional<List<Wire.Making>> madeBy,
      Optional<List<Wire.Origin>> sources,
      Optional<List<Wire.Origin>> products,
      Optional<List<Wire.Shade>> colours,
      Optional<Alike.Found> near) {
    return new Wire.Asset(
        asset.id().toString(),
        asset.mediaType(),
        asset.bytes(),
        Optional.of(asset.width()).filter(width -> width > 0),
        Optional.of(asset.height()).filter(height -> height > 0),
        Optional.of(asset.name()).filter(name -> !name.isEmpty()),
        "/v1/assets/" + asset.id().sha256() + "/content",
        madeBy,
        sources,
        products,
        colours,
        near.flatMap(Alike.Found::bits),
        near.flatMap(Alike.Found::colour).map(far -> Math.round(far * 10) / 10.0));
  }

  private static Wire.Making making(Making made) {
    return new Wire.Making(
        made.run().toString(),
        made.item(),
        made.workflow(),
        made.version(),
        made.step().toString(),
        made.uses(),
        made.inputs().stream().map(AssetId::toString).toList(),
        ValueJson.node(made.parameters()),
        made.provider(),
        made.model(),
        made.seed().map(ValueJson::node),
        made.cost().amount(),
        made.at());
  }

  private static Wire.Origin origin(LineageRecord lineage, AssetId other) {
    return new Wire.Origin(other.toString(), lineage.run().toString(), lineage.step());
  }

  static Wire.Batch batch(BatchRecord batch, Instant now) {
    var state = batch.state();
    var settings = state.settings();
    var given = BatchJson.node(settings);
    var timing = BatchTiming.of(batch, now);
    return new Wire.Batch(
        batch.id().toString(),
        batch.origin().name(),
        batch.origin().workflow(),
        batch.origin().version(),
        state.status().word(),
        settings.concurrency(),
        settings.priority().word(),
        settings.continueOnError(),
        given.has("failures_max")
            ? Optional.of(given.path("failures_max").intValue())
            : Optional.empty(),
        given.has("failures_max_percent")
            ? Optional.of(given.path("failures_max_percent").doubleValue())
            : Optional.empty(),
        Optional.ofNullable(given.get("canary")),
        Optional.ofNullable(given.get("breaker")),
        settings.budget().map(Money::amount),
        settings.deadline(),
        settings.runTimeout().map(Duration::toMillis),
        settings.reuse(),
        counts(state.counts()),
        batch.rejected(),
        batch
            .acknowledged()
            .map(word -> new Wire.Acknowledged(word.by(), word.at(), word.note(), word.failed())),
        new Wire.Timing(
            timing.elapsed().toMillis(),
            timing.itemsPerSecond(),
            timing.remaining().map(Duration::toMillis)),
        new Wire.Cost(state.progress().spent().amount(), state.progress().reserved().amount()),
        Optional.of(state.progress().cancelled())
            .filter(cancelled -> cancelled.all() > 0)
            .map(Render::cancellations),
        state
            .progress()
            .pause()
            .map(pause -> new Wire.Pause(pause.cause().word(), pause.message())),
        batch.origin().redriveOf().map(BatchId::toString),
        batch.creator().user(),
        state.createdAt().orElse(batch.id().createdAt()),
        batch.updatedAt(),
        state.endedAt());
  }

  private static Wire.Counts counts(ItemCounts counts) {
    return new Wire.Counts(
        counts.total(),
        counts.pending(),
        counts.running(),
        counts.waiting(),
        counts.succeeded(),
        counts.failed(),
        counts.cancelled());
  }

  private static Wire.Cancellations cancellations(Cancellations cancelled) {
    return new Wire.Cancellations(
        cancelled.beforeStart(),
        cancelled.inFlight(),
        cancelled.unbilled(),
        cancelled.billed(),
        cancelled.unknown(),
        cancelled.spent().amount());
  }

  /** An item as lists show it. */
  static Wire.Run run(RunRecord run) {
    return run(run, run.spent().map(Money::amount), Optional.empty());
  }

  static Wire.Run run(RunView view) {
    var steps = RenderSteps.of(view);
    return run(view.run(), Optional.of(Bill.of(view.state()).spent().amount()), Optional.of(steps));
  }

  private static Wire.Run run(
      RunRecord run, Optional<BigDecimal> cost, Optional<List<Wire.Step>> steps) {
    return new Wire.Run(
        run.id().toString(),
        run.id().batch().toString(),
        run.id().item(),
        run.name(),
        run.status().word(),
        ValueJson.node(run.inputs()),
        ValueJson.node(run.outputs()),
        run.failedStep().map(StepPath::toString),
        run.failure().map(FailureJson::node),
        run.startedAt(),
        run.endedAt(),
        run.startedAt()
            .flatMap(start -> run.endedAt().map(end -> Duration.between(start, end).toMillis())),
        cost,
        steps);
  }

  static ObjectNode question(GateState.Question question) {
    var node = GateJson.node(question);
    question.expiresAt().ifPresent(at -> node.put("expires_at", at.toString()));
    return node;
  }

  static Wire.Gate gate(GateRecord gate, Optional<StepId> regenerates) {
    return new Wire.Gate(
        gate.run().toString(),
        gate.run().batch().toString(),
        gate.run().item(),
        gate.name(),
        gate.step().toString(),
        gate.round(),
        question(gate.question()),
        regenerates.map(StepId::value),
        gate.at());
  }

  static Wire.DryRun dryRun(DryRun found) {
    return new Wire.DryRun(
        found.items(),
        found.problems().isEmpty(),
        found.invalid(),
        found.problems().stream()
            .map(problem -> new Wire.Mistake(problem.field(), problem.message()))
            .toList(),
        Optional.of(
                found.selected().stream()
                    .map(chosen -> new Wire.Chosen(chosen.item(), chosen.name()))
                    .toList())
            .filter(chosen -> !chosen.isEmpty()),
        found.rehearsed(),
        found.reused(),
        found.toRun(),
        found.unsure(),
        new Wire.Estimate(found.cost().low().amount(), found.cost().high().amount()),
        found.time().map(time -> time.about().toMillis()),
        found.time().map(DryRun.Time::boundBy));
  }

  static ObjectNode event(EventRecord event) {
    return EventView.of(event);
  }
}
