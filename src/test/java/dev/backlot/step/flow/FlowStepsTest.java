package dev.backlot.step.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.fixture.TinySteps;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.Failure;
import dev.backlot.model.RunState;
import dev.backlot.model.RunStatus;
import dev.backlot.model.Value;
import dev.backlot.step.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each step as a workflow file uses it, run by the runtime itself. */
class FlowStepsTest {
  @TempDir Path folder = Path.of("");

  private TestRuntime runtime() throws IOException {
    var steps = new ArrayList<>(FlowSteps.all());
    steps.add(TinySteps.pass());
    return new TestRuntime(folder.resolve("data"), steps.toArray(Step[]::new));
  }

  @Test
  void transform_makes_values_in_the_type_of_their_expression() throws Exception {
    var state =
        run(
            """
            name: w
            inputs: {title: text, price: number}
            steps:
              line:
                uses: transform
                with: {value: "${{ inputs.title.upperAscii() }}: ${{ inputs.price }}"}
              card:
                uses: transform
                with:
                  value: {line: "${{ steps.line.value }}", tags: [new, "${{ inputs.title }}"]}
              words:
                uses: transform
                with: {value: "${{ inputs.title.split(' ') }}"}
            outputs:
              line: ${{ steps.line.value }}
              card: ${{ steps.card.value }}
              words: ${{ size(steps.words.value) }}
            """,
            Map.of("title", Value.of("red shoe"), "price", Value.of(9.5)));
    assertThat(state.outputs())
        .containsEntry("line", Value.of("RED SHOE: 9.5"))
        .containsEntry("words", Value.of(2))
        .containsEntry(
            "card",
            object(
                "line",
                Value.of("RED SHOE: 9.5"),
                "tags",
                list(Value.of("new"), Value.of("red shoe"))));
  }

  private static final String ROUTE =
      """
      name: w
      inputs: {logo: {type: json, required: false}}
      steps:
        route:
          uses: switch
          with:
            cases:
              - {case: none, when: inputs.logo == null}
              - {case: wide, when: inputs.logo.width > inputs.logo.height}
              - {case: tall, when: inputs.logo.width < inputs.logo.height}
      %s
      outputs: {case: "${{ steps.route.case }}"}
      """;

  @ParameterizedTest
  @CsvSource({"0,0,none", "9,1,wide", "1,9,tall", "5,5,square"})
  void switch_names_the_first_case_that_holds(int width, int height, String expected)
      throws Exception {
    var logo = object("width", Value.of(width), "height", Value.of(height));
    var state =
        run(ROUTE.formatted("      default: square"), width == 0 ? Map.of() : Map.of("logo", logo));
    assertThat(state.outputs()).containsEntry("case", Value.of(expected));
  }

