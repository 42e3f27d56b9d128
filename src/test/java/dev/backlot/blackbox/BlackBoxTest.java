package dev.backlot.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.blackbox.Program.Ended;
import dev.backlot.model.TenantId;
import dev.backlot.store.EventRecord;
import dev.backlot.store.sqlite.SqliteDatabase;
import dev.backlot.store.sqlite.SqliteViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The program as its users meet it: a command, an exit code, files. */
@Timeout(240)
class BlackBoxTest {
  private static final String CATALOG = Program.HOME.resolve("examples/catalog").toString();
  private static final Path PHOTOS = Program.HOME.resolve("examples/catalog/photos");

  /** Succeeds where the word is blue; looks at the photo, and that is quick. */
  private static final String LOOK =
      """
      name: look
      inputs:
        photo: {type: image, required: true}
        word: {type: text, default: none}
      steps:
        facts: {uses: image.inspect, with: {image: "${{ inputs.photo }}"}}
        word:
          uses: check
          with:
            that:
              - {expect: "inputs.word == 'blue'", message: "the word is not blue"}
      """;

  private static final String SHEET =
      """
      name: sheet
      inputs: {photos: [image]}
      steps:
        sheet: {uses: image.contact-sheet, with: {images: "${{ inputs.photos }}", cell: 64}}
      outputs: {many: "${{ size(inputs.photos) }}"}
      """;

  private static final String APPROVE =
      """
      name: approve
      inputs:
        photo: {type: image, required: true}
      steps:
        facts: {uses: image.inspect, with: {image: "${{ inputs.photo }}"}}
        right:
          needs: [facts]
          gate:
            title: Is ${{ run.name }} right?
            show: ${{ inputs.photo }}
            on-reject: fail
      """;

  private static final String BAD =
      """
      name: bad
      steps:
        a: {uses: image.resise}
        b: {uses: check, needs: [nobody]}
      """;

  private static final String CSV =
      """
      photo,word
      photos/bulb-white-on-white.jpg,blue
      photos/dog-beagle.jpg,red
      """;

  private static final String JSON_LINES =
      """
      {"photo": "photos/dog-beagle.jpg", "word": "blue"}
      """;

  @TempDir Path folder;
  private Program backlot = new Program(Path.of(""));

  @BeforeEach
  void givenPhotos() throws IOException {
    backlot = new Program(folder);
    Files.createDirectories(folder.resolve("photos"));
    Files.writeString(folder.resolve("look.yaml"), LOOK);
    for (var photo : List.of("bulb-white-on-white.jpg", "dog-beagle.jpg", "camera-folding.jpg")) {
      Files.copy(PHOTOS.resolve(photo), folder.resolve("photos").resolve(photo));
    }
  }

  // looking around

  @Test
  void help_names_the_commands() throws Exception {
    var ended = backlot.run("--help");

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("run", "validate", "steps", "doctor");
  }

  @Test
  void steps_tells_every_type_and_the_ports_of_one() throws Exception {
    assertThat(backlot.run("steps").out()).contains("image.remove-background", "publish.folder");
    assertThat(backlot.run("steps", "image.resize").out()).contains("with:", "width", "gives:");
  }

