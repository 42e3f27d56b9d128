package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.provider.WebClient;
import java.net.URI;
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
}
