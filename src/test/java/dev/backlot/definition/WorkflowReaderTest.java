package dev.backlot.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.expression.Names;
import dev.backlot.model.Call;
import dev.backlot.model.OnError;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.RetryPolicy;
import dev.backlot.model.StepId;
import dev.backlot.model.StepSpec;
import dev.backlot.model.Template;
import dev.backlot.model.Value;
import dev.backlot.model.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowReaderTest {
  private static final String TINY = "name: tiny\nsteps: {a: {uses: check, with: {that: []}}}\n";
  private static final Path GOOD = Path.of("src/test/resources/workflows/good");

  private final WorkflowReader reader = SampleWorkflows.reader();

  @Test
  void a_good_file_is_read_in_full() throws IOException {
    var workflow = shop().workflow();
    assertThat(workflow.name()).isEqualTo("shop-images");
    assertThat(workflow.inputs().keySet())
        .containsExactly("photo", "extras", "title", "width", "logo");
    assertThat(port(workflow.inputs(), "photo").required()).isTrue();
    assertThat(port(workflow.inputs(), "extras").list()).isTrue();
    assertThat(port(workflow.inputs(), "width").fallback()).contains(Value.of(800));
    assertThat(port(workflow.inputs(), "logo").required()).isFalse();
    assertThat(port(workflow.inputs(), "logo").type()).isEqualTo(PortType.IMAGE);
    assertThat(workflow.outputs().keySet()).containsExactly("image", "banner");
  }

  @Test
  void retry_and_timeout_are_read_with_their_units() throws IOException {
    var small = call("small");
    assertThat(small.retry())
        .isEqualTo(new RetryPolicy(5, Duration.ofMillis(500), Duration.ofSeconds(30), 0));
    assertThat(small.timeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(call("again").with()).isEqualTo(small.with());
    assertThat(call("banner").retry().attempts()).isEqualTo(1);
    assertThat(step("banner").onError()).isEqualTo(OnError.SKIP_DEPENDANTS);
    assertThat(call("facts").retry()).isEqualTo(RetryPolicy.DEFAULT);
    assertThat(call("facts").timeout()).isEqualTo(Call.TIMEOUT_DEFAULT);
  }

  @Test
  void what_is_bound_is_needed() throws IOException {
    assertThat(step("big_enough").needs()).containsExactly(new StepId("facts"));
    assertThat(step("small").needs()).containsExactly(new StepId("big_enough"));
    assertThat(step("banner").needs())
        .containsExactlyInAnyOrder(new StepId("small"), new StepId("facts"));
  }

  @Test
  void checks_become_conditions_with_their_source_and_message() throws IOException {
    assertThat(value("big_enough", "that"))
        .isEqualTo(
            new Value.ListOf(
                List.of(
                    check("steps.facts.width >= 300", "'steps.facts.width >= 300' does not hold"),
                    check("steps.facts.format != 'gif'", "expected a still image, but png"))));
  }

  @Test
  void text_is_put_together_and_keeps_an_escaped_sign() throws IOException {
    assertThat(value("banner", "title")).isEqualTo(Value.of("shoe ${{x}} New in"));
    assertThat(value("banner", "options").toString())
        .contains("inset=ListOf[items=[Int[value=8], Int[value=8]]]", "b=Int");
  }

  @Test
  void json_is_read_even_when_indented_with_tabs() throws IOException {
    var reading = reader.read("small.json", Files.readAllBytes(GOOD.resolve("small.json")));
    assertThat(reading).isInstanceOf(Reading.Valid.class);
  }

  @Test
  void a_byte_order_mark_is_no_part_of_the_text() {
    assertThat(reader.read("w.yaml", "\uFEFF" + TINY)).isInstanceOf(Reading.Valid.class);
  }

  @Test
  void the_source_is_kept_as_written() {
    assertThat(reader.read("w.yaml", TINY))
        .isInstanceOfSatisfying(
            Reading.Valid.class, valid -> assertThat(valid.definition().source()).isEqualTo(TINY));
  }

  @Test
  void bytes_that_are_no_text_are_refused() {
    var bytes = "name: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(reader.read("w.yaml", bytes).toString()).contains("expected text in UTF-8");
    assertThat(reader.read("w.yaml", new byte[WorkflowReader.BYTES_MAX + 1]).toString())
        .contains("at most 1 MiB, but it has 1048577 bytes");
    assertThat(problems("name: \u0000"))
        .containsExactly(
            "w.yaml:1:1: the file holds control characters, which YAML does not allow");
  }

  @Test
  void alias_bombs_and_deep_nesting_are_stopped() {
    var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      bomb.append(
          "a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(9) + "*a" + (i - 1)));
    }
    assertThat(problems(bomb.toString()))
        .singleElement()
        .asString()
        .contains("at most 20,000 values");
    assertThat(problems("[".repeat(500_000)))
        .singleElement()
        .asString()
        .contains("at most 50 levels");
    assertThat(problems("name: &a [*a]")).singleElement().asString().contains("unknown alias '*a'");
  }

  @Test
  void there_is_a_limit_on_steps_and_on_problems() {
    var steps =
        IntStream.range(0, 201)
            .mapToObj(i -> "  s" + i + ": {uses: check, with: {that: []}, x: 1}\n")
            .collect(Collectors.joining("", "name: many\nsteps:\n", ""));
    var problems = problems(steps);
    assertThat(problems.getFirst()).contains("expected at most 200 steps, but 201");
    assertThat(problems).hasSize(101).last().asString().endsWith("and 102 more problems");
  }

  @Test
  void there_is_a_limit_on_expressions() {
    var expressions =
        IntStream.range(0, 2_010)
            .mapToObj(i -> "    - ${{ inputs.x" + i + " }}\n")
            .collect(Collectors.joining("", TINY + "outputs:\n  all:\n", ""));
    assertThat(reader.read("w.yaml", expressions).toString()).contains("and 1901 more problems");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"", "'", "{", "[", "- - -", "? :", "&a", "*", "!", "%YAML 9", "---", "|", ">", "@", "`",
        "\t"
      })
  void broken_notation_is_never_an_exception(String noise) {
    assertThat(problems(noise)).isNotEmpty();
    assertThat(problems("name: " + noise + "\n")).isNotEmpty();
    assertThat(problems(TINY + noise + "\n")).isNotEmpty();
  }

  private List<String> problems(String file) {
    return reader.read("w.yaml", file) instanceof Reading.Broken(var problems)
        ? problems.stream().map(Problem::toString).toList()
        : List.of();
  }

  private Definition shop() throws IOException {
    return switch (reader.read("shop.yaml", Files.readAllBytes(GOOD.resolve("shop.yaml")))) {
      case Reading.Valid(var definition) -> definition;
      case Reading.Broken(var problems) -> throw new AssertionError(problems);
    };
  }

  private StepSpec step(String id) throws IOException {
    var step = shop().workflow().steps().get(new StepId(id));
    assertThat(step).isNotNull();
    return Objects.requireNonNull(step);
  }

  private Value value(String step, String parameter) throws IOException {
    Names names =
        name ->
            switch (name) {
              case "run.name" -> Value.of("shoe");
              case "inputs.title" -> Value.of("New in");
              case "inputs.width", "steps.facts.width" -> Value.of(800);
              case "steps.facts.format" -> Value.of("png");
              default -> Value.none();
            };
    Template template = Objects.requireNonNull(call(step).with().get(parameter));
    return shop().programs().evaluate(template, names);
  }

  private static Port port(Map<String, Port> ports, String name) {
    return Objects.requireNonNull(ports.get(name));
  }

  private static Value check(String expect, String message) {
    return new Value.ObjectOf(
        Map.of("holds", Value.of(true), "expect", Value.of(expect), "message", Value.of(message)));
  }

  private Call call(String step) throws IOException {
    return ((Work.Calls) step(step).work()).ways().getFirst();
  }
}
