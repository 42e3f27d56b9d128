package dev.backlot.surface.sartiq;

import dev.backlot.http.Refusal;
import dev.backlot.http.RefusalException;
import dev.backlot.json.Json;
import dev.backlot.runtime.Batches;
import dev.backlot.runtime.EngineHaltedException;
import dev.backlot.surface.Quotas;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;

/**
 * Failures as FastAPI tells them: {@code {"detail": [{loc, msg, type}]}} where fields are wrong,
 * else {@code {"detail": "..."}}.
 */
final class Problems {
  private static final Pattern PART = Pattern.compile("([^.\\[\\]]+)|\\[(\\d+)]");

  private Problems() {}

  static void send(Context context, Refusal refusal) {
    refusal.headers().forEach(context::header);
    var body = Json.object();
    // whatever is wrong with the body or the query is 422 in this dialect
    boolean invalid =
        !refusal.fields().isEmpty() || (refusal.status() == 400 && isBody(context, refusal));
    if (invalid) {
      var details = body.putArray("detail");
      if (refusal.fields().isEmpty()) {
        var detail = details.addObject();
        detail.putArray("loc").add("body");
        detail.put("msg", refusal.message()).put("type", "json_invalid");
      }
      for (var field : refusal.fields()) {
        var detail = details.addObject();
        loc(context, field.field(), detail.putArray("loc"));
        detail.put("msg", field.message()).put("type", "value_error");
      }
    } else {
      body.put("detail", refusal.message());
    }
    context
        .status(invalid && refusal.status() == 400 ? 422 : refusal.status())
        .contentType("application/json")
        .result(Json.text(body));
  }

  private static boolean isBody(Context context, Refusal refusal) {
    return !context.method().name().equals("GET") && !refusal.message().isEmpty();
  }

  /** {@code steps[1].depends_on[0]} as {@code ["body", "steps", 1, "depends_on", 0]}. */
  private static void loc(Context context, String field, ArrayNode loc) {
    loc.add(place(context, field));
    if (field.equals("body")) {
      return;
    }
    for (var parts = PART.matcher(field); parts.find(); ) {
      if (parts.group(2) == null) {
        loc.add(parts.group(1));
      } else {
        loc.add(Integer.parseInt(parts.group(2)));
      }
    }
  }

  private static String place(Context context, String field) {
    if (context.pathParamMap().containsKey(field)) {
      return "path";
    }
    boolean inQuery = context.queryParamMap().containsKey(field);
    return inQuery || context.method().name().equals("GET") ? "query" : "body";
  }

  static Optional<Refusal> explain(Exception failure) {
    return failure instanceof EngineHaltedException
        ? Optional.of(
            Refusal.of(503, "the engine has stopped; what was acknowledged is safe")
                .with("Retry-After", "1"))
        : Optional.empty();
  }

  /** Unknown and foreign look the same. */
  static RefusalException unknown() {
    return Refusal.of(404, "Workflow not found").exception();
  }

  /** Not in its present state. */
  static RefusalException conflict(String message) {
    return Refusal.of(409, message).exception();
  }

  /** What was started in another dialect has no description, and nothing to be deleted, here. */
  static RefusalException elsewhere() {
    return conflict(
        "This workflow was started in another dialect; it can be looked at, cancelled and resumed"
            + " here");
  }

  static void refuseIfAny(List<Refusal.Field> mistakes) {
    if (!mistakes.isEmpty()) {
      throw Refusal.of(422, "the request has mistakes; nothing was done", mistakes).exception();
    }
  }

  static RefusalException overQuota(Batches.Creation.OverQuota over) {
    return Quotas.refusal(429, over).exception();
  }
}
