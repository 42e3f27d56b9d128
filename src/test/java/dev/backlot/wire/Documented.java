package dev.backlot.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.backlot.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a vendor documents: examples and shapes, word for word where there are any. */
final class Documented {
  private static final Path ROOT = Path.of("src/test/resources/documented");

  private final Path folder;
  private final JsonNode schemas;

  private Documented(Path folder) throws IOException {
    this.folder = folder;
    this.schemas = Json.MAPPER.readTree(Files.readString(folder.resolve("schemas.json")));
  }

  static Documented of(String dialect) throws IOException {
    return new Documented(ROOT.resolve(dialect));
  }

  /** An example as it stands. */
  String example(String name) throws IOException {
    return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
  }

  /** Holds an answer against the shape of this name. */
  JsonNode has(String shape, JsonNode answer) {
    var schema = (ObjectNode) schemas.deepCopy();
    schema.put("$ref", "#/components/schemas/" + shape);
    var wrong =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Json.text(schema))
            .validate(
                Json.text(answer),
                InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    assertThat(wrong.stream().map(Error::toString)).as(shape + " " + answer).isEmpty();
    return answer;
  }

  /** Holds the names of an answer's fields, at every depth, against an example's. */
  void hasFieldsOf(String name, JsonNode answer) throws IOException {
    var expected = fields(Json.MAPPER.readTree(example(name)));
    assertThat(fields(answer)).as(answer.toString()).containsAll(expected);
  }

  /** Where there are fields; free objects of the client's own are left out. */
  private static Set<String> fields(JsonNode node) {
    var found = new TreeSet<String>();
    collect(node, "", found);
    return found;
  }

  private static void collect(JsonNode node, String at, Set<String> found) {
    if (node.isArray()) {
      node.forEach(one -> collect(one, at + "[]", found));
    }
    for (var field : node.properties()) {
      found.add(at + "." + field.getKey());
      collect(field.getValue(), at + "." + field.getKey(), found);
    }
  }
}
