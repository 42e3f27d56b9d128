package dev.backlot.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.StepId;
import dev.backlot.model.StepSpec;
import dev.backlot.model.Work;
import dev.backlot.step.Joint;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which steps are done at once. */
class JoinedStepsTest {
  /** The steps that leave their work to another, and to which. */
  private static Map<String, String> joined(String source) {
    var reading = new WorkflowReader(SampleSteps.REGISTRY).read("w.yaml", source);
    assertThat(reading).isInstanceOf(Reading.Valid.class);
    return joined(((Reading.Valid) reading).definition().workflow().steps());
  }

  private static Map<String, String> joined(Map<StepId, StepSpec> steps) {
    return steps.values().stream()
        .filter(step -> step.joinedInto().isPresent())
        .collect(
            Collectors.toMap(step -> step.id().value(), step -> step.joinedInto().get().value()));
  }

  private static String three(
      String small, String crispWith, String crisp, String with, String last) {
    return """
    name: w
    inputs: {photo: image, label: text}
    steps:
      small: {uses: image.resize, with: {image: "${{ inputs.photo }}", width: 300}%s}
      crisp: {uses: image.sharpen, with: {image: "${{ steps.small.image }}"%s}%s}
      last: {uses: image.convert, with: {image: "${{ steps.crisp.image }}"%s}%s}
    """
        .formatted(small, crispWith, crisp, with, last);
  }

  private static String three() {
    return three("", "", "", "", "");
  }

  @Test
  void steps_that_only_the_next_one_looks_at_leave_their_work_to_it() {
    assertThat(joined(three() + "outputs: {image: \"${{ steps.last.image }}\"}"))
        .isEqualTo(Map.of("small", "crisp", "crisp", "last"));
  }

  @Test
  void the_last_step_may_say_how_it_is_run() {
    assertThat(
            joined(
                three("", "", "", "", ", when: inputs.label == 'x', retry: 5, on-error: continue")))
        .isEqualTo(Map.of("small", "crisp", "crisp", "last"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "outputs: {between: \"${{ steps.crisp.image }}\"}",
        "outputs: {list: [\"${{ steps.crisp.image }}\"]}",
        "  too: {uses: image.border, with: {image: \"${{ steps.crisp.image }}\"}}",
        "  facts: {uses: image.inspect, with: {image: \"${{ steps.crisp.image }}\"}}",
        "  after: {uses: image.inspect, needs: crisp, with: {image: \"${{ inputs.photo }}\"}}",
        "  look: {gate: {title: Good?, show: \"${{ steps.crisp.image }}\"}}"
      })
  void a_picture_that_somebody_else_reads_is_written(String more) {
    assertThat(joined(three() + more)).isEqualTo(Map.of("small", "crisp"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ", retry: 5",
        ", timeout: 10s",
        ", memo: true",
        ", on-error: continue",
        ", fallback: {uses: image.border, with: {image: \"${{ inputs.photo }}\"}}"
      })
  void a_step_that_says_how_it_is_run_writes_its_picture(String more) {
    assertThat(joined(three("", "", more, "", "")))
        .doesNotContainKey("crisp")
        .containsOnlyKeys(more.contains("fallback") ? new String[0] : new String[] {"small"});
  }

  @Test
  void a_step_that_says_its_format_writes_its_picture() {
    assertThat(joined(three("", ", format: png", "", "", ""))).isEqualTo(Map.of("small", "crisp"));
  }

  @Test
  void a_step_that_needs_the_file_gets_it() {
    assertThat(joined(three("", "", "", ", metadata: keep", "")))
        .isEqualTo(Map.of("small", "crisp"));
  }

  @Test
  void a_step_that_reads_another_output_too_gets_all() {
    assertThat(joined(three("", "", "", ", bytes_max: \"${{ steps.crisp.bytes }}\"", "")))
        .isEqualTo(Map.of("small", "crisp"));
    assertThat(joined(three("", "", "", "", ", when: steps.crisp.bytes > 5")))
        .isEqualTo(Map.of("small", "crisp"));
  }

  @Test
  void nothing_is_joined_where_the_workflow_keeps_all() {
    assertThat(joined(three().replace("name: w", "name: w\nintermediates: keep"))).isEmpty();
    assertThat(joined(three().replace("name: w", "name: w\nintermediates: join"))).hasSize(2);
  }

  @Test
  void steps_of_a_loop_are_joined_among_themselves() {
    var source =
        """
        name: w
        inputs: {photo: image}
        steps:
          small: {uses: image.resize, with: {image: "${{ inputs.photo }}"}}
          sizes:
            for-each: 3
            steps:
              a: {uses: image.sharpen, with: {image: "${{ steps.small.image }}"}}
              b: {uses: image.border, with: {image: "${{ steps.a.image }}"}}
              c: {uses: image.convert, with: {image: "${{ steps.b.image }}"}}
            outputs: {b: "${{ steps.b.image }}", c: "${{ steps.c.image }}"}
        """;
    var reading = new WorkflowReader(SampleSteps.REGISTRY).read("w.yaml", source);
    assertThat(reading).isInstanceOf(Reading.Valid.class);
    var steps = ((Reading.Valid) reading).definition().workflow().steps();
    assertThat(joined(steps)).isEmpty();
    var loop = (Work.ForEach) Objects.requireNonNull(steps.get(new StepId("sizes"))).work();
    assertThat(joined(loop.steps())).isEqualTo(Map.of("a", "b"));
  }

  @Test
  void a_long_chain_is_written_now_and_then() {
    int many = 2 * Joint.STEPS_MAX + 3;
    var source =
        "name: w\ninputs: {photo: image}\nsteps:\n"
            + "  s0: {uses: image.sharpen, with: {image: \"${{ inputs.photo }}\"}}\n"
            + IntStream.range(1, many)
                .mapToObj(
                    i ->
                        "  s%d: {uses: image.sharpen, with: {image: \"${{ steps.s%d.image }}\"}}%n"
                            .formatted(i, i - 1))
                .collect(Collectors.joining());
    var written = joined(source);
    assertThat(written).hasSize(many - 3);
    assertThat(written)
        .doesNotContainKeys(
            "s" + (Joint.STEPS_MAX - 1), "s" + (2 * Joint.STEPS_MAX - 1), "s" + (many - 1));
  }

  @Test
  void an_unknown_word_is_refused() {
    var source = three().replace("name: w", "name: w\nintermediates: kep");
    var reading = new WorkflowReader(SampleSteps.REGISTRY).read("w.yaml", source);
    assertThat(((Reading.Broken) reading).problems().getFirst().toString())
        .contains("intermediates: expected one of join, keep, but 'kep', did you mean 'keep'?");
  }
}
