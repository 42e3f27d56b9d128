package dev.backlot.surface.backlot;

import dev.backlot.http.Access;
import dev.backlot.http.Query;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;

/** What {@code backlot doctor} says, of the machine that the server runs on. */
final class CheckupRoutes {
  private final Checkup checkup;

  CheckupRoutes(Checkup checkup) {
    this.checkup = checkup;
  }

  void add(RoutesConfig routes) {
    routes.get("/v1/doctor", this::look);
  }

  private void look(Context context) {
    Access.operator(context);
    Query.of(context);
    var found =
        checkup.findings().stream()
            .map(one -> new Wire.Finding(one.good(), one.what(), one.found()))
            .toList();
    Render.send(context, 200, new Wire.Page<>(found, Optional.empty()));
  }
}
