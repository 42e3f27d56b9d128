package dev.backlot.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.backlot.media.MediaException;
import dev.backlot.model.Failure;
import dev.backlot.model.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/** The schema that editors use for designs and the reader must not drift apart. */
class DesignSchemaTest {
  private static final Path FILE = Path.of("src/main/resources/schema/design.schema.json");

  @Test
  void it_lists_the_fields_that_the_reader_accepts() {
    var accepted = new TreeSet<String>();
    for (var type : new String[] {"image", "text", "box"}) {
      var layer =
          StepBench.object("type", type, "text", "x", "image", "{{photo}}", "nonsense", 1).fields();
      accepted.addAll(known(new Value.ObjectOf(layer), type));
    }
    var schema = JsonMapper.shared().readTree(FILE.toFile());
    var listed = new TreeSet<>(schema.at("/$defs/fields/properties").propertyNames());
    assertThat(listed).isEqualTo(accepted);
  }

  private static Set<String> known(Value layer, String type) {
    var fields = new LinkedHashMap<>(((Value.ObjectOf) layer).fields());
    fields.keySet().removeIf(field -> field.equals("text") && !type.equals("text"));
    fields.keySet().removeIf(field -> field.equals("image") && !type.equals("image"));
    try {
      Layer.read(Spec.of(new Value.ObjectOf(fields), "layer", true));
      throw new AssertionError("nonsense was accepted");
    } catch (MediaException refused) {
      Failure.Invalid why = refused.failure();
      var names = why.message().substring(why.message().indexOf("one of ") + 7);
      return new TreeSet<>(Arrays.asList(names.split(", ")));
    }
  }

  @Test
  void it_takes_the_design_of_the_example() throws Exception {
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(FILE));
    var load = new Load(LoadSettings.builder().build());
    var workflow =
        JsonMapper.shared()
            .valueToTree(
                load.loadFromString(Files.readString(Path.of("examples/campaign/workflow.yaml"))));
    var design = workflow.at("/steps/ads/with/design");
    assertThat(schema.validate(design.toString(), InputFormat.JSON)).isEmpty();
    var wrong = design.toString().replace("\"fit\":\"smart\"", "\"fit\":\"clever\"");
    assertThat(schema.validate(wrong, InputFormat.JSON)).isNotEmpty();
  }
}
