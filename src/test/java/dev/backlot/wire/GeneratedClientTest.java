package dev.backlot.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.app.WholeServer;
import dev.backlot.fixture.StaticSite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client is generated from each contract as the server hands it out, a program is written with it
 * ({@code src/test/clients}) and runs from end to end: what the contract does not say does not
 * compile, what the server does not do fails.
 */
@Timeout(300)
class GeneratedClientTest {
  private static final Path CLIENTS = Path.of("src/test/clients").toAbsolutePath();
  private static final Path BUILT = CLIENTS.resolve("built");
  private static final long PATIENCE_SECONDS = 240;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path folder;

  @Test
  void programs_of_generated_clients_work_as_they_stand() throws Exception {
    try (var server = new WholeServer(folder);
        var site = new StaticSite(Files.readAllBytes(GoldenTest.PHOTO))) {
      run(List.of("sh", "install"));
      for (var dialect : Contract.DIALECTS) {
        generate(server, dialect);
      }
      run(List.of("node_modules/.bin/tsc"));
      for (var dialect : Contract.DIALECTS) {
        var program = BUILT.resolve(dialect + ".js").toString();
        run(List.of("node", program, server.url(), server.adminKey(), site.url("")));
      }
    }
  }

  private void generate(WholeServer server, String dialect)
      throws IOException, InterruptedException {
    var prefix = dialect.equals("backlot") ? "/v1" : "/" + dialect;
    var contract = URI.create(server.url() + prefix + "/openapi.json");
    var file = folder.resolve(dialect + ".json");
    var answer = HTTP.send(HttpRequest.newBuilder(contract).build(), BodyHandlers.ofFile(file));
    assertThat(answer.statusCode()).isEqualTo(200);
    run(
        List.of(
            "node_modules/.bin/openapi-typescript",
            file.toString(),
            // what has a default need not be given
            "--default-non-nullable=false",
            "--output",
            CLIENTS.resolve("generated/" + dialect + ".ts").toString()));
  }

  private void run(List<String> command) throws IOException, InterruptedException {
    var said = folder.resolve("said.txt");
    var process =
        new ProcessBuilder(new ArrayList<>(command))
            .directory(CLIENTS.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as(command + " ended, after " + Files.readString(said)).isTrue();
    assertThat(process.exitValue()).as(command + ": " + Files.readString(said)).isZero();
  }
}
