package dev.backlot.step.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.fixture.OneRun;
import dev.backlot.fixture.TestRuntime;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Failure;
import dev.backlot.model.Value;
import dev.backlot.provider.Secrets;
import dev.backlot.provider.WebClient;
import dev.backlot.step.Step;
import dev.backlot.step.text.TextTemplateStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables come in and go out, values are checked, and templates reach nothing but their values. */
class DataStepsTest {
  @TempDir static Path folder;
  private static WebClient web;
  private static TestRuntime runtime;

  @BeforeAll
  static void start() throws IOException {
    web = new WebClient(false);
    var steps = new ArrayList<Step>(DataSteps.all(web, Secrets.NONE));
    steps.add(new TextTemplateStep());
    runtime = new TestRuntime(folder.resolve("data"), steps.toArray(Step[]::new));
  }

  @AfterAll
  static void stop() throws IOException {
    runtime.close();
    web.close();
  }

  private static OneRun run(String uses, String with) throws InterruptedException {
    return OneRun.of(runtime, uses, with, Map.of());
  }

  private static OneRun withFile(String uses, String name, String content, String more)
      throws IOException, InterruptedException {
    var file = Files.writeString(folder.resolve(name), content);
    return OneRun.of(
        runtime, uses, "{file: \"${{ inputs.f }}\"" + more + "}", Map.of("f", OneRun.file(file)));
  }

  private static String json(OneRun run, String output) {
    return ValueJson.text(run.output(output));
  }

  @Test
  void a_csv_file_is_a_list_of_objects_and_back() throws Exception {
    var table = "\uFEFFsku,name,price\r\n007,\"Chair, \"\"big\"\"\",12.50\r\n8,Lamp,\r\n";
    var plain = withFile("data.csv", "a.csv", table, "");
    assertThat(json(plain, "items"))
        .isEqualTo(
            "[{\"sku\":\"007\",\"name\":\"Chair,"
                + " \\\"big\\\"\",\"price\":\"12.50\"},{\"sku\":\"8\",\"name\":\"Lamp\",\"price\":\"\"}]");
    var typed = withFile("data.csv", "a.csv", table, ", typed: true, skip: 1, limit: 1");
    assertThat(json(typed, "items")).isEqualTo("[{\"sku\":8,\"name\":\"Lamp\",\"price\":null}]");
    var written =
        run(
            "data.csv",
            "{items: [{a: 1, b: \"x;y\"}, {a: 2, c: [1, 2]}], separator: \";\", name: out}");
    assertThat(Files.readString(written.bytes("file")))
        .isEqualTo("a;b;c\r\n1;\"x;y\";\r\n2;;[1,2]\r\n");
    assertThat(written.output("file").assets().getFirst().name()).isEqualTo("out.csv");
  }

  @Test
  void a_table_that_cannot_be_read_names_the_line() throws Exception {
    assertThat(withFile("data.csv", "b.csv", "a,b\n1,2,3\n", "").failure().line())
        .isEqualTo("file: line 2: expected 2 fields, but 3");
    assertThat(withFile("data.csv", "c.csv", "a,a\n1,2\n", "").failure().line())
        .contains("duplicate", "a");
    assertThat(withFile("data.jsonl", "d.jsonl", "{\"a\":1}\n{\"a\":\n", "").failure().line())
        .startsWith("file: line 2: ");
    assertThat(
            withFile("data.csv", "q.csv", "sku,size\nA0,\"1 \"\" wide\"\nA1,\"3\nA2,4\n", "")
                .failure()
                .line())
        .isEqualTo(
            "file: it cannot be read as CSV: line 3: a quote opens there and is never closed");
    Files.write(folder.resolve("e.csv"), new byte[] {'a', '\n', (byte) 0xff, '\n'});
    var latin =
        OneRun.of(
            runtime,
            "data.csv",
            "{file: \"${{ inputs.f }}\"}",
            Map.of("f", OneRun.file(folder.resolve("e.csv"))));
    assertThat(latin.failure().line())
        .isEqualTo("file: expected text in UTF-8, but it holds other bytes");
    var wide = "a\n" + ("x".repeat(1 << 20) + "\n").repeat(10);
    assertThat(withFile("data.csv", "wide.csv", wide, "").failure().line())
        .contains("too much in these rows");
    assertThatThrownBy(() -> run("data.csv", "{}")).hasMessageContaining("but neither is given");
  }

  @Test
  void json_lines_come_in_and_go_out_and_too_many_are_refused() throws Exception {
    var read = withFile("data.jsonl", "f.jsonl", "1\n\n{\"a\": [true]}\n", "");
    assertThat(json(read, "items")).isEqualTo("[1,{\"a\":[true]}]");
    var written = run("data.jsonl", "{items: [1, {a: x}]}");
    assertThat(Files.readString(written.bytes("file"))).isEqualTo("1\n{\"a\":\"x\"}\n");
    var endless = withFile("data.jsonl", "g.jsonl", "1\n".repeat(10_001), "");
    assertThat(endless.failure().line())
        .isEqualTo(
            "file: expected at most 10,000 rows, but there are more: say 'skip' and 'limit'");
  }

