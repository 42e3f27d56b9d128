package dev.backlot.surface;

import dev.backlot.http.Access;
import dev.backlot.http.KeptBody;
import dev.backlot.http.Refusal;
import dev.backlot.http.RefusalException;
import dev.backlot.runtime.Claim;
import dev.backlot.runtime.IdempotencyKeys;
import dev.backlot.runtime.IdempotencyKeys.Claiming;
import dev.backlot.store.KeyRecord;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Creating requests with an {@code Idempotency-Key} (IETF draft
 * draft-ietf-httpapi-idempotency-key-header): the same request again answers the first result,
 * another one is refused.
 */
public final class Once {
  public static final String HEADER = "Idempotency-Key";
  private static final String REPLAYED = "Idempotency-Replayed";
  // a structured field's string, or the same without its quotes
  private static final Pattern FORM = Pattern.compile("\"([!#-\\[\\]-~]{1,255})\"|([!#-~]{1,255})");

  private final IdempotencyKeys keys;
  private final Path scratch;

  /**
   * Over the keys of a runtime.
   *
   * @param scratch where bodies are kept while they are read
   */
  public Once(IdempotencyKeys keys, Path scratch) {
    this.keys = keys;
    this.scratch = scratch;
  }

  /** Does a request; what it creates is durable together with the claim. */
  public interface Creating {
    void create(Context context, Optional<Claim> claim) throws IOException;
  }

  /** Answers with what was created before, as it is now. */
  public interface Telling {
    void tell(Context context, String resource) throws IOException;
  }

  /**
   * A handler that creates once for each key.
   *
   * @param bytesMax the longest body
   */
  public Handler handler(long bytesMax, Creating creating, Telling telling) {
    return handler(bytesMax, KeptBody.Sameness.MEANING, this::keep, creating, telling);
  }

  /** As {@link #handler}, for files, of which every byte counts. */
  public Handler upload(long bytesMax, Creating creating, Telling telling) {
    return handler(bytesMax, KeptBody.Sameness.BYTES, this::keep, creating, telling);
  }

  /** As {@link #handler}, where the first answer holds a secret that must not be kept. */
  public Handler secret(long bytesMax, Creating creating, Telling telling) {
    return handler(bytesMax, KeptBody.Sameness.MEANING, (_, _) -> {}, creating, telling);
  }

  private interface Keeping {
    void keep(Context context, Claim claim);
  }

  private Handler handler(
      long bytesMax,
      KeptBody.Sameness sameness,
      Keeping keeping,
      Creating creating,
      Telling telling) {
    return context -> {
      var key = key(context);
      if (key.isEmpty()) {
        creating.create(context, Optional.empty());
        return;
      }
      try (var body = KeptBody.take(context, bytesMax, sameness, scratch)) {
        switch (keys.claim(Access.caller(context), key.get(), body.fingerprint())) {
          case Claiming.Granted(var claim) -> create(context, claim, keeping, creating);
          case Claiming.Done(var first) -> repeat(context, first, telling);
          case Claiming.Mistaken _ ->
              throw refusal(422, "this key was used for another request; take a new one");
          case Claiming.UnderWay _ ->
              throw refusal(409, "a request with this key is still under way; ask again");
          case Claiming.TooMany _ ->
              throw refusal(
                  429,
                  IdempotencyKeys.KEYS_MAX
                      + " keys were used within 24 hours; wait, or send the request without one");
        }
      }
    };
  }

  private static Optional<String> key(Context context) {
    var given = Optional.ofNullable(context.header(HEADER));
    return given.map(
        text -> {
          var match = FORM.matcher(text.strip());
          if (!match.matches()) {
            throw refusal(
                400, "expected 1 to 255 visible ASCII characters, with or without quotes");
          }
          return match.group(1) == null ? match.group(2) : match.group(1);
        });
  }

  private static void create(Context context, Claim claim, Keeping keeping, Creating creating)
      throws IOException {
    try (claim) {
      creating.create(context, Optional.of(claim));
      keeping.keep(context, claim);
    }
  }

  private void keep(Context context, Claim claim) {
    var location = Optional.ofNullable(context.res().getHeader("Location"));
    var body = Optional.ofNullable(context.result()).orElse("");
    keys.keep(claim, new KeyRecord.Answer(context.statusCode(), location, body));
  }

  private static void repeat(Context context, KeyRecord first, Telling telling) throws IOException {
    context.header(REPLAYED, "true");
    if (first.answer().isEmpty()) {
      telling.tell(context, first.resource());
      return;
    }
    var answer = first.answer().get();
    answer.location().ifPresent(place -> context.header("Location", place));
    context.status(answer.status()).contentType("application/json").result(answer.body());
  }

  private static RefusalException refusal(int status, String message) {
    var fields = List.of(new Refusal.Field(HEADER, message));
    var refusal = Refusal.of(status, HEADER + ": " + message, fields);
    return (status == 409 || status == 429 ? refusal.with("Retry-After", "1") : refusal)
        .exception();
  }
}
