package dev.backlot.provider.fal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.backlot.json.Json;
import dev.backlot.provider.AgainstFake;
import dev.backlot.provider.Provider;
import dev.backlot.provider.Provider.Polled;
import dev.backlot.provider.Provider.Submitted;
import dev.backlot.provider.ProviderHttp.KeyHeader;
import dev.backlot.provider.ProviderSettings;
import dev.backlot.provider.Task;
import dev.backlot.provider.fake.Fault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The fal adapter against a real server of its format, on good days and on the worst. */
class FalContractTest {
  private static final String MODEL = "fal-ai/flux/dev";

  abstract static class Against extends AgainstFake {
    Against(Set<Fault> faults) {
      super(faults);
    }

    @Override
    protected Provider open() {
      return provider("http://127.0.0.1:9");
    }

    Provider provider(String reports) {
      var keys = URI.create(fake.url() + "/fal/.well-known/jwks.json");
      var callbacks =
          new ProviderSettings.Callbacks(
              URI.create(reports), new ProviderSettings.Proof.Published(keys));
      var settings = fake.settings(FalProvider.KIND, "/fal", Optional.of(callbacks));
      return new FalProvider(
          settings, fake.http(settings, KeyHeader.KEY), new FalSignature(keys, fake.web()));
    }

    @Override
    protected String model() {
      return MODEL;
    }

    @Override
    protected boolean lists() {
      return false;
    }
  }

  @Nested
  class EverythingTest extends Against {
    EverythingTest() {
      super(EnumSet.allOf(Fault.class));
    }
  }

  @Nested
  class FaultlessTest extends Against {
    FaultlessTest() {
      super(EnumSet.noneOf(Fault.class));
    }

    private record Report(Map<String, String> headers, String text, String key) {
      byte[] body() {
        return text.getBytes(StandardCharsets.UTF_8);
      }
    }

    @Test
    void a_job_whose_answer_was_lost_reports_by_itself_and_only_fal_can_say_so() throws Exception {
      BlockingQueue<Report> reports = new ArrayBlockingQueue<>(10);
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            var headers = new HashMap<String, String>();
            exchange
                .getRequestHeaders()
                .forEach((name, all) -> headers.put(name.toLowerCase(Locale.ROOT), all.getFirst()));
            var path = exchange.getRequestURI().getPath();
            reports.add(
                new Report(
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    path.substring(path.lastIndexOf('/') + 1)));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
          });
      server.start();
      try {
        var told = provider("http://127.0.0.1:" + server.getAddress().getPort());
        var key = key();
        var submitted = (Submitted.Accepted) told.submit(task("a pier"), key);
        var report = reports.poll(20, TimeUnit.SECONDS);

        assertThat(report).isNotNull();
        assertThat(report.key()).isEqualTo(key);
        var now = Instant.now();
        assertThat(told.callback(report.headers(), report.body(), key, now))
            .contains(new Provider.Note(key, submitted.requestId()));
        assertThat(told.callback(report.headers(), "{}".getBytes(StandardCharsets.UTF_8), key, now))
            .isEmpty();
        assertThat(told.callback(report.headers(), report.body(), key, now.plusSeconds(400)))
            .as("an old one")
            .isEmpty();
        var other = new HashMap<>(report.headers());
        other.put("x-fal-webhook-user-id", "somebody");
        assertThat(told.callback(other, report.body(), key, now)).isEmpty();
      } finally {
        server.stop(0);
      }
    }

    @Test
    void words_and_sounds_come_too() throws InterruptedException {
      var words =
          new Task.GenerateText(
              "fal-ai/text",
              "a shoe",
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Json.object());
      assertThat(((Polled.Done) ended(words)).text()).isEqualTo("FAKE words about: a shoe");
      var sound =
          new Task.GenerateAudio(
              "fal-ai/audio", "a bell", Optional.of(3), Optional.empty(), Json.object());
      assertThat(((Polled.Done) ended(sound)).files()).hasSize(1);
      var larger =
          new Task.Upscale(
              "fal-ai/esrgan", "data:image/png;base64,AAAA", Optional.of(2), Json.object());
      assertThat(((Polled.Done) ended(larger)).files()).hasSize(1);
    }

    private Polled ended(Task task) throws InterruptedException {
      var id = ((Submitted.Accepted) provider().submit(task, key())).requestId();
      return end(new Provider.Job(id, task.model()));
    }

    @Test
    void a_model_that_is_no_address_makes_no_job() throws InterruptedException {
      var wrong = new Task.GenerateImage("../secrets", "x");
      assertThat(provider().submit(wrong, key())).isInstanceOf(Submitted.Refused.class);
      assertThat(fake.made()).isZero();
    }
  }
}
