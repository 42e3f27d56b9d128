package dev.backlot.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.Expression;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Template;
import dev.backlot.model.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  private static final Asset PHOTO =
      new Asset(new AssetId("a".repeat(64)), "image/png", 9_000, 400, 300, "shoe.png");
  private static final Map<String, Port> INPUTS =
      Map.of(
          "photo", Port.of("photo", PortType.IMAGE, "").mandatory(),
          "logo", Port.of("logo", PortType.IMAGE, ""),
          "title", Port.of("title", PortType.TEXT, "").mandatory(),
          "scale", Port.of("scale", PortType.NUMBER, "").mandatory(),
          "count", Port.of("count", PortType.INTEGER, "").mandatory(),
          "tags", Port.of("tags", PortType.TEXT, "").many().mandatory(),
          "extra", Port.of("extra", PortType.JSON, "").mandatory());
  private static final Standpoint WITHIN = Standpoint.TOP.within("sizes");
  private static final Map<String, Value> VALUES =
      Map.of(
          "inputs.photo", Value.of(PHOTO),
          "inputs.title", Value.of("Red Shoe"),
          "inputs.scale", Value.of(2),
          "inputs.count", Value.of(3),
          "inputs.tags", new Value.ListOf(List.of(Value.of("new"), Value.of("sale"))),
          "inputs.extra",
              new Value.ObjectOf(Map.of("depth", new Value.ObjectOf(Map.of("a", Value.of(1))))),
          "steps.facts.width", Value.of(800),
          "run.name", Value.of("shoe"),
          "run.number", Value.of(7));

  private static final Map<String, Value> LOCALS =
      Map.of(
          "each.sizes.item", Value.of(5),
          "each.sizes.index", Value.of(4),
          "notes.approve", Value.of("darker"));

  private final ExpressionCompiler compiler = new ExpressionCompiler(scope());

  private static Scope scope() {
    var scope = new Scope(INPUTS);
    step(
        scope,
        "facts",
        Standpoint.TOP,
        Port.of("width", PortType.INTEGER, ""),
        Port.of("format", PortType.TEXT, "").mandatory());
    scope.declareStep("broken", Standpoint.TOP, Optional::empty);
    step(scope, "sizes", Standpoint.TOP, Port.of("failed", PortType.INTEGER, ""));
    scope.declareLoop("sizes", () -> Port.of("item", PortType.INTEGER, ""));
    step(scope, "tint", WITHIN, Port.of("image", PortType.IMAGE, ""));
    step(scope, "colors", WITHIN, Port.of("failed", PortType.INTEGER, ""));
    scope.declareLoop("colors", () -> Port.of("item", PortType.IMAGE, ""));
    step(scope, "approve", WITHIN, Port.of("note", PortType.TEXT, ""));
    scope.declareGate("approve", true);
    step(scope, "release", Standpoint.TOP, Port.of("note", PortType.TEXT, ""));
    scope.declareGate("release", false);
    return scope;
  }

  private static void step(Scope scope, String id, Standpoint at, Port... outputs) {
    scope.declareStep(id, at, () -> Optional.of(List.of(outputs)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          inputs.photo.width > 300                 | true
          inputs.photo.media_type == "image/png"   | true
          inputs.logo == null                      | true
          steps.facts.format == null               | true
          steps.facts.width / 2                    | 400
          inputs.scale * 1.5                       | 3
          inputs.scale > 1                         | true
          inputs.title + "!"                       | Red Shoe!
          inputs.title.lowerAscii().replace(" ", "-") | red-shoe
          inputs.tags.join(", ")                   | new, sale
          inputs.tags.exists(t, t == "sale")       | true
          "sale" in inputs.tags                    | true
          size(inputs.tags)                        | 2
          inputs.extra.depth.a + 1                 | 2
          math.greatest(inputs.count, 10)          | 10
          run.number == 7 ? run.name : "other"     | shoe
          """)
  void an_expression_has_a_value(String source, String expected) {
    assertThat(evaluate(source).inText()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          inputs.foto                    | 0 | unknown input 'foto', did you mean 'photo'?
          inputs.foto.width > 3          | 0 | unknown input 'foto', did you mean 'photo'?
          1 + steps.fatcs.width          | 4 | unknown step 'fatcs', did you mean 'facts'?
          steps.facts.widht              | 0 | step 'facts' has no output 'widht', did you mean 'width'?
          steps.facts.widht > 300        | 0 | step 'facts' has no output 'widht', did you mean 'width'?
          steps.facts == 1               | 0 | expected an output of step 'facts': width, format
          step.facts.width               | 0 | unknown name 'step', did you mean 'steps'?
          env.SECRET                     | 0 | unknown name 'env'
          run.id                         | 0 | expected 'run.name' or 'run.number'
          inputs.photo.widht > 300       | 12 | an image has no 'widht', did you mean 'width'?
          inputs.title > 3               | 13 | '>' does not take text and integer
          inputs.scale * 2               | 13 | '*' does not take number and integer: write 2.0 for 2, or use double(...)
          inputs.title.startsWith(1)     | 23 | 'startsWith' does not take text and integer
          inputs.title ? 1 : 2           | 13 | '? :' does not take text and integer and integer
          inputs.count +                 | 14 | the expression ends too early
          inputs.count inputs            | 13 | unexpected 'inputs'
          foo(1)                         | 3 | unknown function 'foo'
          inputs.title.getClass()        | 21 | unknown function 'getClass'
          java.lang.Runtime.exec("id")   | 22 | unknown function 'exec'
          """)
  void a_mistake_is_a_compile_error_with_a_place(String source, int offset, String message) {
    assertThat(compiler.compile(new Expression(source), Standpoint.TOP))
        .isInstanceOfSatisfying(
            Compilation.Rejected.class,
            rejected ->
                assertThat(rejected.problems()).contains(new ExpressionProblem(offset, message)));
  }

  @Test
  void what_reads_a_step_of_unknown_type_is_not_blamed_as_well() {
    var silent = new Compilation.Rejected(List.of());
    assertThat(compiler.compile(new Expression("steps.broken.image"), Standpoint.TOP))
        .isEqualTo(silent);
    assertThat(compiler.compile(new Expression("steps.broken.width > 3"), Standpoint.TOP))
        .isEqualTo(silent);
  }

  @Test
  void an_asset_passed_on_is_still_the_asset() {
    assertThat(evaluate("inputs.photo")).isEqualTo(Value.of(PHOTO));
    assertThat(evaluate("inputs.count > 1 ? inputs.photo : inputs.logo"))
        .isEqualTo(Value.of(PHOTO));
    assertThat(evaluate("{'main': inputs.photo}").assets()).containsExactly(PHOTO);
  }

  @Test
  void types_are_known_before_anything_runs() {
    assertThat(compile("inputs.photo").resultType().words()).isEqualTo("an image");
    assertThat(compile("inputs.tags").resultType().words()).isEqualTo("a list of text");
    assertThat(compile("inputs.tags.map(t, size(t))").resultType().words())
        .isEqualTo("a list of integers");
    assertThat(compile("steps.facts.width").resultType().words()).isEqualTo("an integer");
    assertThat(compile("inputs.scale * 2.0").resultType().words()).isEqualTo("a number");
    assertThat(compile("inputs.count > 1 ? steps.facts.width : 0").resultType().words())
        .isEqualTo("an integer");
    assertThat(compile("inputs.extra.a").resultType().isDynamic()).isTrue();
  }

  @Test
  void only_the_names_that_are_needed_are_asked_for() {
    var asked = new ArrayList<String>();
    var expression = compile("inputs.count > 1 || steps.facts.width > 3");
    expression.evaluate(
        name -> {
          asked.add(name);
          return value(name);
        });
    assertThat(asked).containsExactly("inputs.count");
    assertThat(expression.references())
        .containsExactlyInAnyOrder("inputs.count", "steps.facts.width");
  }

  @Test
  void limits_stop_an_evaluation_in_words() {
    assertFails(
        "[1,2,3].map(a, " + "[1,2,3,4,5,6,7,8,9,10].map(b, ".repeat(5) + "1))))))",
        "10,000 iterations");
    var big = Map.<String, Value>of("inputs.title", Value.of("a".repeat(900_000)));
    assertFails("inputs.title + inputs.title", big, "1,048,576 characters");
    assertFails("inputs.title.replace('a', inputs.title)", big, "1,048,576 characters");
    assertFails(
        "[1,2,3,4,5,6,7,8,9,10].map(a, [1,2,3].map(b, inputs.title + '!'))", big, "16 MiB of text");
    var items =
        new Value.ListOf(IntStream.range(0, 9_000).mapToObj(Value::of).<Value>map(v -> v).toList());
    var many = Map.<String, Value>of("inputs.tags", items, "inputs.title", Value.of("a"));
    assertFails("inputs.tags + inputs.tags", many, "10,000 elements");
    assertFails("inputs.tags.filter(t, inputs.title in inputs.tags)", many, "1,000,000 elements");
  }

  @Test
  void a_source_that_is_too_long_or_too_deep_is_refused() {
    assertThat(problems("1" + "+1".repeat(3_000)))
        .contains("expected at most 4,096 characters, but 6001");
    assertThat(problems("(".repeat(2_000) + "1" + ")".repeat(2_000))).hasSize(1);
    assertThat(problems(" ")).containsExactly("expected an expression, but nothing");
  }

  @Test
  void what_has_no_value_says_why() {
    assertFails("inputs.count / 0", "division by zero");
    assertFails(
        "steps.facts.format + '!'",
        "'+' does not take these values; what was skipped or not given is null");
    assertFails("inputs.extra.nothing", "there is no field 'nothing'");
    assertFails("inputs.tags[9]", "the list has no such item");
    assertFails("inputs.scale / 0.0", "expected a finite number");
    assertFails("inputs.title.matches('(')", "missing closing )");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inputs.title.substring(99)",
        "inputs.title.charAt(-5)",
        "inputs.title.split('a', -9)[7]",
        "inputs.extra.lowerAscii()",
        "9223372036854775807 + inputs.count",
        "int(inputs.title)",
        "double(inputs.extra)",
        "timestamp(inputs.title)",
        "duration(inputs.title) == duration('1s')",
        "inputs.extra < inputs.extra",
        "inputs.extra[inputs.photo]",
        "inputs.extra.depth.join(',')",
        "[inputs.extra.depth].join(',')",
        "math.greatest(inputs.extra, 1)",
        "inputs.extra.map(x, x.y)",
        "inputs.logo.width > 3",
        "inputs.extra && true",
        "-inputs.extra",
        "{1: 2}",
        "dyn(1u)",
        "inputs.extra.depth.a ? 1 : 2",
        "dyn(b'x')",
        "dyn(duration('1s'))",
        "dyn(type(1))",
        "inputs.title.indexOf('a', 99)"
      })
  void whatever_goes_wrong_is_told_in_words(String source) {
    assertFails(source, "");
  }

  @Test
  void a_template_is_filled() {
    var programs = programs("inputs.count", "run.name", "inputs.photo", "inputs.count > 2");
    var parts =
        List.of(bound("run.name"), new Template.Literal(Value.of("-x")), bound("inputs.count"));
    assertThat(programs.evaluate(new Template.Joined(parts), ExpressionTest::value))
        .isEqualTo(Value.of("shoe-x3"));
    assertThat(programs.evaluate(bound("inputs.count"), ExpressionTest::value))
        .isEqualTo(Value.of(3));
    assertThat(programs.test(new Expression("inputs.count > 2"), ExpressionTest::value)).isTrue();
    assertThatThrownBy(() -> programs.test(new Expression("inputs.count"), ExpressionTest::value))
        .hasMessage("expected 'inputs.count' to be true or false, but it is an integer");
    var media = new Template.Joined(List.of(bound("inputs.photo")));
    assertThatThrownBy(() -> programs.evaluate(media, ExpressionTest::value))
        .hasMessage("expected text or a number within text, but an asset of type image/png");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          each.sizes.item                    | 5
          each.sizes.item + each.sizes.index | 9
          notes.approve                      | darker
          notes.approve + "!"                | darker!
          steps.facts.width                  | 800
          """)
  void within_a_loop_its_item_can_be_read_and_all_around_it(String source, String expected) {
    var compiled = compiler.compile(new Expression(source), WITHIN);
    assertThat(compiled)
        .isInstanceOfSatisfying(
            Compilation.Compiled.class,
            found ->
                assertThat(found.expression().evaluate(ExpressionTest::value).inText())
                    .isEqualTo(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          each.sizes.item          | 'each.sizes' can only be read by the steps and outputs of the loop 'sizes'
          1 + each.sizes.index     | 'each.sizes' can only be read by the steps and outputs of the loop 'sizes'
          each.item                | 'each' can only be read within a loop (for-each)
          each                     | expected 'each.LOOP.item' or 'each.LOOP.index'
          steps.tint.image         | step 'tint' is inside the loop 'sizes'; bind to an output of the loop
          steps.tint.image.width+1 | step 'tint' is inside the loop 'sizes'; bind to an output of the loop
          notes.approve            | gate 'approve' is inside the loop 'sizes', its notes can be read only there
          notes.release            | gate 'release' has no notes: its 'regenerate' names no step to run again
          notes.facts              | step 'facts' is no gate, only a gate has notes
          notes.relaese            | unknown gate 'relaese', did you mean 'release'?
          note.release             | unknown name 'note', did you mean 'notes'?
          """)
  void from_outside_a_loop_nothing_in_it_can_be_read(String source, String message) {
    assertThat(problems(source)).containsExactly(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          each.item           | a loop is named: write 'each.sizes.item'
          each.sizse.item     | unknown loop 'sizse', did you mean 'sizes'?
          each.sizes          | expected 'each.sizes.item' or 'each.sizes.index'
          each.sizes.itme     | each.sizes has no 'itme', only 'item' and 'index', did you mean 'item'?
          each.sizes.itme > 1 | each.sizes has no 'itme', only 'item' and 'index', did you mean 'item'?
          each.colors.item    | 'each.colors' can only be read by the steps and outputs of the loop 'colors'
          steps.sizes.failed  | the loop 'sizes' has no outputs before its steps have ended
          1+steps.sizes.failed| the loop 'sizes' has no outputs before its steps have ended
          each.sizes.item + "a" | '+' does not take integer and text
          """)
  void within_a_loop_a_mistake_is_told_in_words(String source, String message) {
    assertThat(problems(source, WITHIN)).containsExactly(message);
  }

  @Test
  void the_facts_of_media_in_a_loop_are_known_by_name() {
    assertThat(problems("each.colors.item.widht > 3", WITHIN.within("colors")))
        .containsExactly("an image has no 'widht', did you mean 'width'?");
  }

  @Test
  void types_that_wait_for_each_other_are_left_to_the_check_of_the_steps() {
    var scope = new Scope(Map.of());
    var knot = new ExpressionCompiler(scope);
    var told = new ArrayList<String>();
    scope.declareStep("a", Standpoint.TOP, () -> outputs(knot, "steps.b.x", told));
    scope.declareStep("b", Standpoint.TOP, () -> outputs(knot, "steps.a.x + 1", told));
    assertThat(outputs(knot, "steps.a.x", told)).isEmpty();
    assertThat(told).isEmpty();
  }

  private static Optional<List<Port>> outputs(
      ExpressionCompiler compiler, String source, List<String> told) {
    return switch (compiler.compile(new Expression(source), Standpoint.TOP)) {
      case Compilation.Compiled _ -> Optional.of(List.of(Port.of("x", PortType.INTEGER, "")));
      case Compilation.Rejected(var problems) -> {
        problems.forEach(problem -> told.add(problem.message()));
        yield Optional.empty();
      }
    };
  }

  private Programs programs(String... sources) {
    var compiled = new HashMap<Expression, CompiledExpression>();
    for (var source : sources) {
      compiled.put(new Expression(source), compile(source));
    }
    return new Programs(compiled);
  }

  private static Template bound(String source) {
    return new Template.Bound(new Expression(source));
  }

  private static Value value(String name) {
    return VALUES.getOrDefault(name, LOCALS.getOrDefault(name, Value.none()));
  }

  private CompiledExpression compile(String source) {
    return switch (compiler.compile(new Expression(source), Standpoint.TOP)) {
      case Compilation.Compiled(var expression) -> expression;
      case Compilation.Rejected(var problems) -> throw new AssertionError(source + ": " + problems);
    };
  }

  private List<String> problems(String source) {
    return problems(source, Standpoint.TOP);
  }

  private List<String> problems(String source, Standpoint from) {
    return compiler.compile(new Expression(source), from)
            instanceof Compilation.Rejected(var problems)
        ? problems.stream().map(ExpressionProblem::message).toList()
        : List.of();
  }

  private Value evaluate(String source) {
    return compile(source).evaluate(ExpressionTest::value);
  }

  private void assertFails(String source, String message) {
    assertFails(source, VALUES, message);
  }

  private void assertFails(String source, Map<String, Value> values, String message) {
    var expression = compile(source);
    assertThatThrownBy(() -> expression.evaluate(name -> values.getOrDefault(name, Value.none())))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining(message);
  }
}
