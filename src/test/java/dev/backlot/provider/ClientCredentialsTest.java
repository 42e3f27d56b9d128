package dev.backlot.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.provider.fake.Fault;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientCredentialsTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private FakeServer fake;
  private ClientCredentials pass;

  @BeforeEach
  void signIn() throws IOException {
    fake = new FakeServer(EnumSet.noneOf(Fault.class));
    pass =
        new ClientCredentials(
            URI.create(fake.url() + "/adobe/ims/token/v3"),
            new Secret("TOKEN", "client:se:cret"),
            "one,two",
            "x-api-key",
            fake.web(),
            now::get);
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  private String token() throws IOException, InterruptedException {
    return String.valueOf(pass.headers().get("Authorization"));
  }

  @Test
  void a_token_is_shown_until_its_end_is_near() throws Exception {
    var first = token();
    now.updateAndGet(time -> time.plus(Duration.ofHours(23)));
    assertThat(token()).isEqualTo(first).startsWith("Bearer ");

    now.updateAndGet(time -> time.plus(Duration.ofMinutes(59)));
    assertThat(token()).startsWith("Bearer ").isNotEqualTo(first);
  }

  @Test
  void a_token_that_was_not_taken_is_not_shown_again() throws Exception {
    var seen = new HashSet<String>();
    for (int i = 0; i < 3; i++) {
      seen.add(token());
      pass.forget();
    }
    assertThat(seen).hasSize(3);
  }

  @Test
  void the_id_alone_stands_in_a_header_of_its_own() throws Exception {
    assertThat(pass.headers()).containsEntry("x-api-key", "client").hasSize(2);
  }
}
