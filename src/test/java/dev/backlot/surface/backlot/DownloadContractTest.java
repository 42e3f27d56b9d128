package dev.backlot.surface.backlot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.attest.Attestation;
import dev.backlot.fixture.TestRuntime;
import dev.backlot.json.Json;
import dev.backlot.model.AssetId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a batch has come to leaves in one piece. */
@SuppressWarnings("NullAway.Init")
class DownloadContractTest {
  private static final String FILED =
      """
      name: filed
      inputs: {f: {type: file, required: true}, word: text}
      steps:
        a: {uses: test.pass, with: {value: "${{ inputs.f }}"}}
        b: {uses: test.picky, with: {value: "${{ inputs.word }}"}}
      outputs: {photo: "${{ steps.a.value }}", word: "${{ inputs.word }}", n: 7}
      """;

  @TempDir static Path folder;
  private static V1Server server;
  private static V1Client client;
  private static String batch;
  private static String lamp;

  @BeforeAll
  static void start() throws Exception {
    server = new V1Server(folder);
    client = server.client();
    client.publish(FILED);
    var chair = upload("a chair");
    lamp = upload("a lamp");
    batch =
        client.start(
            """
            {"workflow": "filed", "name": "äll / chairs", "items": [
              {"name": "Chair", "inputs": {"f": "%s", "word": "=1+1"}},
              {"name": "con", "inputs": {"f": "%s", "word": "a \\"b\\", c"}},
              {"inputs": {"f": "%s", "word": "bad"}}]}
            """
                .formatted(chair, lamp, chair));
    client.follow(batch);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void the_archive_holds_every_result_under_a_name_of_its_own() throws Exception {
    var answer = client.get("/v1/batches/" + batch + "/archive").expect(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/zip");
    assertThat(answer.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"_ll_chairs.zip\"");
    var files = unzip(answer.body());
    assertThat(files.keySet()).containsExactly("items.csv", "Chair.bin", "_con.bin");
    assertThat(files.get("_con.bin")).isEqualTo("a lamp");
    assertThat(files.get("items.csv"))
        .isEqualTo(client.get("/v1/batches/" + batch + "/items.csv").text());
  }

  @Test
  void a_signed_statement_lies_beside_each_file_where_it_is_wanted() throws Exception {
    var path = "/v1/batches/" + batch + "/archive?provenance=";
    var answer = client.get(path + "true").expect(200).body();
    var files = unzip(answer);
    assertThat(files.keySet())
        .containsExactly(
            "items.csv",
            "Chair.bin",
            "Chair.bin.provenance.json",
            "_con.bin",
            "_con.bin.provenance.json");
    var statement = Attestation.read(files.getOrDefault("_con.bin.provenance.json", ""));
    assertThat(statement.name()).isEqualTo("_con.bin");
    assertThat(statement.sha256()).isEqualTo(lamp.substring("sha256:".length()));
    assertThat(statement.made().path("item").stringValue()).isEqualTo("con");
    // nothing of it changes from one download to the next
    assertThat(client.get(path + "true").body()).isEqualTo(answer);
    client.get(path + "perhaps").expect(400);
  }

  @Test
  void items_with_several_files_have_a_folder_each() throws Exception {
    client.publish(
        """
        name: pair
        inputs: {f: file}
        steps: {a: {uses: test.pass, with: {value: x}}}
        outputs: {front: "${{ inputs.f }}", back: "${{ inputs.f }}"}
        """);
    var sofa = upload("a sofa");
    var pair =
        client.start(
            """
            {"workflow": "pair", "items": [
              {"name": "sofa", "inputs": {"f": "%s"}}, {"name": "sofa.bin", "inputs": {"f": "%s"}}]}
            """
                .formatted(sofa, sofa));
    client.follow(pair);
    assertThat(unzip(client.get("/v1/batches/" + pair + "/archive").expect(200).body()).keySet())
        .containsExactlyInAnyOrder(
            "items.csv",
            "sofa/front.bin",
            "sofa/back.bin",
            "sofa.bin-files/front.bin",
            "sofa.bin-files/back.bin");
  }

  private static String upload(String text) {
    var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return client.upload("/v1/assets", bytes).expect(201).field("asset");
  }

  private static Map<String, String> unzip(byte[] bytes) throws IOException {
    var files = new LinkedHashMap<String, String>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  @Test
  void the_table_has_a_row_for_each_item_and_no_formulas() {
    var lines = client.get("/v1/batches/" + batch + "/items.csv").expect(200).text().split("\r\n");
    assertThat(lines[0])
        .isEqualTo(
            "item,name,run,status,failed_step,error_kind,error,started_at,ended_at,output.photo,output.word,output.n");
    assertThat(lines).hasSize(4);
    assertThat(lines[1]).startsWith("1,Chair,").endsWith("Z,Chair.bin,'=1+1,7");
    assertThat(lines[2]).endsWith(",_con.bin,\"a \"\"b\"\", c\",7");
    assertThat(lines[3]).contains(",failed,b,refused,picky: the value is bad,").endsWith("Z,,,");
  }

  @Test
  void programs_read_lines() throws Exception {
    var lines =
        client.get("/v1/batches/" + batch + "/items.jsonl").expect(200).text().lines().toList();
    assertThat(lines).hasSize(3);
    var second = Json.parse(lines.get(1));
    assertThat(second.path("files").path(0).path("path").stringValue()).isEqualTo("_con.bin");
    assertThat(second.path("files").path(0).path("asset").stringValue()).isEqualTo(lamp);
    assertThat(second.path("values").path("n").intValue()).isEqualTo(7);
    assertThat(Json.parse(lines.get(2)).path("error").path("step").stringValue()).isEqualTo("b");
  }

  @Test
  void programs_read_a_manifest() {
    var manifest = client.get("/v1/batches/" + batch + "/manifest.json").expect(200).json();
    assertThat(manifest.path("workflow").stringValue()).isEqualTo("filed");
    assertThat(manifest.at("/counts/succeeded").intValue()).isEqualTo(2);
    assertThat(manifest.path("items").size()).isEqualTo(3);
    assertThat(manifest.at("/items/1/files/0/path").stringValue()).isEqualTo("_con.bin");
  }

  @Test
  void a_foreign_batch_is_an_unknown_one() {
    for (var what : new String[] {"archive", "items.csv", "items.jsonl", "manifest.json"}) {
      server.foreigner().get("/v1/batches/" + batch + "/" + what).expect(404);
    }
  }

  @Test
  void an_archive_whose_file_is_gone_breaks_off_instead_of_ending_early() throws Exception {
    var whole = upload("long".repeat(100_000));
    var gone = upload("a sofa");
    var item = "{\"inputs\": {\"f\": \"%s\", \"word\": \"x\"}}";
    var other =
        client.start(
            "{\"workflow\": \"filed\", \"items\": [%s, %s]}"
                .formatted(item.formatted(whole), item.formatted(gone)));
    client.follow(other);
    var file =
        server
            .runtime
            .runs
            .assets()
            .file(TestRuntime.CALLER, AssetId.parse(gone).orElseThrow())
            .orElseThrow();
    Files.delete(file);
    assertThatThrownBy(() -> client.get("/v1/batches/" + other + "/archive"))
        .hasRootCauseInstanceOf(IOException.class);
  }
}