  @Test
  void a_row_is_found_by_its_key_in_a_file_and_in_a_list() throws Exception {
    var table = "sku;title\nA1;Chair\na2;Lamp\nA2;Second lamp\n";
    var found =
        withFile(
            "data.lookup",
            "h.csv",
            table,
            ", key: A2, by: sku, separator: \";\", ignore_case: true, column: title");
    assertThat(found.text("value")).isEqualTo("Lamp");
    var inline = run("data.lookup", "{key: 7, rows: [{id: 6}, {id: 7, n: x}]}");
    assertThat(json(inline, "row")).isEqualTo("{\"id\":7,\"n\":\"x\"}");
    var fallback = run("data.lookup", "{key: 9, rows: [{id: 6}], fallback: {n: none}}");
    assertThat(fallback.output("found")).isEqualTo(Value.of(false));
    assertThat(run("data.lookup", "{key: 9, rows: [{id: 6}]}").failure())
        .isEqualTo(new Failure.Invalid("key", "there is no row whose 'id' is '9'"));
    assertThat(run("data.lookup", "{key: 9, by: sku, rows: [{id: 6}]}").failure().line())
        .isEqualTo("by: there is no column 'sku'; there are id");
  }

  @Test
  void every_mistake_of_a_value_is_told_with_its_place() throws Exception {
    var schema =
        "{type: object, required: [sku, price], properties: {sku: {type: string, pattern:"
            + " \"^[A-Z]\"}, price: {type: number, minimum: 0}, sizes: {type: array, uniqueItems:"
            + " true, items: {enum: [1, 2]}}}}";
    var good =
        run(
            "data.validate",
            "{value: {sku: A1, price: 1.0, sizes: [1, 2]}, schema: " + schema + "}");
    assertThat(good.output("valid")).isEqualTo(Value.of(true));
    var bad = "{value: {sku: a1, price: -1, sizes: [1, 1.0, 3]}, schema: " + schema + "%s}";
    var refused = run("data.validate", bad.formatted(""));
    assertThat(refused.failure().line())
        .startsWith("value.")
        .contains("/sku: ", "/price: ", "/sizes: ", "/sizes/2: ");
    assertThat(refused.failure()).isInstanceOf(Failure.Invalid.class);
    var third =
        run(
            "data.validate",
            "{value: {sizes: [1, 2, 3]}, schema: {properties: {sizes: {items: {enum: [1, 2]}}}}}");
    assertThat(((Failure.Invalid) third.failure()).field()).isEqualTo("value.sizes[2]");
    var told = run("data.validate", bad.formatted(", fail: false"));
    assertThat(told.output("valid")).isEqualTo(Value.of(false));
    assertThat(told.text("report").lines()).hasSize(4);
    var missing = run("data.validate", "{value: {}, schema: " + schema + "}");
    assertThat(missing.failure().line()).contains("the value: ", "sku", "price");
    var file =
        withFile("data.validate", "i.json", "[1, 2]", ", schema: {type: array, maxItems: 1}");
    assertThat(file.failure().line()).startsWith("file: ").contains("the value: ");
  }

  @Test
  void a_schema_that_is_none_is_refused_when_the_workflow_is() {
    var saving =
        runtime
            .runs
            .workflows()
            .publish(
                TestRuntime.CALLER,
                "bad.yaml",
                """
                name: bad
                steps:
                  it: {uses: data.validate, with: {value: 1, schema: {type: strin}}}
                """);
    assertThat(saving.toString()).contains("it is no JSON Schema");
  }

  @Test
  void a_schema_does_not_reach_other_places() throws Exception {
    var run =
        run("data.validate", "{value: 1, schema: {\"$ref\": \"http://127.0.0.1:9/schema.json\"}}");
    assertThat(run.failure().line()).contains("127.0.0.1:9/schema.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Hello {{name}}{{#items}}, {{n}}x {{title}}{{/items}}{{^gone}}!{{/gone}} | Hello <Ada> & co, 2x Chair, 1x Lamp! | none
          {{name}} {{{name}}}                                                    | &lt;Ada&gt; &amp; co <Ada> & co       | html
          {{owner.name}}{{#owner}} of {{name}}{{/owner}}                         | Eve of Eve                            | none
          """)
  void a_template_is_filled(String template, String text, String escape) throws Exception {
    var values =
        "{name: \"<Ada> & co\", owner: {name: Eve}, gone: false, items: [{n: 2, title: Chair}, {n:"
            + " 1, title: Lamp}]}";
    var run =
        run(
            "text.template",
            "{template: \"%s\", escape: %s, values: %s}".formatted(template, escape, values));
    assertThat(run.text("text")).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {{class}}              | line 1: there is no value for 'class'
          {{name.getClass.name}} | there is no value for 'name.getClass.name'
          {{name.length}}        | there is no value for 'name.length'
          {{> /etc/passwd}}      | are not known here
          {{#list}}{{#list}}{{#list}}{{/list}}{{/list}}{{/list}} | gone through 1,000,000 times
          {{#list}}              | list
          """)
  void a_template_reaches_nothing_but_its_values(String template, String message) throws Exception {
    var list = "[" + "1,".repeat(400) + "1]";
    var run =
        run(
            "text.template",
            "{template: \"%s\", values: {name: x, list: %s}}".formatted(template, list));
    assertThat(run.failure().line()).startsWith("template: ").contains(message);
  }

  @Test
  void a_template_makes_a_file_and_leaves_gaps_where_it_may() throws Exception {
    var run =
        run(
            "text.template",
            "{template: \"<p>{{a}}{{b}}</p>\", values: {a: 1}, missing: empty, file: page.html}");
    assertThat(run.text("text")).isEqualTo("<p>1</p>");
    assertThat(Files.readString(run.bytes("file"))).isEqualTo("<p>1</p>");
  }
}
