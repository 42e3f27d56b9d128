package dev.backlot.surface.backlot;

import dev.backlot.definition.PlainYaml;
import dev.backlot.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The OpenAPI document of this surface: written as YAML for people, served as JSON for programs.
 */
final class Contract {
  private static final String RESOURCE = "/openapi/backlot.yaml";

  private Contract() {}

  static byte[] json() {
    try (var yaml = Contract.class.getResourceAsStream(RESOURCE)) {
      var text =
          new String(Objects.requireNonNull(yaml, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
      return Json.MAPPER.writeValueAsBytes(PlainYaml.read(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
