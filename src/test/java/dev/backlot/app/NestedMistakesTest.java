package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.definition.Reading;
import dev.backlot.definition.WorkflowReader;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mistake deep within a parameter is told where it stands. */
class NestedMistakesTest {
  private static final Wiring WIRING = new Wiring(Path.of(""));

  @AfterAll
  static void close() {
    WIRING.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          image.edit   | operations: [grayscale, {blur: {sigma: 900}}] | w.yaml:6:100 steps.a.with.operations[1].blur.sigma: expected at most 200, but 900
          image.edit   | operations: [graysale]                        | w.yaml:6:74 steps.a.with.operations[0]: expected one of
          image.layers | layers: [{type: box, colour: red}]            | w.yaml:6:92 steps.a.with.layers[0].colour: expected a colour such as #f3efe8, but 'red'
          image.layers | layers: [{type: text}]                        | w.yaml:6:72 steps.a.with.layers[0]: text: expected a value
          """)
  void it_is_found_by_line_column_and_path(String type, String parameter, String told) {
    var file =
        """
        name: w
        inputs:
          photo: image
        steps:
          a:
            {uses: %s, with: {image: "${{ inputs.photo }}", %s}}
        """
            .formatted(type, parameter);

    var reading = new WorkflowReader(WIRING.steps()).read("w.yaml", file);

    assertThat(reading).isInstanceOf(Reading.Broken.class);
    assertThat(((Reading.Broken) reading).problems().toString()).contains(told);
  }
}
