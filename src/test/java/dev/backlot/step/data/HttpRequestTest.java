package dev.backlot.step.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.OneRun;
import dev.backlot.fixture.RecordingSite;
import dev.backlot.fixture.RecordingSite.Said;
import dev.backlot.fixture.TestRuntime;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Failure;
import dev.backlot.model.Value;
import dev.backlot.provider.SecretSources;
import dev.backlot.provider.WebClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls carry secrets by name, and lists are read to their end. */
class HttpRequestTest {
  private static final String TOKEN = "tok/en+with=signs";

  @TempDir static Path folder;
  private static WebClient web;
  private static RecordingSite site;
  private static TestRuntime runtime;

  @BeforeAll
  static void start() throws IOException {
    web = new WebClient(true);
    site = new RecordingSite();
    var secrets = SecretSources.of(name -> name.equals("BACKLOT_SECRET_API") ? TOKEN : null);
    runtime = new TestRuntime(folder, new HttpRequestStep(web, secrets));
  }

  @AfterAll
  static void stop() throws IOException {
    runtime.close();
    site.close();
    web.close();
  }

  @BeforeEach
  void forget() {
    site.forget();
  }

  private static OneRun run(String with) throws InterruptedException {
    return OneRun.of(runtime, "http.request", with, Map.of());
  }

  @Test
  void a_secret_goes_out_and_an_answer_that_repeats_it_is_not_kept() throws Exception {
    site.answer(
        asked -> Said.ok("{\"you sent\": \"" + asked.header("Authorization").orElse("") + "\"}"));
    var run =
        run(
            "{url: \"%s\", query: {key: {secret: API}}, headers: {Authorization: {secret: API, prefix: \"Bearer \"}}}"
                .formatted(site.url("/a?b=c")));
    var asked = site.asked().getFirst();
    assertThat(asked.header("Authorization")).contains("Bearer " + TOKEN);
    assertThat(asked.path()).isEqualTo("/a?b=c&key=tok%2Fen%2Bwith%3Dsigns");
    assertThat(run.text("text")).isEqualTo("{\"you sent\": \"Bearer ***\"}");
    assertThat(ValueJson.text(run.outputs())).doesNotContain(TOKEN, "tok");
  }

  @Test
  void a_secret_that_is_not_there_is_named_and_nobody_is_called() throws Exception {
    var run = run("{url: \"%s\", headers: {X-Key: {secret: OTHER}}}".formatted(site.url("/")));
    assertThat(run.failure())
        .isEqualTo(
            new Failure.Invalid(
                "headers.X-Key",
                "there is no secret 'OTHER' here; put a file OTHER into the folder of --secrets,"
                    + " or set BACKLOT_SECRET_OTHER"));
    assertThat(site.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{next: link}",
        "{next: /next, items: /data}",
        "{next: /cursor, parameter: after, items: /data}",
        "{parameter: page, from: 0, items: /data}"
      })
  void a_list_is_read_page_by_page(String paging) throws Exception {
    site.answer(HttpRequestTest::page);
    var plain = paging.equals("{next: link}") ? "&list=1" : "";
    var run = run("{url: \"%s\", paging: %s}".formatted(site.url("/list?size=2" + plain), paging));
    assertThat(ValueJson.text(run.output("items"))).isEqualTo("[1,2,3,4,5]");
    assertThat(run.output("count")).isEqualTo(Value.of(5));
    assertThat(site.asked()).allMatch(asked -> asked.path().contains("size=2"));
  }

  /** Five numbers, two a page, in whatever way the request's own query asks for. */
  private static Said page(RecordingSite.Asked asked) {
    var match = java.util.regex.Pattern.compile("(?:after|page)=(\\d)").matcher(asked.path());
    int page = match.find() ? Integer.parseInt(match.group(1)) : 0;
    var items = page == 0 ? "[1,2]" : page == 1 ? "[3,4]" : page == 2 ? "[5]" : "[]";
    var next = "/list?size=2&page=" + (page + 1);
    if (asked.path().contains("list=1")) {
      var link = "<" + next + "&list=1>; rel=\"next\", </list?page=9>; rel=\"last\"";
      return new Said(200, page < 2 ? Map.of("Link", link) : Map.of(), items);
    }
    var more = ",\"next\":\"" + next + "\",\"cursor\":" + (page + 1);
    return Said.ok("{\"data\":" + items + (page < 2 ? more : "") + "}");
  }

  @Test
  void a_long_list_is_saved_as_a_file() throws Exception {
    site.answer(HttpRequestTest::page);
    var run =
        run(
            "{url: \"%s\", save: true, paging: {parameter: page, from: 0, items: /data}}"
                .formatted(site.url("/list")));
    assertThat(Files.readString(run.bytes("file"))).isEqualTo("1\n2\n3\n4\n5\n");
  }

  @Test
  void a_next_page_elsewhere_is_not_shown_the_secret() throws Exception {
    site.answer(_ -> Said.ok("{\"data\":[1],\"next\":\"http://127.0.0.1:9/steal\"}"));
    var run =
        run(
            "{url: \"%s\", headers: {Authorization: {secret: API}}, paging: {next: /next, items: /data}}"
                .formatted(site.url("/list")));
    assertThat(run.failure().line()).contains("the next page is on 127.0.0.1", "another server");
  }

  @Test
  void pages_that_are_too_much_for_a_result_are_not_gathered() throws Exception {
    var large = "\"" + "x".repeat(4 << 20) + "\"";
    site.answer(asked -> Said.ok("{\"data\":[" + large + "],\"next\":\"" + asked.path() + "1\"}"));
    var run =
        run("{url: \"%s\", paging: {next: /next, items: /data}}".formatted(site.url("/list?n=1")));
    assertThat(run.failure().line()).contains("too much in these pages", "save: true");
    assertThat(site.asked()).hasSizeLessThan(4);
  }

  @Test
  void a_list_without_an_end_is_refused_at_the_limit() throws Exception {
    site.answer(asked -> Said.ok("{\"data\":[1],\"next\":\"" + asked.path() + "1\"}"));
    var run =
        run(
            "{url: \"%s\", pages: 3, paging: {next: /next, items: /data}}"
                .formatted(site.url("/list?n=1")));
    assertThat(run.failure().line())
        .isEqualTo("pages: expected at most 3 pages, but there are more");
    assertThat(site.asked()).hasSize(3);
  }
}
