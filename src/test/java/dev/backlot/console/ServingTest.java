package dev.backlot.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.app.WholeServer;
import dev.backlot.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server hands out of the console, and to whom. */
@SuppressWarnings("NullAway.Init")
class ServingTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path folder;
  private static WholeServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new WholeServer(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static HttpResponse<byte[]> get(String path, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(server.url() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static HttpResponse<String> signIn(String token)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(server.url() + "/console/sign-in"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"token\": \"" + token + "\"}"));
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/console/batches/any", "/console/settings?tab=keys"})
  void a_place_in_the_console_is_the_page_and_lets_in_nothing_from_elsewhere(String path)
      throws Exception {
    var page = get(path);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    var policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(policy)
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "http", "data:");
    assertThat(new String(page.body(), StandardCharsets.UTF_8))
        .doesNotContainPattern("<style|https?://| on[a-z]+=");
  }

  /** It asks for data while the files that the page names are still on their way. */
  @Test
  void the_one_script_within_the_page_is_let_in_by_its_hash_alone() throws Exception {
    var page = get("/");
    var scripts =
        Pattern.compile("<script(?![^>]* src=)[^>]*>(.*?)</script>", Pattern.DOTALL)
            .matcher(new String(page.body(), StandardCharsets.UTF_8))
            .results()
            .map(script -> script.group(1))
            .toList();
    assertThat(scripts).hasSize(1);
    var hash =
        Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-256")
                    .digest(scripts.getFirst().getBytes(StandardCharsets.UTF_8)));
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("; script-src 'self' 'sha256-" + hash + "'; ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/console/review"})
  void the_head_of_the_page_is_the_same_alone(String path) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(server.url() + path));
    var head =
        HTTP.send(
            request.method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofByteArray());
    var page = get(path);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (var name : List.of("Content-Type", "Content-Security-Policy", "Cache-Control")) {
      assertThat(head.headers().firstValue(name)).isEqualTo(page.headers().firstValue(name));
    }
  }

  @Test
  void what_people_and_browsers_guess_leads_to_the_console_and_its_icon() throws Exception {
    for (var path : List.of("/console", "/console/")) {
      var answer = get(path);
      assertThat(answer.statusCode()).isEqualTo(302);
      assertThat(answer.headers().firstValue("Location")).hasValue("/");
    }
    var icon = get("/favicon.ico");
    assertThat(icon.statusCode()).isEqualTo(200);
    assertThat(icon.headers().firstValue("Content-Type").orElseThrow()).startsWith("image/svg");
  }

  @Test
  void the_parts_are_named_by_their_content_and_come_packed_if_wanted() throws Exception {
    var page = new String(get("/").body(), StandardCharsets.UTF_8);
    var name = Pattern.compile("/console/assets/first-[\\w-]+\\.js").matcher(page);
    assertThat(name.find()).isTrue();
    var plain = get(name.group());
    var packed = get(name.group(), "Accept-Encoding", "gzip");

    assertThat(plain.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
    assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(packed.body().length).isLessThan(plain.body().length / 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/assets/none.js",
        "/console/assets/../index.html",
        "/console/assets/%2e%2e/%2e%2e/db/sqlite/V1.sql",
        "/console/assets/index.html.gz"
      })
  void nothing_but_the_parts_of_the_page_can_be_had(String path) throws Exception {
    assertThat(get(path).statusCode()).isIn(400, 404);
  }

  @Test
  void everything_else_still_needs_a_key() throws Exception {
    assertThat(get("/v1/me").statusCode()).isEqualTo(401);
    assertThat(get("/v1/batches").statusCode()).isEqualTo(401);
    assertThat(get("/anything").statusCode()).isEqualTo(401);
  }

  @Test
  void the_link_opens_once_for_half_a_day() throws Exception {
    var link = server.signIn();
    var token = link.substring(link.indexOf('=') + 1);
    assertThat(signIn("wrong").statusCode()).isEqualTo(401);
    var first = signIn(token);
    assertThat(first.statusCode()).isEqualTo(200);
    var key = Json.MAPPER.readTree(first.body()).path("key").stringValue();

    var me = get("/v1/me", "Authorization", "Bearer " + key);
    assertThat(Json.MAPPER.readTree(me.body()).path("role").stringValue()).isEqualTo("admin");
    assertThat(signIn(token).statusCode()).isEqualTo(401);
  }

  @Test
  void the_link_is_of_no_use_after_an_hour() {
    var now = new AtomicReference<>(Instant.EPOCH);
    var link = new SignInLink(now::get);
    var token = link.path().substring(link.path().indexOf('=') + 1);
    now.set(Instant.EPOCH.plus(Duration.ofHours(1)));
    assertThat(link.redeem(token)).isFalse();
  }
}
