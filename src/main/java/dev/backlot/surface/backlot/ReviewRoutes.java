package dev.backlot.surface.backlot;

import dev.backlot.http.Access;
import dev.backlot.http.Body;
import dev.backlot.http.Fields;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.json.ValueJson;
import dev.backlot.model.BatchId;
import dev.backlot.model.Failure;
import dev.backlot.model.GateDecision;
import dev.backlot.model.GateDecision.Verdict;
import dev.backlot.model.GateState;
import dev.backlot.model.RunId;
import dev.backlot.model.StepPath;
import dev.backlot.model.Work;
import dev.backlot.runtime.RunView;
import dev.backlot.runtime.Runs;
import dev.backlot.store.GateRecord;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What people do to single steps: decide at gates, hold, release, cancel, ask why and of what. */
final class ReviewRoutes {
  private static final String STEP = "/v1/runs/{id}/steps/{step}";
  private final Runs runs;

  ReviewRoutes(Runs runs) {
    this.runs = runs;
  }

  void add(RoutesConfig routes) {
    routes.get("/v1/gates", this::gates);
    routes.post(STEP + "/decision", this::decide);
    routes.get(STEP + "/why", this::why);
    routes.get(STEP + "/inputs", this::inputs);
    routes.post(STEP + "/hold", steer(runs.batches()::hold));
    routes.post(STEP + "/release", steer(runs.batches()::release));
    routes.post(STEP + "/cancel", steer(runs.batches()::cancel));
  }

  private interface Command {
    Optional<Failure> send(dev.backlot.model.Caller caller, RunId run, StepPath step);
  }

  private void gates(Context context) {
    var query = Query.of(context, "batch", "after", "limit");
    var batch = query.read("batch", "the id of a batch", BatchId::parse);
    var after = query.read("after", "what the page before said in next", ReviewRoutes::place);
    var found = runs.reviews().open(Access.caller(context), batch, after, query.limit() + 1);
    var producers = runs.reviews().producers(Access.caller(context));
    Render.send(
        context,
        200,
        Render.page(
            found,
            query.limit(),
            gate -> Render.gate(gate, producers.apply(gate)),
            ReviewRoutes::place));
  }

  /** A gate's place in the list: its run and its step. */
  private static String place(GateRecord gate) {
    return gate.run() + ":" + gate.step();
  }

  private static Optional<GateRecord> place(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    var nothing =
        new GateState.Question(
            "", List.of(), Optional.empty(), List.of(), 1, Optional.empty(), Optional.empty());
    return RunId.parse(text.substring(0, colon))
        .flatMap(
            run ->
                StepPath.parse(text.substring(colon + 1))
                    .map(step -> new GateRecord(run, "", step, 1, nothing, Instant.EPOCH)));
  }

  private void decide(Context context) throws IOException {
    Query.of(context);
    var said = said(Body.json(context));
    var run = view(context).run().id();
    accepted(
        runs.reviews()
            .decide(Access.caller(context), run, step(context), said.decision(), said.round()));
    show(context);
  }

  private record Said(GateDecision decision, Optional<Integer> round) {}

  private static Said said(JsonNode body) {
    var mistakes = new ArrayList<Refusal.Field>();
    var fields = Fields.of(body, "", mistakes, "decision", "note", "selected", "round");
    var verdict =
        fields.required(
            "decision", fields.word("decision", "approve, reject or regenerate", Verdict::parse));
    var note = fields.text("note", GateDecision.NOTE_MAX).orElse("");
    var selected = new ArrayList<Integer>();
    fields
        .list("selected")
        .ifPresent(
            places -> {
              for (var place : places) {
                boolean fits =
                    place.isIntegralNumber()
                        && place.canConvertToInt()
                        && place.intValue() >= 0
                        && place.intValue() < Work.Gate.CANDIDATES_MAX;
                if (fits) {
                  selected.add(place.intValue());
                } else {
                  mistakes.add(new Refusal.Field("selected", "expected places counted from 0"));
                }
              }
            });
    var round = fields.number("round", 1, Integer.MAX_VALUE);
    Parse.refuseIfAny(mistakes);
    return new Said(new GateDecision(verdict.orElse(Verdict.REJECT), note, selected), round);
  }

  private void why(Context context) {
    Query.of(context);
    var run = view(context);
    var step = step(context);
    var reason =
        runs.explanations()
            .why(Access.caller(context), run, step)
            .orElseThrow(() -> Problems.unknown("step", step.toString()));
    Render.send(
        context,
        200,
        new Wire.Why(
            reason.step().toString(),
            reason.reused(),
            reason.reason(),
            reason.changed(),
            reason.comparedWith().map(RunId::toString)));
  }

  private void inputs(Context context) {
    Query.of(context);
    var step = step(context);
    var given =
        runs.stepInputs()
            .of(Access.caller(context), view(context), step)
            .orElseThrow(() -> Problems.unknown("step", step.toString()));
    Render.send(
        context,
        200,
        new Wire.StepInputs(
            given.step().toString(), ValueJson.node(given.values()), given.missing()));
  }

  private Handler steer(Command command) {
    return context -> {
      Query.of(context);
      accepted(command.send(Access.caller(context), view(context).run().id(), step(context)));
      show(context);
    };
  }

  private void show(Context context) {
    Render.send(context, 200, Render.run(view(context)));
  }

  private RunView view(Context context) {
    var id = context.pathParam("id");
    return RunId.parse(id)
        .flatMap(run -> runs.batches().run(Access.caller(context), run))
        .orElseThrow(() -> Problems.unknown("run", id));
  }

  private static StepPath step(Context context) {
    var text = context.pathParam("step");
    return StepPath.parse(text).orElseThrow(() -> Problems.unknown("step", text));
  }

  private static void accepted(Optional<Failure> refusal) {
    if (refusal.isPresent()) {
      throw Problems.rejected(refusal.get());
    }
  }
}
