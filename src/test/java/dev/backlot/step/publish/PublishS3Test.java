package dev.backlot.step.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.attest.Attestation;
import dev.backlot.attest.SigningKey;
import dev.backlot.fixture.ObjectServer;
import dev.backlot.fixture.OneRun;
import dev.backlot.fixture.RecordingSite;
import dev.backlot.fixture.RecordingSite.Said;
import dev.backlot.fixture.TestRuntime;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Failure;
import dev.backlot.model.Value;
import dev.backlot.provider.LoopbackNames;
import dev.backlot.provider.SecretSources;
import dev.backlot.provider.WebClient;
import dev.backlot.provider.s3.S3Store;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files land in a bucket of a real store, once. */
class PublishS3Test {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String TOKEN = "a-token-that-ends-by-itself";

  @TempDir static Path folder;
  private static ObjectServer server;
  private static WebClient web;
  private static S3Store store;
  private static TestRuntime runtime;

  @BeforeAll
  static void start() throws IOException {
    server = new ObjectServer(folder.resolve("objects"));
    web = new WebClient(true);
    store = new S3Store(web);
    var secrets =
        SecretSources.of(
            name ->
                switch (name) {
                  case "BACKLOT_SECRET_S3_KEY" -> ObjectServer.SECRET_KEY;
                  case "BACKLOT_SECRET_S3_WRONG" -> "not-the-secret-key";
                  case "BACKLOT_SECRET_S3_TOKEN" -> TOKEN;
                  default -> null;
                });
    var key = new SigningKey();
    key.keepIn(folder);
    runtime = new TestRuntime(folder.resolve("data"), new PublishS3Step(store, secrets, key));
  }

  @AfterAll
  static void stop() throws IOException {
    runtime.close();
    store.close();
    web.close();
    server.close();
  }

  /** Publishes one file with these parameters besides the usual ones. */
  private static OneRun publish(Path file, String more) throws InterruptedException {
    return publish(file, "S3_KEY", "bucket: shop" + (more.isEmpty() ? "" : ", " + more));
  }

  private static OneRun publish(Path file, String key, String more) throws InterruptedException {
    var with =
        "{files: [\"${{ inputs.photo }}\"], endpoint: \"%s\", access_key: %s, secret_key: {secret: %s}, %s}"
            .formatted(server.url(), ObjectServer.ACCESS_KEY, key, more);
    return OneRun.of(runtime, "publish.s3", with, Map.of("photo", OneRun.file(file)));
  }

