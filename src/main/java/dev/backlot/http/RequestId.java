package dev.backlot.http;

import io.javalin.http.Context;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The name of one request in answers and in the log: the client's own where it is harmless, else a
 * new one.
 */
public final class RequestId {
  static final String HEADER = "X-Request-Id";
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final String ATTRIBUTE = "request-id";

  private RequestId() {}

  public static String of(Context context) {
    return Objects.requireNonNull(context.attributeOrCompute(ATTRIBUTE, RequestId::choose));
  }

  private static String choose(Context context) {
    return Optional.ofNullable(context.header(HEADER))
        .filter(given -> HARMLESS.matcher(given).matches())
        .orElseGet(() -> UUID.randomUUID().toString());
  }
}
