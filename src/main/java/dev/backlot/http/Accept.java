package dev.backlot.http;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a client is willing to read. */
public final class Accept {
  private Accept() {}

  /**
   * Whether the client takes this media type; one without an {@code Accept} header takes anything.
   */
  public static boolean allows(Context context, String mediaType) {
    var header = Optional.ofNullable(context.header("Accept")).orElse("*/*");
    return Arrays.stream(header.split(",", -1)).anyMatch(range -> matches(range, mediaType));
  }

  /** Whether the client names this media type itself, not just a range that holds it. */
  public static boolean names(Context context, String mediaType) {
    var header = Optional.ofNullable(context.header("Accept")).orElse("");
    return header.toLowerCase(Locale.ROOT).contains(mediaType);
  }

  /** Refuses with 406 a client that reads none of these. */
  public static void require(Context context, String... mediaTypes) {
    if (Arrays.stream(mediaTypes).noneMatch(type -> allows(context, type))) {
      throw Refusal.of(406, "this answers with " + String.join(" or ", mediaTypes)).exception();
    }
  }

  private static boolean matches(String range, String mediaType) {
    var parts = range.toLowerCase(Locale.ROOT).replace(" ", "").split(";", -1);
    boolean refused = Arrays.stream(parts).anyMatch(part -> part.matches("q=0(\\.0*)?"));
    var family = mediaType.substring(0, mediaType.indexOf('/')) + "/*";
    return !refused
        && (parts[0].equals("*/*") || parts[0].equals(family) || parts[0].equals(mediaType));
  }
}