  @Test
  void doctor_says_what_this_machine_can_do() throws Exception {
    var ended = backlot.run("doctor");

    assertThat(ended.code()).isIn(0, 1);
    assertThat(ended.out().lines())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("✓") || line.startsWith("✗"));
  }

  // validating

  @Test
  void a_good_workflow_is_valid() throws Exception {
    var ended = backlot.run("validate", CATALOG);

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("ok, workflow 'catalog' with 7 steps");
  }

  @Test
  void a_bad_workflow_is_refused_with_line_and_column_of_every_mistake() throws Exception {
    Files.writeString(folder.resolve("bad.yaml"), BAD);

    var ended = backlot.run("validate", "bad.yaml");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .containsPattern("bad.yaml:3:\\d+")
        .containsPattern("bad.yaml:4:\\d+")
        .contains("image.resize");
  }

  // running

  @Test
  void photos_become_results_and_a_second_run_reuses_them() throws Exception {
    var first = backlot.run("run", CATALOG, "photos", "--json");

    assertThat(first.code()).as(first.err() + first.out()).isZero();
    assertComplete(manifest("out/catalog"));
    assertSelfContained(Files.readString(folder.resolve("out/catalog/index.html")));

    var second = backlot.run("run", CATALOG, "photos", "--json");

    assertThat(second.code()).isZero();
    assertThat(finished(second).path("reused_steps").asInt(0)).isGreaterThanOrEqualTo(15);
    assertThat(items(manifest("out/catalog")))
        .allSatisfy(
            item -> assertThat(steps(item)).anyMatch(step -> step.path("reused").asBoolean(false)));
  }

  private void assertComplete(JsonNode manifest) {
    assertThat(manifest.path("workflow").asString("")).isEqualTo("catalog");
    assertThat(manifest.path("status").asString("")).isEqualTo("succeeded");
    assertThat(manifest.path("counts").path("succeeded").asInt(0)).isEqualTo(3);
    assertThat(manifest.has("batch") && manifest.has("created_at") && manifest.has("ended_at"))
        .isTrue();
    assertThat(items(manifest))
        .hasSize(3)
        .allSatisfy(
            item -> {
              assertThat(item.path("input").path("sha256").asString("")).hasSize(64);
              assertThat(steps(item)).hasSize(8);
              assertThat(list(item.path("outputs"))).hasSize(3).allSatisfy(this::assertPublished);
            });
  }

  /** The file is where the manifest says, and what the manifest says. */
  private void assertPublished(JsonNode output) throws Exception {
    var bytes =
        Files.readAllBytes(folder.resolve("out/catalog").resolve(output.path("path").asString("")));

    assertThat(bytes).hasSize(output.path("bytes").asInt(0));
    var hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    assertThat(hash).isEqualTo(output.path("sha256").asString(""));
    assertThat(output.path("width").asInt(0)).isPositive();
    assertThat(output.path("media_type").asString("")).startsWith("image/");
  }

  private static void assertSelfContained(String html) {
    assertThat(html)
        .contains("<html")
        .doesNotContainPattern("(?:src|href)\\s*=\\s*[\"']?https?://")
        .doesNotContainPattern("url\\(\\s*[\"']?https?://");
  }

  @Test
  void a_broken_photo_fails_alone_and_in_one_line() throws Exception {
    Files.writeString(folder.resolve("photos/broken.jpg"), "no photo");

    var ended = backlot.run("run", "look.yaml", "photos", "--set", "word=blue", "--json");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(finished(ended).path("succeeded").asInt(0)).isEqualTo(3);
    assertThat(ended.told("item_failed"))
        .singleElement()
        .satisfies(
            failed -> {
              assertThat(failed.path("item").asString("")).isEqualTo("broken");
              assertThat(failed.path("message").asString(""))
                  .isNotBlank()
                  .doesNotContain("\n", "Exception");
            });
  }

  @Test
  void an_unknown_input_starts_nothing() throws Exception {
    var ended = backlot.run("run", "look.yaml", "photos", "--set", "wurd=blue");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("unknown input 'wurd'", "word").doesNotContain("Exception");
  }

  @Test
  void a_missing_file_starts_nothing() throws Exception {
    var ended = backlot.run("run", "look.yaml", "nowhere.jpg");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("there is no file or folder nowhere.jpg");
  }

  @Test
  void lists_of_inputs_come_as_csv_and_as_json_lines() throws Exception {
    Files.writeString(folder.resolve("list.csv"), CSV);
    Files.writeString(folder.resolve("list.jsonl"), JSON_LINES);

    var csv = backlot.run("run", "look.yaml", "list.csv", "--json");
    assertThat(csv.code()).isEqualTo(1);
    assertThat(finished(csv).path("succeeded").asInt(0)).isEqualTo(1);
    assertThat(csv.told("item_failed"))
        .singleElement()
        .satisfies(
            failed ->
                assertThat(failed.path("message").asString("")).contains("the word is not blue"));

    assertThat(backlot.run("run", "look.yaml", "list.jsonl", "--json").code()).isZero();
  }

  @Test
  void an_input_may_be_a_list_of_images() throws Exception {
    Files.writeString(folder.resolve("sheet.yaml"), SHEET);
    var list = "photos\n\"photos/dog-beagle.jpg, photos/camera*.jpg\"\nphotos\n";
    Files.writeString(folder.resolve("list.csv"), list);
    Files.writeString(
        folder.resolve("list.jsonl"),
        "{\"photos\": [\"photos/dog-beagle.jpg\", \"photos/bulb-white-on-white.jpg\"]}\n");
    var dog = "photos/dog-beagle.jpg";
    var camera = "photos/camera-folding.jpg";

    assertThat(sheets(dog, camera)).containsExactly("dog-beagle: 2");
    assertThat(sheets("photos", dog)).containsExactly("photos: 3", "dog-beagle: 1");
    assertThat(sheets("photos/[bd]*.jpg")).containsExactly("bulb-white-on-white: 2");
    assertThat(sheets("list.csv")).containsExactly("dog-beagle: 2", "bulb-white-on-white: 3");
    assertThat(sheets("list.jsonl")).containsExactly("dog-beagle: 2");
    assertThat(sheets("--set", "photos=" + dog + "," + camera)).containsExactly("item-000001: 2");

    Files.writeString(folder.resolve("list.csv"), "photos\nnowhere/*.jpg\n");
    assertThat(backlot.run("run", "sheet.yaml", "list.csv").err())
        .contains("list.csv line 2: inputs.photos: nothing matches nowhere/*.jpg");
  }

  /** The items of a run over these inputs, and how many photos each of them had. */
  private List<String> sheets(String... inputs) throws Exception {
    var command = new ArrayList<>(List.of("run", "sheet.yaml"));
    command.addAll(List.of(inputs));
    var ended = backlot.run(command.toArray(String[]::new));
    assertThat(ended.code()).as(ended.err() + ended.out()).isZero();
    return items(manifest("out/sheet")).stream()
        .map(
            item ->
                item.path("name").asString("") + ": " + item.path("values").path("many").asInt(0))
        .toList();
  }

  // stopping

  @Test
  void ctrl_c_stops_safely_and_the_same_command_goes_on() throws Exception {
    var running = backlot.start("run", CATALOG, "photos", "--json", "--concurrency", "1");
    running.awaitLine(line -> line.contains("\"event\":\"progress\""));
    running.interrupt();
    var interrupted = running.await();
    assertThat(interrupted.code()).isEqualTo(130);
    assertThat(interrupted.out()).contains("nothing is lost");

    assertGoesOnAndFinishes();

    assertThat(events())
        .filteredOn(event -> event.json().contains("\"step_started\""))
        .extracting(BlackBoxTest::stepOf)
        .doesNotHaveDuplicates();
  }

  @Test
  void a_batch_is_handed_to_the_server_and_steered_there() throws Exception {
    var server = backlot.start("serve", "--port", "0");
    server.awaitLine(line -> line.contains("is ready at"));
    Files.writeString(folder.resolve("approve.yaml"), APPROVE);
    var photo = PHOTOS.resolve("dog-beagle.jpg").toString();
    assertThat(backlot.run("submit", "approve.yaml", photo, "--dry-run").out())
        .contains("1 item", "facts", "cost  nothing");
    var submitted = backlot.run("submit", "approve.yaml", photo, "--priority", "high");
    var batch = submitted.out().strip();
    assertThat(batch).as(submitted.err()).hasSize(36);
    var run = awaitGate(batch);

    assertThat(backlot.run("pause", batch).out()).contains("paused");
    assertThat(backlot.run("change", batch, "--failures-max", "50%").code()).isZero();
    assertThat(backlot.run("resume", batch).out()).contains("running");
    assertThat(backlot.run("hold", run).err()).contains("backlot hold RUN STEP");
    assertThat(backlot.run("pause", run, "right").err()).contains("hold, release or cancel");
    assertThat(backlot.run("decide", run, "right", "perhaps").err()).contains("decision: ");
    var rejected = backlot.run("decide", run, "right", "reject", "--note", "too dark");
    assertThat(rejected.out()).as(rejected.err()).contains("dog-beagle: ");
    assertThat(backlot.run("watch", batch).code()).isEqualTo(1);
    assertThat(backlot.run("gates").out()).contains("nothing waits for a person");

    assertThat(backlot.run("redrive", batch, "--dry-run").out())
        .containsPattern("facts +0 +1 +0")
        .contains("cost  nothing");
    assertThat(backlot.run("redrive", batch).err()).contains("--yes");
    var again = backlot.run("redrive", batch, "--yes").out();
    var second = again.substring(again.indexOf("started ") + "started ".length()).strip();
    awaitGate(second);
    assertThat(backlot.run("cancel", second).code()).isZero();
    assertThat(backlot.run("watch", second).code()).isEqualTo(1);
    assertThat(backlot.run("submit", "approve@2", photo).err()).contains("no such workflow");
    assertThat(backlot.run("submit", "approve@1", photo).code()).isZero();

    server.interrupt();
    assertThat(server.await().code()).isZero();
  }

  /** Follows the batch until it asks, and returns the run that does. */
  private String awaitGate(String batch) throws Exception {
    var watch = backlot.start("watch", batch, "--json");
    watch.awaitLine(line -> line.contains("\"gate_opened\""));
    watch.interrupt();
    assertThat(watch.await().code()).isEqualTo(130);
    var gates = backlot.run("gates", "--batch", batch).out();
    assertThat(gates).contains("Is dog-beagle right?", "/v1/assets/");
    return gates.substring(0, gates.indexOf(' '));
  }

  @Test
  void a_dry_run_says_what_would_be_done_and_keeps_nothing() throws Exception {
    var photo = PHOTOS.resolve("dog-beagle.jpg").toString();
    Files.writeString(folder.resolve("look.yaml"), LOOK);
    var first = backlot.run("run", "look.yaml", photo, "--set", "word=blue", "--dry-run");
    assertThat(first.out()).as(first.err()).containsPattern("facts +1 +0 +0").contains("1 item");
    assertThat(first.code()).isZero();
    assertThat(folder.resolve("out")).doesNotExist();
    assertThat(backlot.run("run", "look.yaml", photo, "--set", "word=blue").code()).isZero();
    assertThat(backlot.run("run", "look.yaml", photo, "--set", "word=red", "--dry-run").out())
        .containsPattern("facts +0 +1 +0")
        .containsPattern("word +1 +0 +0");
    Files.writeString(folder.resolve("no.jpg"), "this is no photo");
    var wrong = backlot.run("run", "look.yaml", "no.jpg", "--dry-run");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.out()).contains("items[0].inputs.photo: no.jpg: ");
  }

  @Test
  void limits_of_a_running_server_are_set_listed_and_removed() throws Exception {
    assertThat(backlot.run("limits", "list").err()).contains("no server runs on .backlot");
    var server = backlot.start("serve", "--port", "0");
    server.awaitLine(line -> line.contains("is ready at"));

    var set =
        backlot.run("limits", "set", "provider:openai", "--concurrent", "4", "--rate", "60/m");
    assertThat(set.code()).as(set.err()).isZero();
    assertThat(backlot.run("limits", "set", "guests", "--weight", "50", "--items", "9").code())
        .isZero();
    var list = backlot.run("limits", "list");
    assertThat(list.out())
        .containsPattern("provider:openai +4 +60 in 60s, burst 1 +0 +0")
        .containsPattern("guests +50 +0 of 9 +0 of any");
    assertThat(backlot.run("limits", "set", "guests", "--concurrent", "4").err())
        .contains("answered 400", "concurrent: unknown field");
    assertThat(backlot.run("limits", "set", "step:check", "--rate", "often").err())
        .contains("--rate: expected a number and a time such as 60/m");
    assertThat(backlot.run("limits", "remove", "provider:openai").code()).isZero();
    assertThat(backlot.run("limits", "list").out()).doesNotContain("openai");

    server.interrupt();
    assertThat(server.await().code()).isZero();
  }

  @Test
  void after_a_kill_the_same_command_goes_on_and_repeats_nothing_finished() throws Exception {
    var running = backlot.start("run", CATALOG, "photos", "--json", "--concurrency", "1");
    running.awaitLine(line -> line.contains("\"succeeded\":1"));
    running.kill();
    running.await();
    var before = events();

    assertGoesOnAndFinishes();

    var after = events();
    assertThat(after.subList(0, before.size())).isEqualTo(before);
    var finished =
        before.stream()
            .filter(event -> event.json().contains("\"step_succeeded\""))
            .map(BlackBoxTest::stepOf)
            .toList();
    var startedAfter =
        after.stream()
            .skip(before.size())
            .filter(event -> event.json().contains("\"step_started\""))
            .map(BlackBoxTest::stepOf);
    assertThat(finished).isNotEmpty();
    assertThat(startedAfter).doesNotContainAnyElementsOf(finished);
  }

  private void assertGoesOnAndFinishes() throws Exception {
    var again = backlot.run("run", CATALOG, "photos", "--json", "--concurrency", "1");

    assertThat(again.code()).as(again.err() + again.out()).isZero();
    assertThat(again.told("started").getFirst().path("note").asString("")).startsWith("resuming");
    assertThat(finished(again).path("succeeded").asInt(0)).isEqualTo(3);
  }

  private static String stepOf(EventRecord event) {
    return event.run().orElseThrow() + " " + Program.parse(event.json()).path("step").asString("");
  }

  private List<EventRecord> events() throws IOException {
    var data = folder.resolve(".backlot");
    try (var database = SqliteDatabase.open(data.resolve("backlot.db"), data.resolve("native"))) {
      return new SqliteViews(database).events(TenantId.DEFAULT, Optional.empty(), 0, 10_000);
    }
  }

  // reading results

  private static JsonNode finished(Ended ended) {
    return ended.told("finished").getFirst();
  }

  private JsonNode manifest(String out) throws IOException {
    return Program.parse(Files.readString(folder.resolve(out).resolve("manifest.json")));
  }

  private static List<JsonNode> items(JsonNode manifest) {
    return list(manifest.path("items"));
  }

  private static List<JsonNode> steps(JsonNode item) {
    return list(item.path("steps"));
  }

  private static List<JsonNode> list(JsonNode array) {
    return array.valueStream().toList();
  }
}
