package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.definition.Problem;
import dev.backlot.definition.Reading;
import dev.backlot.definition.WorkflowReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot go together is told while a workflow is written, not by its thousandth item. */
class ContradictionsTest {
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
          video.overlay  | video: '${{ inputs.film }}'                                | with: expected 'image' or 'text', but neither is given
          video.overlay  | video: '${{ inputs.film }}', image: '${{ inputs.photo }}', text: Hi | none
          video.trim     | video: '${{ inputs.film }}', to: 3, seconds: 2             | with.seconds: expected either 'to' or 'seconds', but both are given
          video.trim     | video: '${{ inputs.film }}', to: 3, seconds: '${{ inputs.price }}' | none
          audio.extract  | video: '${{ inputs.film }}', to: 3, seconds: 2             | with.seconds: expected either 'to' or 'seconds', but both are given
          video.frames   | video: '${{ inputs.film }}', count: 3, every: 2            | with.every: expected either 'count' or 'every', but both are given
          video.thumbnail | video: '${{ inputs.film }}', at: 3, percent: 2            | with.percent: expected either 'at' or 'percent', but both are given
          image.watermark | image: '${{ inputs.photo }}'                              | with: expected 'mark' or 'text', but neither is given
          image.watermark | image: '${{ inputs.photo }}', text: '${{ inputs.words }}' | none
          image.edit     | image: '${{ inputs.photo }}', operations: [{watermark: {size: 0.5}}] | with.operations[0].watermark: mark: expected 'mark' or 'text', but neither is given
          image.convert  | image: '${{ inputs.photo }}', format: jpeg, lossless: true | with.lossless: expected PNG, WebP or AVIF, because a JPEG always loses detail
          image.convert  | image: '${{ inputs.photo }}', format: webp, lossless: true | none
          image.convert  | image: '${{ inputs.photo }}', format: avif, progressive: true | with.progressive: expected JPEG or PNG, because AVIF cannot be progressive
          image.resize   | image: '${{ inputs.photo }}', width: 9, fit: cover         | with.fit: expected a width and a height for fit cover
          image.resize   | image: '${{ inputs.photo }}', width: 9, height: '${{ inputs.count }}', fit: cover | none
          data.lookup    | key: 1                                                     | with: expected 'file' or 'rows', but neither is given
          data.csv       | name: list                                                 | with: expected 'file' or 'items', but neither is given
          """)
  void contradictions_are_told_when_the_workflow_is_checked(
      String step, String with, String problem) {
    var told = problems(step, with);
    if (problem.equals("none")) {
      assertThat(told).isEmpty();
    } else {
      assertThat(told).containsExactly("steps.it." + problem);
    }
  }

  private static List<String> problems(String step, String with) {
    var source =
        """
        name: contradiction
        inputs: {photo: image, film: video, words: text, price: number, count: integer}
        steps:
          it: {uses: %s, with: {%s}}
        """
            .formatted(step, with);
    return switch (new WorkflowReader(WIRING.steps()).read("w.yaml", source)) {
      case Reading.Valid _ -> List.of();
      case Reading.Broken(var problems) ->
          problems.stream().map(ContradictionsTest::words).toList();
    };
  }

  private static String words(Problem problem) {
    return problem.path() + ": " + problem.message();
  }
}
