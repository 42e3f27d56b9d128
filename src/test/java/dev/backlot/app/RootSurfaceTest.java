package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.cli.Platform;
import dev.backlot.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A dialect without its prefix, for clients that cannot add one. */
@Timeout(60)
class RootSurfaceTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path folder;

  private Platform.Server serve(Wiring wiring, String dialect, Optional<Integer> port)
      throws IOException {
    return wiring.serve(
        new Platform.Serving(
            "127.0.0.1",
            0,
            folder.resolve("data"),
            false,
            Optional.empty(),
            Optional.of(new Platform.RootSurface(dialect, port)),
            Optional.empty(),
            new Platform.AccessRules(6_000, Optional.empty())));
  }

  private HttpResponse<String> get(String url) throws Exception {
    var key = Files.readString(folder.resolve("data/admin.key")).strip();
    var request =
        HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + key).build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  @Test
  void a_dialect_with_a_port_of_its_own_is_alone_there() throws Exception {
    try (var wiring = new Wiring(folder);
        var server = serve(wiring, "scenario", Optional.of(0))) {
      var root = server.rootUrl().orElseThrow();
      assertThat(get(root + "/v1/jobs").body()).isEqualTo("{\"jobs\":[]}");
      var unknown = get(root + "/v1/batches");
      assertThat(unknown.statusCode()).isEqualTo(404);
      assertThat(Json.parse(unknown.body()).propertyNames())
          .containsExactlyInAnyOrder("statusCode", "error", "message");
      assertThat(get(server.url() + "/v1/batches").body()).contains("items");
      assertThat(get(server.url() + "/scenario/v1/jobs").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void others_share_the_port() throws Exception {
    try (var wiring = new Wiring(folder);
        var server = serve(wiring, "firefly", Optional.empty())) {
      assertThat(server.rootUrl()).isEmpty();
      assertThat(get(server.url() + "/batches").body()).contains("\"batches\":[]");
      assertThat(get(server.url() + "/firefly/batches").statusCode()).isEqualTo(200);
      assertThat(get(server.url() + "/v1/batches").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void what_cannot_be_is_said_at_the_start() {
    try (var wiring = new Wiring(folder)) {
      assertThatThrownBy(() -> serve(wiring, "scenario", Optional.empty()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("--root-port");
      assertThatThrownBy(() -> serve(wiring, "midjourney", Optional.empty()))
          .hasMessageContaining("expected one of firefly, sartiq, scenario, wiserows");
    }
  }
}
