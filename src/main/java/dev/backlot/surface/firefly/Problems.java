package dev.backlot.surface.firefly;

import dev.backlot.http.Refusal;
import dev.backlot.http.RefusalException;
import dev.backlot.model.Failure;
import dev.backlot.runtime.Batches;
import dev.backlot.runtime.EngineHaltedException;
import dev.backlot.surface.Quotas;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Failures in this dialect's shape: {@code {error, message, status}}. */
final class Problems {
  static final String VERSION_HEADER = "api-version";
  static final String VERSION = "1.0";
  private static final String WRONG_VERSION =
      "The api-version value is not supported. Supported version: " + VERSION;
  private static final int FIELDS_TOLD = 10;

  private Problems() {}

  static void send(Context context, Refusal refusal) {
    refusal.headers().forEach(context::header);
    context.header(VERSION_HEADER, VERSION);
    boolean versionIsWrong = refusal.message().equals(WRONG_VERSION);
    Wire.send(
        context,
        refusal.status(),
        new Wire.Problem(
            versionIsWrong ? WRONG_VERSION : title(refusal.status()),
            words(refusal),
            versionIsWrong ? "error" : "failed"));
  }

  /** All there is to say in one text: the shape has no place for single fields. */
  private static String words(Refusal refusal) {
    if (refusal.fields().isEmpty()) {
      return refusal.message();
    }
    return refusal.fields().stream()
        .limit(FIELDS_TOLD)
        .map(one -> one.field() + ": " + one.message())
        .collect(Collectors.joining("; "));
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Invalid request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not found";
      case 405 -> "Method not allowed";
      case 406 -> "Not acceptable";
      case 409 -> "Conflict";
      case 413 -> "Payload too large";
      case 415 -> "Unsupported media type";
      case 422 -> "Unprocessable request";
      case 429 -> "Too many requests";
      case 503 -> "Service unavailable";
      default -> status >= 500 ? "Internal server error" : "Invalid request";
    };
  }

  static Optional<Refusal> explain(Exception failure) {
    return failure instanceof EngineHaltedException
        ? Optional.of(
            Refusal.of(503, "The engine has stopped; what was acknowledged is safe")
                .with("Retry-After", "1"))
        : Optional.empty();
  }

  static RefusalException wrongVersion() {
    return Refusal.of(400, WRONG_VERSION).exception();
  }

  /** Unknown and foreign look the same. */
  static RefusalException unknown() {
    return Refusal.of(404, "Workflow or batch not found").exception();
  }

  static RefusalException mistakes(List<Refusal.Field> mistakes) {
    return Refusal.of(400, "the request has mistakes; nothing was done", mistakes).exception();
  }

  static void refuseIfAny(List<Refusal.Field> mistakes) {
    if (!mistakes.isEmpty()) {
      throw mistakes(mistakes);
    }
  }

  /** Items as the engine counts them, in this dialect's places. */
  static RefusalException unfit(List<Failure.Invalid> problems) {
    return mistakes(
        problems.stream()
            .map(
                one ->
                    new Refusal.Field(
                        one.field()
                            .replaceFirst("^items(\\[\\d+])\\.inputs\\.", "workflow.inputs$1.")
                            .replaceFirst("^items", "workflow.inputs"),
                        one.message()))
            .toList());
  }

  static RefusalException overQuota(Batches.Creation.OverQuota over) {
    return Quotas.refusal(429, over).exception();
  }
}
