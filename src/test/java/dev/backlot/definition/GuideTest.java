package dev.backlot.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the guide shows is what the reader does. */
class GuideTest {
  private static final Path GUIDE = Path.of("docs/workflow-file.md");
  private static final Pattern EXAMPLE = Pattern.compile("```yaml\\n([\\s\\S]*?)```");
  private static final Pattern MISTAKE = Pattern.compile("```text\\n(.+)\\n```");

  private final WorkflowReader reader = SampleWorkflows.reader();

  @Test
  void its_examples_are_valid() throws IOException {
    var examples =
        EXAMPLE.matcher(Files.readString(GUIDE)).results().map(found -> found.group(1)).toList();
    assertThat(examples).hasSizeGreaterThan(3);
    for (var example : examples) {
      assertThat(reader.read("workflow.yaml", asFile(example)))
          .as(example)
          .isInstanceOf(Reading.Valid.class);
    }
  }

  @Test
  void its_mistake_is_told_as_shown() throws IOException {
    var guide = Files.readString(GUIDE);
    var shown =
        MISTAKE.matcher(guide).results().map((MatchResult found) -> found.group(1)).findFirst();
    var first =
        EXAMPLE.matcher(guide).results().map(found -> found.group(1)).findFirst().orElseThrow();
    var reading =
        reader.read("workflow.yaml", first.replace("steps.facts.width", "steps.facts.widht"));
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Broken.class,
            broken ->
                assertThat(broken.problems().getFirst().toString()).isEqualTo(shown.orElseThrow()));
  }

  /** An example that shows only a part is completed with what every file needs. */
  private static String asFile(String example) {
    var file = new StringBuilder(example);
    if (!example.startsWith("name:")) {
      file.insert(0, "name: example\n");
    }
    if (!example.contains("inputs:")) {
      file.append("inputs: {photo: image, logo: {type: image, required: false}}\n");
    }
    if (!example.contains("steps:")) {
      file.append("steps: {ok: {uses: check, with: {that: []}}}\n");
    }
    return file.toString();
  }
}
