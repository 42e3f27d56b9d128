package dev.backlot.step.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.attest.Attestation;
import dev.backlot.attest.SigningKey;
import dev.backlot.fixture.OneRun;
import dev.backlot.fixture.RecordingSite;
import dev.backlot.fixture.RecordingSite.Said;
import dev.backlot.fixture.TestRuntime;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Failure;
import dev.backlot.model.Value;
import dev.backlot.provider.SecretSources;
import dev.backlot.provider.WebClient;
import dev.backlot.runtime.Batches;
import dev.backlot.runtime.NewBatch;
import dev.backlot.store.BatchRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files are sent to an address so that a repetition is known, and packed so that it is the same.
 */
class PublishUploadTest {
  private static final String TOKEN = "the-shops-token";
  private static final SigningKey KEY = new SigningKey();

  @TempDir static Path folder;

  /** Of {@code a chair}. */
  private static final String CHAIR_SHA256 =
      "c47923ffc381bc1ea4182f11c3be01e6a7226f98a5c532f35f917ca290d29c35";

  private static WebClient web;
  private static RecordingSite site;
  private static TestRuntime runtime;
  private static Path file;

  @BeforeAll
  static void start() throws IOException {
    KEY.keepIn(folder);
    web = new WebClient(true);
    site = new RecordingSite();
    var secrets =
        SecretSources.of(
            name ->
                switch (name) {
                  case "BACKLOT_SECRET_TOKEN" -> TOKEN;
                  case "BACKLOT_SECRET_PLACE" -> site.url("/put?signature=5f3a");
                  default -> null;
                });
    runtime =
        new TestRuntime(
            folder.resolve("data"),
            new PublishUploadStep(web, secrets, KEY),
            new PublishZipStep(KEY),
            new PublishFolderStep(KEY));
    file = Files.writeString(folder.resolve("chair.txt"), "a chair");
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

  private static OneRun upload(String with) throws InterruptedException {
    return OneRun.of(
        runtime,
        "publish.upload",
        "{file: \"${{ inputs.photo }}\", " + with + "}",
        Map.of("photo", OneRun.file(file)));
  }

  @Test
  void a_file_is_put_to_an_address_that_is_a_secret_itself() throws Exception {
    site.answer(_ -> Said.ok("thanks"));
    var run = upload("url: {secret: PLACE}, content_type: text/plain");
    var asked = site.asked().getFirst();
    assertThat(asked.method() + " " + asked.path()).isEqualTo("PUT /put?signature=5f3a");
    assertThat(asked.text()).isEqualTo("a chair");
    assertThat(asked.header("Content-Type")).contains("text/plain");
    assertThat(run.outputs().toString()).doesNotContain("5f3a");
  }

  @Test
  void a_form_carries_its_fields_and_a_key_that_stays_through_retries() throws Exception {
    site.answer(
        _ ->
            site.asked().size() < 2
                ? new Said(503, Map.of(), "busy")
                : new Said(201, Map.of("Location", "/photos/7"), "{\"id\": 7}"));
    var run =
        OneRun.of(
            runtime,
            """
            name: form
            inputs: {photo: file}
            steps:
              it:
                uses: publish.upload
                with:
                  file: ${{ inputs.photo }}
                  url: %s
                  method: POST
                  field: image
                  name: chair "1".txt
                  fields: {product: "17", token: {secret: TOKEN}}
                retry: {attempts: 3, delay: 10ms}
            """
                .formatted(site.url("/photos")),
            Map.of("photo", OneRun.file(file)));
    assertThat(run.text("url")).isEqualTo(site.url("/photos/7"));
    var sent = site.asked();
    assertThat(sent).hasSize(2);
    assertThat(sent.stream().map(asked -> asked.header("Idempotency-Key")).distinct()).hasSize(1);
    assertThat(sent.getFirst().body()).isEqualTo(sent.getLast().body());
    var boundary = sent.getFirst().header("Content-Type").orElseThrow().replaceFirst(".*=", "");
    assertThat(sent.getFirst().text())
        .isEqualTo(
            """
            --B
            Content-Disposition: form-data; name="product"

            17
            --B
            Content-Disposition: form-data; name="token"

            the-shops-token
            --B
            Content-Disposition: form-data; name="image"; filename="chair %221%22.txt"
            Content-Type: application/octet-stream

            a chair
            --B--
            """
                .replace("B\n", boundary + "\n")
                .replace("B--", boundary + "--")
                .replace("\n", "\r\n"));
  }

  @Test
  void a_signed_statement_goes_along_beside_the_file_or_within_its_form() throws Exception {
    site.answer(_ -> Said.ok("thanks"));
    upload("url: \"%s\", provenance: true".formatted(site.url("/photos/chair.txt")));
    assertThat(site.asked().stream().map(asked -> asked.method() + " " + asked.path()))
        .containsExactly("PUT /photos/chair.txt", "PUT /photos/chair.txt.provenance.json");
    var keys = site.asked().stream().map(asked -> asked.header("Idempotency-Key")).distinct();
    assertThat(keys).hasSize(2);
    var beside = site.asked().getLast();
    assertThat(beside.header("Content-Type")).contains("application/json");
    assertThat(Attestation.read(beside.text()).name()).isEqualTo("chair.txt");
    assertThat(Attestation.read(beside.text()).sha256()).isEqualTo(CHAIR_SHA256);

    site.forget();
    upload("url: \"%s\", provenance: true, field: image".formatted(site.url("/photos")));
    assertThat(site.asked()).hasSize(1);
    var form = site.asked().getFirst().text();
    assertThat(form)
        .containsSubsequence(
            "name=\"image\"; filename=\"chair.txt\"",
            "name=\"image_provenance\"; filename=\"chair.txt.provenance.json\"",
            "application/vnd.in-toto+json");

    site.forget();
    for (var place : List.of("", "/photos/", "/photos/chair.txt?signature=5f3a")) {
      assertThat(
              upload("url: \"%s\", provenance: true".formatted(site.url(place))).failure().line())
          .isEqualTo(
              "provenance: expected a form, or PUT to an address that is a file's own, without a"
                  + " query");
    }
    assertThat(site.asked()).isEmpty();
  }

  @Test
  void a_statement_that_is_not_taken_fails_the_step() throws Exception {
    site.answer(
        asked -> asked.path().endsWith(".json") ? new Said(403, Map.of(), "no") : Said.ok(""));
    var refused = upload("url: \"%s\", provenance: true".formatted(site.url("/chair.txt")));
    assertThat(refused.failure().line()).contains("127.0.0.1 answered 403: no");
  }

  @Test
  void the_same_item_published_twice_into_a_folder_leaves_one_file() throws Exception {
    var results = folder.resolve("results");
    publishInto(results);
    publishInto(results);
    try (var found = Files.walk(results)) {
      assertThat(found.filter(Files::isRegularFile).map(results::relativize).map(Path::toString))
          .containsExactlyInAnyOrder("twice/chair.bin", "twice/chair.bin.provenance.json");
    }
    assertThat(results.resolve("twice/chair.bin")).hasContent("a chair");
  }

  private static void publishInto(Path results) throws InterruptedException {
    var workflow =
        runtime.publish(
            """
            name: twice
            inputs: {photo: file}
            steps:
              it:
                uses: publish.folder
                with: {files: ["${{ inputs.photo }}"], folder: twice, provenance: true}
            """);
    var wanted =
        new NewBatch(
            "twice",
            workflow,
            Optional.empty(),
            new BatchSettings(1, true, true),
            Optional.empty(),
            Optional.of(results.toString()));
    var item = TestRuntime.item(Map.of("photo", OneRun.file(file)));
    if (!(runtime.runs.batches().create(TestRuntime.CALLER, wanted, List.of(item))
        instanceof Batches.Creation.Created(var batch))) {
      throw new AssertionError("it was not created");
    }
    assertThat(runtime.await(batch).state().status()).isEqualTo(BatchStatus.SUCCEEDED);
  }

  @Test
  void a_process_that_dies_in_the_middle_sends_the_same_key_again() throws Exception {
    var hung = new CountDownLatch(1);
    var came = new CountDownLatch(1);
    site.answer(
        _ -> {
          came.countDown();
          await(hung);
          return Said.ok("too late");
        });
    var data = folder.resolve("restarted");
    var step = new PublishUploadStep(web, SecretSources.of(_ -> null), KEY);
    BatchRecord batch;
    try (var before = new TestRuntime(data, step)) {
      var workflow =
          before.publish(
              """
              name: hang
              inputs: {photo: file}
              steps:
                it: {uses: publish.upload, with: {file: "${{ inputs.photo }}", url: "%s", method: POST}}
              """
                  .formatted(site.url("/")));
      var item = TestRuntime.item(Map.of("photo", OneRun.file(file)));
      batch = before.create(workflow, new BatchSettings(1, true, true), List.of(item));
      await(came);
    }
    hung.countDown();
    site.answer(_ -> Said.ok("thanks"));
    try (var after = new TestRuntime(data, step)) {
      assertThat(after.await(batch).state().status()).isEqualTo(BatchStatus.SUCCEEDED);
    }
    var keys = site.asked().stream().map(asked -> asked.header("Idempotency-Key")).toList();
    assertThat(keys).hasSize(2);
    assertThat(keys.getFirst()).isPresent().isEqualTo(keys.getLast());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_refusal_is_told_in_the_receivers_words_and_a_redirect_is_one() throws Exception {
    site.answer(asked -> new Said(422, Map.of(), "no such product: " + asked.header("X-Key")));
    var refused = upload("url: \"%s\", headers: {X-Key: {secret: TOKEN}}".formatted(site.url("/")));
    assertThat(refused.failure())
        .isEqualTo(
            new Failure.Refused(
                "upload", "127.0.0.1 answered 422: no such product: Optional[***]"));
    site.answer(_ -> new Said(307, Map.of("Location", "/elsewhere"), ""));
    assertThat(upload("url: \"%s\"".formatted(site.url("/"))).failure().line()).contains("307");
  }

  @Test
  void one_packed_file_is_the_same_each_time() throws Exception {
    var other = Files.writeString(folder.resolve("lamp.txt"), "a lamp");
    var inputs =
        Map.<String, Value>of(
            "photos", new Value.ListOf(List.of(OneRun.file(file), OneRun.file(other))));
    var with = "{files: \"${{ inputs.photos }}\", folder: photos/front}";
    var first = OneRun.of(runtime, "publish.zip", with, inputs);
    var bytes = Files.readAllBytes(first.bytes("file"));
    try (var zip = new ZipFile(first.bytes("file").toFile())) {
      assertThat(zip.stream().map(entry -> entry.getName()))
          .containsExactly("photos/front/chair.bin", "photos/front/lamp.bin");
      var chair = zip.getEntry("photos/front/chair.bin");
      assertThat(zip.getInputStream(chair).readAllBytes())
          .isEqualTo("a chair".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    var again =
        OneRun.of(runtime, "publish.zip", with.replace("front}", "front, name: other}"), inputs);
    assertThat(Files.readAllBytes(again.bytes("file"))).isEqualTo(bytes);
  }
}
