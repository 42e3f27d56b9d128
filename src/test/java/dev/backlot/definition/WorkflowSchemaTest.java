package dev.backlot.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema that editors use and the reader must not drift apart. */
class WorkflowSchemaTest {
  private static final Path FILE = Path.of("src/main/resources/schema/workflow.schema.json");

  private static final Schema SCHEMA = load();

  /** What a file says that has keys where none belong, or lacks some. */
  private static final Pattern STRUCTURAL =
      Pattern.compile("unknown key|missing '|expected only one of|goes with");

  private static Schema load() {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

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

  @Test
  void every_example_is_valid() throws IOException {
    try (var examples = Files.walk(Path.of("examples"));
        var good = Files.walk(Path.of("src/test/resources/workflows/good"))) {
      var files =
          Stream.concat(examples.filter(file -> file.endsWith("workflow.yaml")), good)
              .filter(Files::isRegularFile)
              .toList();
      assertThat(files).hasSizeGreaterThanOrEqualTo(5);
      for (var file : files) {
        assertThat(mistakes(Files.readString(file))).as(file.toString()).isEmpty();
      }
    }
  }

  /** The others are mistakes of meaning, which no schema sees: types, ids, expressions, limits. */
  @Test
  void every_bad_file_with_a_wrong_structure_is_invalid() throws IOException {
    int wrong = 0;
    for (var found : BadWorkflowsTest.cases().toList()) {
      var said = found.group(3);
      // what belongs into with is the step type's to say
      if (said.lines().anyMatch(WorkflowSchemaTest::isStructural)) {
        assertThat(mistakes(found.group(2).replace("\\t", " "))).as(found.group(1)).isNotEmpty();
        wrong++;
      }
    }
    assertThat(wrong).isGreaterThanOrEqualTo(14);
  }

  private static boolean isStructural(String problem) {
    return STRUCTURAL.matcher(problem).find() && !problem.contains(".with");
  }

  private static List<Error> mistakes(String file) {
    // tabs are for JSON alone
    var content = new Load(LoadSettings.builder().build()).loadFromString(file.replace("\t", " "));
    return SCHEMA.validate(JsonMapper.shared().writeValueAsString(content), InputFormat.JSON);
  }

  private static void assertDescribed(Map.Entry<String, JsonNode> property) {
    var node = property.getValue();
    assertThat(node.has("description") || node.has("$ref")).as(property.getKey()).isTrue();
  }

  private List<String> keys(String place) {
    return List.copyOf(schema.at(place + "/properties").propertyNames());
  }
}
