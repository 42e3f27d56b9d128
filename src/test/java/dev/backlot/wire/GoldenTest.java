package dev.backlot.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.app.WholeServer;
import dev.backlot.fixture.StaticSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What goes over the wire, word for word, of every request of every contract; change it on purpose
 * with {@code -Dgolden.update=true}.
 */
@Timeout(180)
class GoldenTest {
  static final Path PHOTO = Path.of("src/test/resources/media/coffee-cup.jpg");

  @SuppressWarnings("unused") // by name, below
  private static final java.util.List<String> DIALECTS = Contract.DIALECTS;

  @TempDir Path folder;

  @ParameterizedTest
  @FieldSource("DIALECTS")
  void a_dialect_answers_as_it_is_written_down(String dialect) throws Exception {
    try (var server = new WholeServer(folder);
        var site = new StaticSite(Files.readAllBytes(PHOTO));
        var pulse = new Pulse(server.url(), server.adminKey())) {
      var fixed =
          Map.of(
              "http://SERVER", server.url(),
              "http://FAKE", server.provider(),
              "http://SITE", site.url(""));
      var teller = new Teller(server.url(), server.adminKey(), Contract.of(dialect), fixed, pulse);
      for (var exchange : Exchange.of(dialect)) {
        teller.tell(exchange);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("DIALECTS")
  void every_request_of_the_contract_is_written_down(String dialect) throws Exception {
    var contract = Contract.of(dialect);
    var written = Exchange.of(dialect);
    assertThat(
            written.stream()
                .flatMap(one -> contract.find(one.method(), one.path()).stream())
                .collect(Collectors.toSet()))
        .containsAll(contract.operations());
  }
}
