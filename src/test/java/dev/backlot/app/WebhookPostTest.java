package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.backlot.provider.WebClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookPostTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://localhost:8080/",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.7/",
        "http://192.168.1.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fd00:ec2::254]/",
        "http://0.0.0.0/",
        "file:///etc/passwd",
        "gopher://example.com/"
      })
  void private_places_and_other_schemes_are_refused(String url) {
    try (var web = new WebClient(false)) {
      assertThat(new WebhookPost(web).refusal(URI.create(url))).isPresent();
    }
  }

  @Test
  void a_receiver_whose_name_has_come_to_be_private_is_not_told() throws Exception {
    var asked = new AtomicInteger();
    var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", _ -> asked.incrementAndGet());
    receiver.start();
    try (var web = new WebClient(false)) {
      var url = URI.create("http://localhost:" + receiver.getAddress().getPort() + "/hook");
      var answer = new WebhookPost(web).post(url, Map.of(), "{}", Duration.ofSeconds(10));
      assertThat(answer.status()).isEmpty();
      assertThat(answer.text()).contains("localhost is private");
      assertThat(asked).hasValue(0);
    } finally {
      receiver.stop(0);
    }
  }
}
