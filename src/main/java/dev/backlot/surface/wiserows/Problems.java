package dev.backlot.surface.wiserows;

import dev.backlot.http.Refusal;
import dev.backlot.http.RefusalException;
import dev.backlot.runtime.Batches;
import dev.backlot.runtime.EngineHaltedException;
import dev.backlot.surface.Quotas;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** Failures in this dialect's shape: {@code {"error": {code, message, fields}}}. */
final class Problems {
  private Problems() {}

  static void send(Context context, Refusal refusal) {
    refusal.headers().forEach(context::header);
    var mistakes =
        refusal.fields().stream().map(one -> new Wire.Mistake(one.field(), one.message())).toList();
    Wire.problem(
        context,
        refusal.status(),
        new Wire.Problem(code(refusal.status()), refusal.message(), mistakes));
  }

  private static String code(int status) {
    return switch (status) {
      case 401 -> "unauthorized";
      case 403 -> "forbidden";
      case 404 -> "not_found";
      case 405 -> "method_not_allowed";
      case 409 -> "conflict";
      case 413 -> "payload_too_large";
      case 415 -> "unsupported_media_type";
      case 429 -> "rate_limited";
      case 503 -> "unavailable";
      default -> status >= 500 ? "internal_error" : "invalid_request";
    };
  }

  static Optional<Refusal> explain(Exception failure) {
    return failure instanceof EngineHaltedException
        ? Optional.of(
            Refusal.of(503, "the engine has stopped; what was acknowledged is safe")
                .with("Retry-After", "1"))
        : Optional.empty();
  }

  /** Unknown and foreign look the same. */
  static RefusalException unknown(String what, String id) {
    return Refusal.of(404, "there is no " + what + " '" + id + "'").exception();
  }

  static RefusalException conflict(String message) {
    return Refusal.of(409, message).exception();
  }

  static void refuseIfAny(List<Refusal.Field> mistakes) {
    if (!mistakes.isEmpty()) {
      throw Refusal.of(400, "the request has mistakes; nothing was done", mistakes).exception();
    }
  }

  static RefusalException overQuota(Batches.Creation.OverQuota over) {
    return Quotas.refusal(429, over).exception();
  }
}
