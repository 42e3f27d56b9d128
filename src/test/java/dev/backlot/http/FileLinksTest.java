package dev.backlot.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.AssetId;
import dev.backlot.model.TenantId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addresses of single files that need no key. */
@SuppressWarnings("NullAway.Init")
class FileLinksTest {
  private static final AssetId ASSET = new AssetId("ab".repeat(32));
  private static final TenantId TENANT = new TenantId("anna");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-11-01T10:00:00Z");
  private FileLinks links;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    var file = Files.writeString(folder.resolve("picture.png"), "pixels");
    FileLinks.Shelf shelf =
        (tenant, asset) ->
            tenant.equals(TENANT) && asset.equals(ASSET)
                ? Optional.of(new Download(file, asset.sha256(), "image/png", "a b.png"))
                : Optional.empty();
    links = new FileLinks("secret", shelf, () -> now);
    server =
        HttpServer.start(
            new HttpSettings("127.0.0.1", 0, folder.resolve("scratch"), 1_000),
            new Keys(Map.of()),
            List.of(links),
            java.time.InstantSource.system());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(server.url() + path)).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String path() {
    return links.path(TENANT, ASSET, "a b.png", Duration.ofHours(1));
  }

  @Test
  void whoever_has_the_address_has_the_file() throws Exception {
    var answer = get(path());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("pixels");
    assertThat(answer.headers().firstValue("Content-Type")).contains("image/png");
  }

  @Test
  void it_works_until_its_time_is_over() throws Exception {
    var path = path();
    now = now.plus(Duration.ofMinutes(59));
    assertThat(get(path).statusCode()).isEqualTo(200);

    now = now.plus(Duration.ofMinutes(1));
    assertThat(get(path).statusCode()).isEqualTo(403);
  }

  @Test
  void nothing_of_it_can_be_changed() throws Exception {
    var path = path();
    int dot = path.indexOf('.');
    for (int place = "/files/".length(); place < dot + 40; place++) {
      if (place != dot) {
        var other = path.charAt(place) == 'A' ? 'B' : 'A';
        var changed = path.substring(0, place) + other + path.substring(place + 1);
        assertThat(get(changed).statusCode()).as(changed).isEqualTo(403);
      }
    }
    assertThat(get("/files/nonsense/a.png").statusCode()).isEqualTo(403);
    assertThat(get("/files/.../a.png").statusCode()).isEqualTo(403);
  }

  @Test
  void another_tenants_file_and_another_servers_link_do_not_work() throws Exception {
    var foreign = links.path(new TenantId("bert"), ASSET, "a.png", Duration.ofHours(1));
    assertThat(get(foreign).statusCode()).isEqualTo(403);

    var other = new FileLinks("another secret", (_, _) -> Optional.empty(), () -> now);
    var elsewhere = other.path(TENANT, ASSET, "a.png", Duration.ofHours(1));
    assertThat(get(elsewhere).statusCode()).isEqualTo(403);
  }
}
