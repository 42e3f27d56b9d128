package dev.backlot.console;

import dev.backlot.http.Body;
import dev.backlot.http.Refusal;
import dev.backlot.http.Surface;
import dev.backlot.json.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The console: one page at {@code /}, whose parts and places lie below {@code /console/}, and
 * {@code POST /console/sign-in}, which gives a key for a link's token. Nothing in it needs a key:
 * it holds no data.
 */
public final class Console implements Surface {
  private static final String BELOW = "/console/";
  private static final String ABOVE = "/console";

  /** Where browsers look for one that no page has named. */
  private static final String ICON = "/favicon.ico";

  private static final String PAGE = "index.html";

  private static final String MISSING =
      "The console was not built into this server: npm was missing when it was built. Install Node"
          + " with npm and build again (./mvnw package). The API works without it: see /v1/docs.\n";

  private final SignInLink link;
  private final Supplier<Optional<String>> keys;
  private final String policy;

  /**
   * The console.
   *
   * @param keys makes a key for whoever signs in by the link; empty when there is no room for more
   */
  public Console(SignInLink link, Supplier<Optional<String>> keys) {
    this.link = link;
    this.keys = keys;
    this.policy =
        PagePolicy.of(
            Files.named(PAGE, false)
                .map(file -> new String(file.bytes(), StandardCharsets.UTF_8))
                .orElse(""));
  }

  @Override
  public boolean serves(String path) {
    return open().contains(path) || path.startsWith(BELOW);
  }

  @Override
  public Set<String> open() {
    return Set.of("/", ABOVE, BELOW, ICON);
  }

  @Override
  public void routes(RoutesConfig routes) {
    routes.get("/", this::page);
    routes.get(ABOVE, context -> context.redirect("/"));
    routes.get(BELOW, context -> context.redirect("/"));
    routes.get(ICON, this::icon);
    routes.get(BELOW + "<path>", this::part);
    // whoever asks for the head alone is told the same
    routes.head("/", this::page);
    routes.head(BELOW + "<path>", this::part);
    routes.post(BELOW + "sign-in", this::signIn);
  }

  private void page(Context context) {
    context.header("Cache-Control", "no-cache");
    Files.named(PAGE, packed(context))
        .ifPresentOrElse(
            file -> send(context, file),
            () -> context.status(404).contentType("text/plain; charset=utf-8").result(MISSING));
  }

  /** A file of the page, or a place within it: those are the page's to know. */
  private void part(Context context) {
    var path = context.path().substring(BELOW.length());
    if (!path.startsWith("assets/") && !path.endsWith(".svg")) {
      page(context);
      return;
    }
    var file =
        Files.named(path, packed(context))
            .orElseThrow(
                () -> Refusal.of(404, "there is nothing at " + context.path()).exception());
    if (path.startsWith("assets/")) {
      // their names tell their content
      context.header("Cache-Control", "public, max-age=31536000, immutable");
    }
    send(context, file);
  }

  private void icon(Context context) {
    Files.named("icon.svg", packed(context))
        .ifPresentOrElse(file -> send(context, file), () -> context.status(204));
  }

  private static boolean packed(Context context) {
    return Optional.ofNullable(context.header("Accept-Encoding")).orElse("").contains("gzip");
  }

  private void send(Context context, Files.File file) {
    context
        .header("Content-Security-Policy", policy)
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Vary", "Accept-Encoding");
    if (file.packed()) {
      context.header("Content-Encoding", "gzip");
    }
    context.contentType(file.mediaType()).result(file.bytes());
  }

  private void signIn(Context context) throws IOException {
    if (!link.redeem(Body.json(context).path("token").asString(""))) {
      throw Refusal.of(
              401,
              "this link was used, is older than an hour, or is of an earlier start; use a key")
          .exception();
    }
    var key =
        keys.get()
            .orElseThrow(
                () -> Refusal.of(409, "there are too many keys; revoke some first").exception());
    context
        .contentType("application/json")
        .result(Json.text(Json.object().put("key", key)).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Optional<Refusal> explain(Exception failure) {
    return Optional.empty();
  }

  @Override
  public void refuse(Context context, Refusal refusal) {
    context
        .status(refusal.status())
        .contentType("application/json")
        .result(
            Json.text(
                Json.object().put("status", refusal.status()).put("detail", refusal.message())));
  }
}