  @Test
  void switch_without_a_default_refuses_what_fits_no_case() throws Exception {
    var square = object("width", Value.of(5), "height", Value.of(5));
    assertThat(failure(ROUTE.formatted(""), Map.of("logo", square)))
        .contains("none of the cases holds (none, wide, tall), and there is no 'default'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          from: 1                | b c d e
          from: -2               | d e
          to: 2                  | a b
          to: -1                 | a b c d
          from: 1, to: 3         | b c
          from: 1, count: 2      | b c
          from: -3, count: 2     | c d
          from: 9                |
          from: 3, to: 1         |
          count: 0               |
          count: 99              | a b c d e
          from: -99, to: 99      | a b c d e
          """)
  void slice_takes_a_part(String range, String expected) throws Exception {
    var state =
        run(
            """
            name: w
            inputs: {letters: [text]}
            steps:
              part: {uses: slice, with: {list: "${{ inputs.letters }}", %s}}
            outputs: {part: "${{ steps.part.items.join(' ') }}", first: "${{ steps.part.first }}"}
            """
                .formatted(range),
            Map.of("letters", list(texts("a", "b", "c", "d", "e"))));
    var part = expected == null ? "" : expected;
    assertThat(state.outputs()).containsEntry("part", Value.of(part));
    assertThat(state.outputs())
        .containsEntry("first", part.isEmpty() ? Value.none() : Value.of(part.substring(0, 1)));
  }

  @Test
  void slice_refuses_two_ends_that_only_the_run_tells() throws Exception {
    var file =
        """
        name: w
        inputs: {letters: [text], n: integer}
        steps:
          part:
            uses: slice
            with: {list: "${{ inputs.letters }}", to: "${{ inputs.n }}", count: "${{ inputs.n }}"}
        """;
    assertThat(failure(file, Map.of("letters", list(texts("a")), "n", Value.of(1))))
        .contains("expected either 'to' or 'count', but both");
  }

  @Test
  void collect_makes_one_list_without_what_was_skipped() throws Exception {
    var state =
        run(
            """
            name: w
            steps:
              skipped: {uses: test.pass, when: 1 > 2, with: {value: x}}
              one: {uses: test.pass, with: {value: 1}}
              all:
                uses: collect
                with:
                  from: ["${{ steps.one.value }}", "${{ steps.skipped.value }}", [2, [3, []]], 4]
            outputs: {items: "${{ steps.all.items }}", count: "${{ steps.all.count }}"}
            """,
            Map.of());
    assertThat(state.outputs())
        .containsEntry("items", list(Value.of(1), Value.of(2), Value.of(3), Value.of(4)))
        .containsEntry("count", Value.of(4));
  }

  @Test
  void collect_has_a_limit() throws Exception {
    var many = list(IntStream.range(0, 5_001).mapToObj(Value::of).toArray(Value[]::new));
    var file =
        """
        name: w
        inputs: {many: json}
        steps:
          all: {uses: collect, with: {from: ["${{ inputs.many }}", "${{ inputs.many }}"]}}
        """;
    assertThat(failure(file, Map.of("many", many)))
        .contains("expected at most 10,000 items in all, but there are more");
  }

  @Test
  void list_refuses_what_is_missing() throws Exception {
    var file =
        """
        name: w
        steps:
          skipped: {uses: test.pass, when: 1 > 2, with: {value: x}}
          all:
            uses: list
            needs: ok
            with: {items: [1, "${{ steps.skipped.value }}"]}
          ok: {uses: test.pass, with: {value: x}}
        """;
    assertThat(failure(file, Map.of())).contains("item 2: expected any value, but nothing");
  }

  @Test
  void media_stay_media_on_their_way_through_lists_and_loops() throws Exception {
    var state =
        run(
            """
            name: w
            inputs: {photo: file, photos: [file]}
            steps:
              both:
                uses: list
                with: {items: ["${{ inputs.photo }}", "${{ inputs.photo }}"]}
              all:
                uses: collect
                with: {from: ["${{ steps.both.items }}", "${{ inputs.photos }}"]}
              last:
                uses: slice
                with: {list: "${{ steps.all.items }}", from: -2}
              each_one:
                for-each: ${{ steps.last.items }}
                steps:
                  card:
                    uses: transform
                    with:
                      value: {photo: "${{ each.each_one.item }}", no: "${{ each.each_one.index }}"}
                outputs:
                  card: ${{ steps.card.value }}
                  name: ${{ each.each_one.item.name }}
            outputs:
              cards: ${{ steps.each_one.card }}
              names: ${{ steps.each_one.name }}
              first: ${{ steps.last.first }}
            """,
            Map.of("photo", source("a.bin"), "photos", list(source("b.bin"), source("c.bin"))));
    assertThat(state.outputs()).containsEntry("names", list(Value.of("b.bin"), Value.of("c.bin")));
    var cards = ((Value.ListOf) Objects.requireNonNull(state.outputs().get("cards"))).items();
    assertThat(cards).hasSize(2);
    assertThat(cards.getLast())
        .isInstanceOfSatisfying(
            Value.ObjectOf.class,
            card -> {
              assertThat(card.fields().get("photo")).isInstanceOf(Value.Media.class);
              assertThat(card.fields()).containsEntry("no", Value.of(1));
            });
    assertThat(state.outputs().get("first")).isInstanceOf(Value.Media.class);
  }

  private Value source(String name) throws IOException {
    var file = Files.writeString(folder.resolve(name), name);
    return new Value.Source(file.toUri().toString());
  }

  private RunState run(String file, Map<String, Value> inputs) throws Exception {
    var state = ended(file, inputs);
    assertThat(state.failure()).isEmpty();
    assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
    return state;
  }

  private String failure(String file, Map<String, Value> inputs) throws Exception {
    return ended(file, inputs).failure().map(Failure::line).orElse("it succeeded");
  }

  private RunState ended(String file, Map<String, Value> inputs) throws Exception {
    try (var runtime = runtime()) {
      var name = runtime.publish(file);
      var batch = runtime.create(name, BatchSettings.DEFAULT, List.of(TestRuntime.item(inputs)));
      runtime.await(batch);
      return runtime
          .runs
          .batches()
          .run(TestRuntime.CALLER, batch.id().run(1))
          .orElseThrow()
          .state();
    }
  }

  private static Value[] texts(String... texts) {
    return List.of(texts).stream().map(Value::of).toArray(Value[]::new);
  }

  private static Value list(Value... items) {
    return new Value.ListOf(List.of(items));
  }

  private static Value object(String one, Value first, String two, Value second) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put(one, first);
    fields.put(two, second);
    return new Value.ObjectOf(fields);
  }
}
