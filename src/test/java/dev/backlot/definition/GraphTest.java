package dev.backlot.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.model.Call;
import dev.backlot.model.Expression;
import dev.backlot.model.GateDecision.Verdict;
import dev.backlot.model.OnError;
import dev.backlot.model.Port;
import dev.backlot.model.RetryPolicy;
import dev.backlot.model.StepId;
import dev.backlot.model.StepSpec;
import dev.backlot.model.Template;
import dev.backlot.model.Value;
import dev.backlot.model.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Loops, gates, fallbacks and sub-workflows as they come out of a file. */
class GraphTest {
  private static final Path FILE = Path.of("src/test/resources/workflows/good/graph.yaml");

  private Map<StepId, StepSpec> steps = Map.of();
  private Optional<Definition> campaign = Optional.empty();

  @BeforeEach
  void read() throws IOException {
    campaign = Optional.of(valid(Files.readString(FILE)));
    steps = definition().workflow().steps();
  }

  @Test
  void a_loop_holds_its_body_and_its_policies() {
    var loop = loop(steps, "variants");
    assertThat(loop.concurrency()).isEqualTo(4);
    assertThat(loop.continues()).isTrue();
    assertThat(loop.steps().keySet()).containsExactly(id("sized"), id("banner"));
    assertThat(loop.outputs().keySet()).containsExactly("banner", "sizes", "label");
    assertThat(loop.items()).isEqualTo(bound("inputs.photos"));
    assertThat(loop(loop.steps(), "sized").concurrency()).isEqualTo(1);
    assertThat(loop(loop.steps(), "sized").continues()).isFalse();
    assertThat(step("variants").onError()).isEqualTo(OnError.CONTINUE);
  }

  @Test
  void a_loop_waits_for_all_that_its_body_reads_outside() {
    assertThat(step("variants").needs())
        .containsExactlyInAnyOrder(id("extra"), id("facts"), id("brand"));
    var body = loop(steps, "variants").steps();
    assertThat(step(body, "banner").needs()).containsExactly(id("sized"));
    assertThat(step(body, "sized").needs()).isEmpty();
    assertThat(step(loop(body, "sized").steps(), "small").needs()).isEmpty();
    assertThat(step(body, "banner").whenAsks()).containsExactly(id("facts"));
  }

  @Test
  void a_gate_is_read_in_full() {
    assertThat(step("pick").work())
        .isEqualTo(
            new Work.Gate(
                new Template.Joined(
                    List.of(literal("Which of "), bound("steps.variants.succeeded"), literal("?"))),
                bound("steps.variants.banner"),
                Optional.of(bound("inputs.photo")),
                List.of("anna", "ben"),
                2,
                Optional.of(new Work.Selection(1, 3)),
                Optional.of(Duration.ofDays(7)),
                Verdict.APPROVE,
                Optional.of(Duration.ofHours(12)),
                Work.OnReject.FAIL,
                Optional.of(id("variants"))));
    assertThat(step("pick").needs()).containsExactly(id("variants"));
    assertThat(step("rejected").whenAsks()).containsExactly(id("pick"));
    assertThat(step("rejected").needs()).containsExactly(id("pick"));
  }

  @Test
  void a_gate_that_says_little_has_safe_defaults() {
    var gate = gate(valid("name: x\nsteps: {ask: {gate: {title: Go on?, assignees: anna}}}"));
    assertThat(gate.approvals()).isEqualTo(1);
    assertThat(gate.assignees()).containsExactly("anna");
    assertThat(gate.onExpiry()).isEqualTo(Verdict.REJECT);
    assertThat(gate.onReject()).isEqualTo(Work.OnReject.BRANCH);
    assertThat(gate.candidates()).isEqualTo(new Template.Literal(Value.none()));
    assertThat(gate.select()).isEmpty();
    assertThat(gate.expiresAfter()).isEmpty();
    assertThat(gate.producer()).isEmpty();
  }

