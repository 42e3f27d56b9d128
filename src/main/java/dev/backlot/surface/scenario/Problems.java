package dev.backlot.surface.scenario;

import dev.backlot.http.Refusal;
import dev.backlot.http.RefusalException;
import dev.backlot.runtime.Batches;
import dev.backlot.runtime.EngineHaltedException;
import dev.backlot.surface.Quotas;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Failures in this dialect's shape: {@code {statusCode, error, message}}. */
final class Problems {
  private static final int FIELDS_TOLD = 10;

  private Problems() {}

  static void send(Context context, Refusal refusal) {
    refusal.headers().forEach(context::header);
    Wire.send(
        context,
        refusal.status(),
        new Wire.Problem(refusal.status(), title(refusal.status()), words(refusal)));
  }

  /** All there is to say in one text: the shape has no place for single fields. */
  private static String words(Refusal refusal) {
    if (refusal.fields().isEmpty()) {
      return refusal.message();
    }
    var told =
        refusal.fields().stream()
            .limit(FIELDS_TOLD)
            .map(one -> one.field() + ": " + one.message())
            .collect(Collectors.joining("; "));
    int more = refusal.fields().size() - FIELDS_TOLD;
    return more > 0 ? told + "; and " + more + " more" : told;
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 402 -> "Payment Required";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 413 -> "Payload Too Large";
      case 415 -> "Unsupported Media Type";
      case 422 -> "Unprocessable Entity";
      case 429 -> "Too Many Requests";
      case 503 -> "Service Unavailable";
      default -> status >= 500 ? "Internal Server Error" : "Bad Request";
    };
  }

  static Optional<Refusal> explain(Exception failure) {
    return failure instanceof EngineHaltedException
        ? Optional.of(
            Refusal.of(503, "The engine has stopped; what was acknowledged is safe")
                .with("Retry-After", "1"))
        : Optional.empty();
  }

  /** Unknown and foreign look the same. */
  static RefusalException unknown(String what, String id) {
    return Refusal.of(404, "There is no " + what + " '" + id + "'").exception();
  }

  static void refuseIfAny(List<Refusal.Field> mistakes) {
    if (!mistakes.isEmpty()) {
      throw Refusal.of(400, "the request has mistakes; nothing was done", mistakes).exception();
    }
  }

  static RefusalException bad(String message) {
    return Refusal.of(400, message).exception();
  }

  static RefusalException overQuota(Batches.Creation.OverQuota over) {
    return Quotas.refusal(429, over).exception();
  }
}
