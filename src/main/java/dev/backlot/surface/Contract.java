package dev.backlot.surface;

import dev.backlot.definition.PlainYaml;
import dev.backlot.json.Json;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The OpenAPI document of a dialect: written as YAML for people, served as JSON for programs and as
 * a page for readers. Neither is a secret, so neither needs a key.
 */
public final class Contract {
  private final byte[] json;
  private final byte[] page;

  private Contract(JsonNode document) {
    json = Json.MAPPER.writeValueAsBytes(document);
    page = ContractPage.of(document).getBytes(StandardCharsets.UTF_8);
  }

  /** The contract in {@code /openapi/NAME.yaml}. */
  public static Contract named(String name) {
    var resource = "/openapi/" + name + ".yaml";
    try (var yaml = Contract.class.getResourceAsStream(resource)) {
      var text =
          new String(Objects.requireNonNull(yaml, resource).readAllBytes(), StandardCharsets.UTF_8);
      return new Contract(Json.MAPPER.valueToTree(PlainYaml.read(text)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it is served below a dialect's prefix. */
  public static Set<String> paths(String prefix) {
    return Set.of(prefix + "/openapi.json", prefix + "/docs");
  }

  public void add(RoutesConfig routes, String prefix) {
    routes.get(
        prefix + "/openapi.json", context -> context.contentType("application/json").result(json));
    routes.get(
        prefix + "/docs",
        context ->
            context
                .contentType("text/html; charset=utf-8")
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                .result(page));
  }
}
