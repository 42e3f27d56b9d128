package dev.backlot.surface.backlot;

import dev.backlot.definition.Problem;
import dev.backlot.http.Refusal;
import dev.backlot.http.RefusalException;
import dev.backlot.http.RequestId;
import dev.backlot.model.Failure;
import dev.backlot.runtime.Batches;
import dev.backlot.runtime.EngineHaltedException;
import dev.backlot.surface.Quotas;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Failures as problem details (RFC 9457). */
final class Problems {
  private static final Duration RETRY_DEFAULT = Duration.ofSeconds(1);

  private Problems() {}

  static void send(Context context, Refusal refusal) {
    var title = HttpStatus.forStatus(refusal.status()).getMessage();
    var problem =
        new Wire.Problem(
            "urn:backlot:problem:" + title.toLowerCase(Locale.ROOT).replace(' ', '-'),
            title,
            refusal.status(),
            refusal.message(),
            context.path(),
            RequestId.of(context),
            refusal.fields().stream()
                .map(field -> new Wire.Mistake(field.field(), field.message()))
                .toList());
    context
        .status(refusal.status())
        .contentType("application/problem+json")
        .result(Wire.MAPPER.writeValueAsBytes(problem));
  }

  static Optional<Refusal> explain(Exception failure) {
    return failure instanceof EngineHaltedException
        ? Optional.of(
            unavailable("the engine has stopped; what was acknowledged is safe", RETRY_DEFAULT))
        : Optional.empty();
  }

  private static Refusal unavailable(String message, Duration retryAfter) {
    return Refusal.of(503, message)
        .with("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
  }

  /** Unknown and foreign look the same. */
  static RefusalException unknown(String what, String id) {
    return Refusal.of(404, "there is no " + what + " '" + id + "'").exception();
  }

  /** A command that the engine rejected. */
  static RefusalException rejected(Failure failure) {
    var refusal =
        switch (failure) {
          case Failure.Invalid _, Failure.Refused _, Failure.Rejected _ ->
              Refusal.of(409, failure.line());
          case Failure.Transient(var message, var after) ->
              unavailable(message, after.orElse(RETRY_DEFAULT));
          case Failure.Defect _ -> Refusal.of(500, failure.line());
        };
    return refusal.exception();
  }

  /** A key that has used up its day comes back tomorrow; else it is a matter of the state. */
  static RefusalException overQuota(Batches.Creation.OverQuota over) {
    return over.again().isPresent() ? Quotas.refusal(429, over).exception() : rejected(over.why());
  }

  /** A request that is well-formed but cannot be what its workflow expects. */
  static RefusalException unfit(List<Failure.Invalid> problems) {
    var fields =
        problems.stream().map(one -> new Refusal.Field(one.field(), one.message())).toList();
    return Refusal.of(422, "the batch does not fit its workflow; nothing was created", fields)
        .exception();
  }

  static RefusalException broken(List<Problem> problems) {
    var fields = problems.stream().map(Problems::field).toList();
    return Refusal.of(422, "the workflow has mistakes; nothing was saved", fields).exception();
  }

  private static Refusal.Field field(Problem problem) {
    var place = "line " + problem.line() + ", column " + problem.column() + ": ";
    return new Refusal.Field(problem.path(), place + problem.message());
  }
}