  @Test
  void fallbacks_have_their_own_parameters_and_retries() {
    var ways = ((Work.Calls) step("final").work()).ways();
    assertThat(ways)
        .extracting(Call::uses)
        .containsExactly("image.resize", "image.compose", "image.resize");
    assertThat(ways.getFirst().retry())
        .isEqualTo(
            new RetryPolicy(
                4,
                RetryPolicy.Backoff.LINEAR,
                Duration.ofSeconds(2),
                Duration.ofMinutes(1),
                0,
                Optional.of(Duration.ofMinutes(10))));
    assertThat(ways.get(1).retry().attempts()).isEqualTo(1);
    assertThat(ways.get(1).timeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(ways.get(2).retry()).isEqualTo(RetryPolicy.DEFAULT);
    assertThat(step("final").needs()).containsExactlyInAnyOrder(id("pick"), id("brand"));
  }

  @Test
  void a_sub_workflow_comes_with_its_own_definition() {
    var nested = (Work.SubWorkflow) step("shop").work();
    assertThat(nested.version()).isEqualTo(2);
    assertThat(nested.inputs()).containsOnlyKeys("photo");
    assertThat(step("shop").uses()).isEqualTo("shop@2");
    assertThat(definition().nested(id("shop")).workflow()).isEqualTo(nested.workflow());
  }

  @Test
  void what_a_run_gives_back_is_typed() {
    assertThat(definition().outputs().stream().map(GraphTest::words))
        .containsExactly(
            "image: an image",
            "banners: a list of images",
            "labels: a list of text",
            "label: text",
            "count: an integer",
            "mixed: a list of numbers");
  }

  @Test
  void a_later_case_is_evaluated_only_where_none_before_it_holds() {
    var names = new HashMap<String, Value>();
    assertThat(chosen(names)).isEqualTo(0);
    names.put("inputs.anything", new Value.ObjectOf(Map.of("width", Value.of(400))));
    assertThat(chosen(names)).isEqualTo(1);
    names.put("inputs.anything", new Value.ObjectOf(Map.of("width", Value.of(200))));
    assertThat(chosen(names)).isEqualTo(-1);
    names.put("inputs.anything", Value.of("no object"));
    assertThatThrownBy(() -> chosen(names)).isNotNull();
  }

  @Test
  void the_same_text_may_stand_in_two_loops_and_is_checked_in_both() {
    var loop =
        """
          %s:
            for-each: 2
            steps:
              %s: {uses: check, with: {that: [each.a.index > 0]}}
        """;
    var reading =
        SampleWorkflows.reader()
            .read(
                "w.yaml",
                "name: x\nsteps:\n" + loop.formatted("a", "b") + loop.formatted("c", "d"));
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Broken.class,
            broken ->
                assertThat(broken.problems())
                    .singleElement()
                    .asString()
                    .contains(" steps.c.steps.d.with.that[0]: 'each.a' can only be"));
  }

  @Test
  void every_step_of_a_body_counts() {
    var body =
        IntStream.range(0, 200)
            .mapToObj(i -> "      s" + i + ": {uses: check, with: {that: []}}\n")
            .collect(
                Collectors.joining(
                    "", "name: many\nsteps:\n  a:\n    for-each: 2\n    steps:\n", ""));
    assertThat(SampleWorkflows.reader().read("w.yaml", body).toString())
        .contains("expected at most 200 steps, but 201");
  }

  @Test
  void two_hundred_types_that_follow_from_each_other_are_found_out() {
    var chain =
        IntStream.range(1, 200)
            .mapToObj(
                i ->
                    "  s%d: {uses: transform, with: {value: \"${{ steps.s%d.value + 1 }}\"}}\n"
                        .formatted(i - 1, i))
            .collect(Collectors.joining("", "name: chain\nsteps:\n", ""));
    var file =
        chain
            + "  s199: {uses: transform, with: {value: 1}}\n"
            + "outputs: {n: \"${{ steps.s0.value }}\"}\n";
    assertThat(words(valid(file).outputs().getFirst())).isEqualTo("n: an integer");
  }

  private long chosen(Map<String, Value> names) {
    var cases = Objects.requireNonNull(call("route").with().get("cases"));
    var value =
        definition().programs().evaluate(cases, name -> names.getOrDefault(name, Value.none()));
    return value instanceof Value.ObjectOf(var fields)
            && fields.get("chosen") instanceof Value.Int(var place)
        ? place
        : Long.MIN_VALUE;
  }

  private static Definition valid(String file) {
    return switch (SampleWorkflows.reader().read("w.yaml", file)) {
      case Reading.Valid(var definition) -> definition;
      case Reading.Broken(var problems) -> throw new AssertionError(problems);
    };
  }

  private Definition definition() {
    return campaign.orElseThrow();
  }

  private static Work.Gate gate(Definition definition) {
    return (Work.Gate) step(definition.workflow().steps(), "ask").work();
  }

  private static String words(Port port) {
    return port.name() + ": " + port.expectation();
  }

  private Call call(String step) {
    return ((Work.Calls) step(step).work()).ways().getFirst();
  }

  private StepSpec step(String id) {
    return step(steps, id);
  }

  private static StepSpec step(Map<StepId, StepSpec> steps, String id) {
    return Objects.requireNonNull(steps.get(id(id)));
  }

  private static Work.ForEach loop(Map<StepId, StepSpec> steps, String id) {
    return (Work.ForEach) step(steps, id).work();
  }

  private static StepId id(String id) {
    return new StepId(id);
  }

  private static Template bound(String source) {
    return new Template.Bound(new Expression(source));
  }

  private static Template literal(String text) {
    return new Template.Literal(Value.of(text));
  }
}
