package dev.backlot.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;

/** One HTTP dialect: its routes, and its way of saying no. Thread-safe. */
public interface Surface {
  /** Whether requests to this path, known or unknown, are answered in this dialect. */
  boolean serves(String path);

  /**
   * The paths that need no key; one that ends with a slash stands for all below it, but {@code /}
   * for itself alone.
   */
  Set<String> open();

  void routes(RoutesConfig routes);

  /** What a failure means to the client; empty when it is a defect. */
  Optional<Refusal> explain(Exception failure);

  /** Answers in this dialect's words. */
  void refuse(Context context, Refusal refusal);
}
