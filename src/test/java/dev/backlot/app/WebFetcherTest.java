package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.backlot.fixture.TestRuntime;
import dev.backlot.fixture.TinySteps;
import dev.backlot.model.Asset;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.RunStatus;
import dev.backlot.model.Value;
import dev.backlot.provider.WebClient;
import dev.backlot.runtime.DryRun;
import dev.backlot.runtime.NewBatch;
import dev.backlot.store.RunFilter;
import dev.backlot.store.RunRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs that are addresses, fetched from a real server by a real runtime. */
@SuppressWarnings("NullAway.Init")
class WebFetcherTest {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3};
  private static final String WORKFLOW =
      """
      name: fetching
      inputs: {photo: image}
      steps:
        a: {uses: test.pass, with: {value: "${{ inputs.photo }}"}}
      outputs: {photo: "${{ steps.a.value }}"}
      """;

  @TempDir Path folder;
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer web;

  @BeforeEach
  void start() throws IOException {
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext("/shoe.png", exchange -> answer(exchange, 200, PNG));
    web.createContext("/text.png", exchange -> answer(exchange, 200, new byte[] {'h', 'i'}));
    web.createContext("/gone.png", exchange -> answer(exchange, 404, new byte[0]));
    web.createContext(
        "/busy.png", exchange -> answer(exchange, busy.incrementAndGet() < 3 ? 503 : 200, PNG));
    web.createContext(
        "/moved.png",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/shoe.png");
          answer(exchange, 302, new byte[0]);
        });
    web.createContext(
        "/file.png",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "file:///etc/passwd");
          answer(exchange, 302, new byte[0]);
        });
    web.createContext(
        "/round.png",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/round.png");
          answer(exchange, 302, new byte[0]);
        });
    web.start();
  }

  @AfterEach
  void stop() {
    web.stop(0);
  }

  private void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    asked.incrementAndGet();
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String url(String path) {
    return "http://127.0.0.1:" + web.getAddress().getPort() + path;
  }

  private RunRecord run(boolean privateAddresses, String path) throws Exception {
    try (var client = new WebClient(privateAddresses);
        var runtime = new TestRuntime(folder, new WebFetcher(client), TinySteps.pass())) {
      var name = runtime.publish(WORKFLOW);
      var item = TestRuntime.item(Map.of("photo", new Value.Source(url(path))));
      var batch = runtime.create(name, BatchSettings.DEFAULT, List.of(item));
      runtime.await(batch);
      return runtime
          .runs
          .batches()
          .items(TestRuntime.CALLER, batch.id(), RunFilter.ALL, 0, 1)
          .getFirst();
    }
  }

  private static Asset photo(RunRecord run) {
    assertThat(run.failure()).isEmpty();
    return run.outputs().getOrDefault("photo", Value.none()).assets().getFirst();
  }

  @Test
  void a_file_is_brought_in_by_its_content() throws Exception {
    var photo = photo(run(true, "/shoe.png?signature=secret"));

    assertThat(photo.mediaType()).isEqualTo("image/png");
    assertThat(photo.name()).isEqualTo("shoe.png");
    assertThat(photo.bytes()).isEqualTo(PNG.length);
  }

  @Test
  void redirects_are_followed_and_busy_servers_asked_again() throws Exception {
    assertThat(photo(run(true, "/moved.png")).bytes()).isEqualTo(PNG.length);
    assertThat(photo(run(true, "/busy.png")).bytes()).isEqualTo(PNG.length);
    assertThat(busy.get()).isEqualTo(3);
  }

  @Test
  void what_cannot_be_fetched_fails_at_once_and_names_its_input() throws Exception {
    for (var path : List.of("/gone.png", "/round.png", "/file.png", "/text.png")) {
      var run = run(true, path);

      assertThat(run.status()).isEqualTo(RunStatus.FAILED);
      assertThat(run.failure().orElseThrow().line()).startsWith("photo: ");
    }
  }

  @Test
  void private_addresses_are_not_asked() throws Exception {
    var run = run(false, "/shoe.png");

    assertThat(run.failure().orElseThrow().line()).contains("private");
    assertThat(asked.get()).isZero();
  }

  @Test
  void a_dry_run_fetches_nothing() throws Exception {
    try (var client = new WebClient(true);
        var runtime = new TestRuntime(folder, new WebFetcher(client), TinySteps.pass())) {
      var wanted =
          new NewBatch(
              "dry",
              runtime.publish(WORKFLOW),
              Optional.empty(),
              BatchSettings.DEFAULT,
              Optional.empty(),
              Optional.empty());
      var item = TestRuntime.item(Map.of("photo", new Value.Source(url("/shoe.png"))));
      DryRun dry = runtime.runs.batches().dryRun(TestRuntime.CALLER, wanted, List.of(item));

      assertThat(dry.problems()).isEmpty();
      assertThat(dry.toRun().values()).containsExactly(1);
      assertThat(asked.get()).isZero();
    }
  }
}