  private static Path file(String name, int bytes) throws IOException {
    var content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return Files.write(folder.resolve(name), content);
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  private static HttpResponse<byte[]> get(String url) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray());
  }

  private static String state(OneRun run) {
    return ValueJson.node(run.output("objects")).path(0).path("state").stringValue();
  }

  @Test
  void the_same_item_published_twice_leaves_one_object_and_says_so() throws Exception {
    var photo = file("chair.png", 3_000);
    var more =
        "prefix: twice, cache_control: \"max-age=60\", content_type: image/png, signed_seconds:"
            + " 300";
    var first = publish(photo, more);
    assertThat(state(first)).isEqualTo("published");
    var link = ValueJson.node(first.output("signed_urls")).path(0).stringValue();
    var answer = get(link);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(Files.readAllBytes(photo));
    assertThat(answer.headers().firstValue("content-type")).contains("image/png");
    assertThat(answer.headers().firstValue("cache-control")).contains("max-age=60");
    assertThat(get(first.text("url")).statusCode()).isEqualTo(403);

    var second = publish(photo, more);
    assertThat(state(second)).isEqualTo("unchanged");
    assertThat(second.output("published")).isEqualTo(Value.of(0));
    assertThat(server.keys()).filteredOn(key -> key.startsWith("twice/")).hasSize(1);

    file("chair.png", 3_001);
    assertThat(state(publish(photo, more))).isEqualTo("published");
    assertThat(state(publish(photo, more.replace("60", "90")))).isEqualTo("published");
    assertThat(server.keys()).filteredOn(key -> key.startsWith("twice/")).hasSize(1);
  }

  @Test
  void a_signed_statement_lies_beside_each_object_once() throws Exception {
    var photo = file("stool.bin", 2_000);
    var more = "prefix: attested, provenance: true, signed_seconds: 60";
    var run = publish(photo, more);
    assertThat(server.keys())
        .filteredOn(key -> key.startsWith("attested/"))
        .containsExactly("attested/item/stool.bin", "attested/item/stool.bin.provenance.json");
    var told = ValueJson.node(run.output("objects")).path(0).path("provenance");
    assertThat(told.path("key").stringValue()).isEqualTo("attested/item/stool.bin.provenance.json");
    var answer = get(told.path("signed_url").stringValue());
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    var statement = Attestation.read(new String(answer.body(), StandardCharsets.UTF_8));
    assertThat(statement.name()).isEqualTo("stool.bin");
    assertThat(statement.sha256()).isEqualTo(sha256(photo));
    assertThat(run.output("published")).isEqualTo(Value.of(1));

    var again = publish(photo, more);
    assertThat(again.output("unchanged")).isEqualTo(Value.of(1));
    assertThat(server.keys()).filteredOn(key -> key.startsWith("attested/")).hasSize(2);
    var latest = Attestation.read(Files.readString(server.object(told.path("key").stringValue())));
    assertThat(latest.made().path("run").stringValue())
        .isEqualTo(again.view().run().id().toString());
  }

  @Test
  void a_key_of_its_own_is_wanted_for_each_statement() throws Exception {
    var photo = file("bench.bin", 10);
    var other = file("bench.bin.provenance.bin", 11);
    var with =
        ("{files: [\"${{ inputs.photo }}\", \"${{ inputs.other }}\"], names: [bench,"
             + " bench.json.provenance], endpoint: \"%s\", bucket: shop, access_key: a, secret_key:"
             + " {secret: S3_KEY}, provenance: true, key: \"{name}.json\"}")
            .formatted(server.url());
    var inputs = Map.of("photo", OneRun.file(photo), "other", OneRun.file(other));
    assertThat(OneRun.of(runtime, "publish.s3", with, inputs).failure().line())
        .isEqualTo(
            "key: expected a key for each statement, but 'bench.json.provenance.json' is taken");
  }

  @Test
  void temporary_keys_send_their_token_and_never_tell_it() throws Exception {
    var photo = file("shelf.bin", 10);
    var more = "prefix: token, session_token: {secret: S3_TOKEN}";
    assertThat(state(publish(photo, more))).isEqualTo("published");
    assertThat(publish(photo, more + ", signed_seconds: 60").failure().line())
        .startsWith("signed_seconds: expected a lasting key");
    try (var site = new RecordingSite()) {
      site.answer(_ -> new Said(403, Map.of(), "<Error><Message>" + TOKEN + "</Message></Error>"));
      var with =
          ("{files: [\"${{ inputs.photo }}\"], bucket: shop, endpoint: \"%s\", access_key: a,"
                  + " secret_key: {secret: S3_KEY}, session_token: {secret: S3_TOKEN}}")
              .formatted(site.url(""));
      var refused = OneRun.of(runtime, "publish.s3", with, Map.of("photo", OneRun.file(photo)));
      assertThat(site.asked().getFirst().header("X-Amz-Security-Token")).contains(TOKEN);
      assertThat(site.asked().getFirst().header("Authorization").orElseThrow())
          .contains("x-amz-security-token");
      assertThat(refused.failure().line()).doesNotContain(TOKEN);
    }
  }

  @Test
  void a_bucket_may_stand_in_the_name_of_the_host() throws Exception {
    LoopbackNames.hold("stores.example.test");
    LoopbackNames.hold("shop.stores.example.test");
    var photo = file("mirror.bin", 3_000);
    try (var named = new ObjectServer(folder.resolve("named"), "stores.example.test")) {
      var base = "http://stores.example.test:" + named.port();
      var with =
          ("{files: [\"${{ inputs.photo }}\"], endpoint: \"%s\", path_style: false, bucket: shop,"
                  + " access_key: %s, secret_key: {secret: S3_KEY}, signed_seconds: 60}")
              .formatted(base, ObjectServer.ACCESS_KEY);
      var run = OneRun.of(runtime, "publish.s3", with, Map.of("photo", OneRun.file(photo)));
      assertThat(run.text("url"))
          .isEqualTo("http://shop.stores.example.test:" + named.port() + "/item/mirror.bin");
      assertThat(named.keys()).containsExactly("item/mirror.bin");
      var link = ValueJson.node(run.output("signed_urls")).path(0).stringValue();
      assertThat(get(link).body()).isEqualTo(Files.readAllBytes(photo));
    }
  }

  @Test
  void a_long_file_goes_in_parts_and_is_known_again() throws Exception {
    var film = file("film.bin", (11 << 20) + 17);
    var more = "prefix: long, part_size: 5, signed_seconds: 60";
    var run = publish(film, more);
    // the ETag of what came in parts says how many
    assertThat(ValueJson.node(run.output("objects")).path(0).path("etag").stringValue())
        .endsWith("-3");
    var link = ValueJson.node(run.output("signed_urls")).path(0).stringValue();
    assertThat(get(link).body()).isEqualTo(Files.readAllBytes(film));
    assertThat(state(publish(film, more))).isEqualTo("unchanged");
  }

  @Test
  void keys_are_made_from_a_pattern_and_checked() throws Exception {
    var photo = file("chair.bin", 10);
    var run =
        publish(
            photo,
            "prefix: 2026/, key: \"{number}-{name}.{ext}\", public_url:"
                + " \"https://cdn.example.com/\"");
    assertThat(run.text("url")).isEqualTo("https://cdn.example.com/2026/1-chair.bin");
    assertThat(server.keys()).contains("2026/1-chair.bin");
    assertThat(publish(photo, "key: \"../{name}\"").failure().line())
        .isEqualTo("key: expected names between slashes, at most 1,024 bytes, but '../chair'");
    assertThat(publish(photo, "key: \"{colour}\"").failure().line()).contains("but '{colour}'");
  }

  @Test
  void what_the_store_refuses_is_told_without_the_key() throws Exception {
    var photo = file("sofa.bin", 10);
    var wrong = publish(photo, "S3_WRONG", "bucket: shop");
    assertThat(wrong.failure()).isInstanceOf(Failure.Refused.class);
    assertThat(wrong.failure().line()).contains("403").doesNotContain("not-the-secret-key");
    var missing = publish(photo, "S3_KEY", "bucket: no-such-bucket");
    assertThat(missing.failure().line()).startsWith("bucket: there is no bucket 'no-such-bucket'");
  }

  @Test
  void a_store_that_is_away_is_tried_again_and_a_private_one_refused() throws Exception {
    var photo = file("lamp.bin", 10);
    var with =
        "{files: [\"${{ inputs.photo }}\"], bucket: shop, endpoint: \"%s\", access_key: a,"
            + " secret_key: {secret: S3_KEY}}";
    var away =
        OneRun.of(
            runtime,
            "publish.s3",
            with.formatted("http://127.0.0.1:9"),
            Map.of("photo", OneRun.file(photo)));
    assertThat(away.failure()).isInstanceOf(Failure.Transient.class);
    assertThat(away.failure().message()).contains("127.0.0.1");
    try (var careful = new WebClient(false);
        var carefulStore = new S3Store(careful);
        var other =
            new TestRuntime(
                folder.resolve("other"),
                new PublishS3Step(
                    carefulStore, SecretSources.of(_ -> "12345"), new SigningKey()))) {
      var refused =
          OneRun.of(
              other,
              "publish.s3",
              with.formatted(server.url()),
              Map.of("photo", OneRun.file(photo)));
      assertThat(refused.failure().line())
          .startsWith("endpoint: the address of 127.0.0.1 is private");
    }
  }
}
