package dev.backlot.http;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A request's body, never more of it in memory than {@value #JSON_BYTES_MAX} bytes. */
public final class Body {
  /** The largest JSON body. */
  public static final int JSON_BYTES_MAX = 8 << 20;

  private static final String JSON = "application/json";

  private Body() {}

  /** The content type without its parameters, in lower case; empty when none is given. */
  public static String mediaType(Context context) {
    var given = Optional.ofNullable(context.contentType()).orElse("");
    int end = given.indexOf(';');
    return (end < 0 ? given : given.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  /** A JSON document of at most {@value #JSON_BYTES_MAX} bytes. */
  public static JsonNode json(Context context) throws IOException {
    if (!mediaType(context).equals(JSON)) {
      throw unsupported(context, JSON);
    }
    return parse(bytes(context, JSON_BYTES_MAX));
  }

  /** Reads JSON that a client sent. */
  public static JsonNode parse(byte[] utf8) {
    try {
      return Json.parse(utf8);
    } catch (JsonProblem e) {
      throw Refusal.of(400, String.valueOf(e.getMessage())).exception();
    }
  }

  /** Text in UTF-8. */
  public static String text(Context context, int bytesMax) throws IOException {
    try {
      var bytes = ByteBuffer.wrap(bytes(context, bytesMax));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException _) {
      throw Refusal.of(400, "expected text in UTF-8, but the body holds other bytes").exception();
    }
  }

  /** The body as it arrives; the byte after the last allowed one is refused with 413. */
  public static InputStream stream(Context context, long bytesMax) throws IOException {
    var kept = KeptBody.of(context);
    if (kept.isPresent()) {
      return new LimitedStream(kept.get().stream(), bytesMax);
    }
    if (context.req().getContentLengthLong() > bytesMax) {
      throw LimitedStream.tooLarge(bytesMax);
    }
    return new LimitedStream(context.bodyInputStream(), bytesMax);
  }

  /** A body of a type that is not taken here. */
  public static RefusalException unsupported(Context context, String expected) {
    var given = mediaType(context);
    var found = given.isEmpty() ? "none is given" : given;
    return Refusal.of(415, "expected the content type " + expected + ", but " + found).exception();
  }

  private static byte[] bytes(Context context, int bytesMax) throws IOException {
    return stream(context, bytesMax).readAllBytes();
  }
}
