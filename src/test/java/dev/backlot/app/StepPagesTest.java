package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.definition.Reading;
import dev.backlot.definition.WorkflowReader;
import dev.backlot.media.own.ModelFolder;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages on steps say what the steps say of themselves, and every example is one. Update with
 * golden.update.
 */
class StepPagesTest {
  private static final Path FOLDER = Path.of("docs/steps");
  private static final Path EXAMPLES = Path.of("src/test/resources/steps/examples.yaml");
  private static final Pattern EXAMPLE = Pattern.compile("(?m)^([\\w.-]+):\\n((?:  .*\\n)+)");
  private static final Wiring WIRING = new Wiring(Path.of(""));

  @AfterAll
  static void close() {
    WIRING.close();
  }

  @Test
  void every_step_has_an_example_that_is_valid(@TempDir Path models) throws IOException {
    var examples = examples();
    assertThat(examples.keySet())
        .as("add the example of a new step to " + EXAMPLES)
        .isEqualTo(WIRING.steps().types().stream().map(StepType::name).collect(Collectors.toSet()));
    new ModelFolder(models)
        .with("product-mask", new byte[] {1}, "input: {size: any}\noutput: {kind: mask}\n");
    try (var wiring = new Wiring(Path.of(""))) {
      wiring.useModels(models);
      var reader = new WorkflowReader(wiring.steps());
      examples.forEach(
          (type, with) ->
              assertThat(reader.read("example.yaml", around(type, with)))
                  .as(type)
                  .isInstanceOf(Reading.Valid.class));
    }
  }

  @Test
  void the_pages_say_what_the_steps_say() throws IOException {
    var pages = new StepPages(WIRING.steps().types(), examples()).pages();
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(FOLDER);
      for (var page : pages.entrySet()) {
        Files.writeString(FOLDER.resolve(page.getKey()), page.getValue());
      }
    }
    assertThat(written()).as("update docs/steps with -Dgolden.update=true").isEqualTo(pages);
  }

  private static Map<String, String> written() throws IOException {
    var written = new TreeMap<String, String>();
    try (var files = Files.list(FOLDER)) {
      for (var file : files.toList()) {
        written.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return written;
  }

  private static Map<String, String> examples() throws IOException {
    return EXAMPLE
        .matcher(Files.readString(EXAMPLES))
        .results()
        .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
  }

  private static String around(String type, String with) {
    return """
    name: example
    inputs:
      photo: image
      other: image
      logo: image
      photos: [image]
      film: video
      ending: video
      speech: audio
      words: text
      price: number
      answer: json
    steps:
      example:
        uses: %s
        with:
    %s
    """
        .formatted(type, with.indent(4));
  }
}
