package dev.backlot.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema that editors use and the reader must not drift apart. */
class WorkflowSchemaTest {
  private static final Path FILE = Path.of("src/main/resources/schema/workflow.schema.json");

  private final JsonNode schema = JsonMapper.shared().readTree(FILE.toFile());

  @Test
  void it_lists_the_keys_that_the_reader_accepts() {
    assertThat(keys("")).containsExactlyElementsOf(RootReader.KEYS);
    assertThat(keys("/$defs/detailedInput")).containsExactlyElementsOf(InputReader.KEYS);
    assertThat(keys("/$defs/step")).containsExactlyElementsOf(StepKind.allKeys());
    assertThat(keys("/$defs/retry")).containsExactlyElementsOf(RetryReader.KEYS);
    assertThat(keys("/$defs/check/oneOf/1")).containsExactlyElementsOf(ConditionReader.CHECK_KEYS);
    assertThat(keys("/$defs/fallback")).containsExactlyElementsOf(HeadReader.FALLBACK_KEYS);
    assertThat(keys("/$defs/gate")).containsExactlyElementsOf(GateReader.KEYS);
    assertThat(keys("/$defs/select")).containsExactlyElementsOf(GateReader.SELECT_KEYS);
    assertThat(keys("/$defs/case")).containsExactlyElementsOf(CaseReader.KEYS);
  }

  @Test
  void it_lists_the_types_that_the_reader_accepts() {
    var types =
        schema.at("/$defs/type/oneOf/0/enum").valueStream().map(JsonNode::asString).toList();
    assertThat(types).containsExactlyElementsOf(InputReader.typeWords());
  }

  @Test
  void every_key_is_described() {
    for (var place :
        List.of(
            "",
            "/$defs/detailedInput",
            "/$defs/step",
            "/$defs/fallback",
            "/$defs/gate",
            "/$defs/select",
            "/$defs/retry",
            "/$defs/case",
            "/$defs/check/oneOf/1")) {
      schema
          .at(place + "/properties")
          .propertyStream()
          .forEach(WorkflowSchemaTest::assertDescribed);
    }
  }

  private static void assertDescribed(Map.Entry<String, JsonNode> property) {
    var node = property.getValue();
    assertThat(node.has("description") || node.has("$ref")).as(property.getKey()).isTrue();
  }

  private List<String> keys(String place) {
    return List.copyOf(schema.at(place + "/properties").propertyNames());
  }
}
