package dev.backlot.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each case of {@code bad.md}: a file, and every problem that has to be told; update with
 * golden.update.
 */
class BadWorkflowsTest {
  private static final Path TABLE = Path.of("src/test/resources/workflows/bad.md");
  private static final Pattern CASE =
      Pattern.compile("## (.+)\\n\\n```yaml\\n([\\s\\S]*?)```\\n```text\\n([\\s\\S]*?)```\\n");

  private final WorkflowReader reader = SampleWorkflows.reader();

  @TestFactory
  Stream<DynamicTest> every_mistake_is_told_in_words() throws IOException {
    var table = Files.readString(TABLE);
    if (Boolean.getBoolean("golden.update")) {
      table = CASE.matcher(table).replaceAll(found -> block(found.group(1), found.group(2)));
      Files.writeString(TABLE, table);
    }
    return CASE.matcher(table)
        .results()
        .map(
            found ->
                DynamicTest.dynamicTest(
                    found.group(1), () -> check(found.group(2), found.group(3))));
  }

  /** Title, file and problems of each case. */
  static Stream<MatchResult> cases() throws IOException {
    return CASE.matcher(Files.readString(TABLE)).results();
  }

  @Test
  void the_table_is_read_as_a_whole() throws IOException {
    var table = Files.readString(TABLE);
    long titles = table.lines().filter(line -> line.startsWith("## ")).count();
    assertThat(CASE.matcher(table).results().count()).isEqualTo(titles).isGreaterThanOrEqualTo(120);
  }

  private void check(String file, String expected) {
    assertThat(problems(file)).isEqualTo(expected).isNotEmpty();
  }

  private String problems(String file) {
    return reader.read("w.yaml", file.replace("\\t", "\t")) instanceof Reading.Broken(var problems)
        ? problems.stream().map(problem -> problem + "\n").collect(Collectors.joining())
        : "";
  }

  private String block(String title, String file) {
    var block =
        "## " + title + "\n\n```yaml\n" + file + "```\n```text\n" + problems(file) + "```\n";
    return Matcher.quoteReplacement(block);
  }
}
