package dev.backlot.surface;

import dev.backlot.definition.PlainYaml;
import dev.backlot.json.Json;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The OpenAPI document of a dialect: written as YAML for people, served as JSON for programs and as
 * a page for readers. Neither is a secret, so neither needs a key.
 */
public final class Contract {
  private final String resource;
  private @Nullable Written written;

  private Contract(String resource) {
    this.resource = resource;
  }

  /** The contract in {@code /openapi/NAME.yaml}; it is read when someone first asks for it. */
  public static Contract named(String name) {
    return new Contract("/openapi/" + name + ".yaml");
  }

  private record Written(String json, String page) {
    static Written read(String resource) {
      try (var yaml = Contract.class.getResourceAsStream(resource)) {
        var bytes = Objects.requireNonNull(yaml, resource).readAllBytes();
        JsonNode document =
            Json.MAPPER.valueToTree(PlainYaml.read(new String(bytes, StandardCharsets.UTF_8)));
        return new Written(Json.MAPPER.writeValueAsString(document), ContractPage.of(document));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Reading it takes longer than the rest of a server's start. */
  private synchronized Written written() {
    var known = written;
    if (known == null) {
      known = Written.read(resource);
      written = known;
    }
    return known;
  }

  /** Where it is served below a dialect's prefix. */
  public static Set<String> paths(String prefix) {
    return Set.of(prefix + "/openapi.json", prefix + "/docs");
  }

  public void add(RoutesConfig routes, String prefix) {
    routes.get(
        prefix + "/openapi.json",
        context -> context.contentType("application/json").result(written().json()));
    routes.get(
        prefix + "/docs",
        context ->
            context
                .contentType("text/html; charset=utf-8")
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                .result(written().page()));
  }
}
