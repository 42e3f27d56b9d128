package dev.backlot.app;

import dev.backlot.http.Body;
import dev.backlot.http.Refusal;
import dev.backlot.http.Surface;
import dev.backlot.json.Json;
import dev.backlot.provider.Providers;
import dev.backlot.runtime.Runs;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where providers report, {@code POST /callbacks/PROVIDER/KEY}: signed by the provider instead of
 * opened by a key. A report only wakes whoever waits for it, so it may come twice, late or never.
 */
final class CallbackRoutes implements Surface {
  private static final String BELOW = "/callbacks/";
  private static final int BODY_BYTES_MAX = 1 << 20;

  private final Providers providers;
  private final Runs runs;

  CallbackRoutes(Providers providers, Runs runs) {
    this.providers = providers;
    this.runs = runs;
  }

  @Override
  public boolean serves(String path) {
    return path.startsWith(BELOW);
  }

  @Override
  public Set<String> open() {
    return Set.of(BELOW);
  }

  @Override
  public void routes(RoutesConfig routes) {
    routes.post(BELOW + "{provider}/{key}", this::report);
  }

  private void report(Context context) throws IOException {
    var body = Body.text(context, BODY_BYTES_MAX).getBytes(StandardCharsets.UTF_8);
    var headers = new HashMap<String, String>();
    context.headerMap().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    var note =
        providers
            .find(context.pathParam("provider"))
            .flatMap(
                provider -> provider.callback(headers, body, context.pathParam("key"), runs.now()))
            // an unknown provider and a wrong signature look the same
            .orElseThrow(
                () -> Refusal.of(401, "this report is not signed by the provider").exception());
    // nobody may be waiting any more, and the provider is not to try again
    boolean _ = runs.callbacks().arrived(note.key(), note.requestId());
    context.status(204);
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
        .result(Json.text(Json.object().put("detail", refusal.message())));
  }
}
