package dev.backlot.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.backlot.model.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.spi.InetAddressResolver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Wherever a public host sends a client, the operator's network is not asked. The public host of
 * these tests is a name that leads to this machine and that the judge lets pass; everything else is
 * judged as ever.
 */
@SuppressWarnings("NullAway.Init")
class PublicOnlyTest {
  private static final String PUBLIC = "public.example";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final AtomicInteger inside = new AtomicInteger();
  private final WebClient web =
      WebClient.judging(
          address ->
              PrivateAddresses.contain(address) && !address.toString().startsWith(PUBLIC + "/"));
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/inside",
        exchange -> {
          inside.incrementAndGet();
          answer(exchange, 200, "secret");
        });
    server.createContext("/picture", exchange -> answer(exchange, 200, "picture"));
    server.start();
    means(PUBLIC, PUBLIC, "127.0.0.1");
  }

  @AfterEach
  void stop() {
    web.close();
    server.stop(0);
  }

  /** What a name leads to, for as long as this test takes. */
  private static void means(String name, String as, String address) throws IOException {
    var found = InetAddress.getByAddress(as, InetAddress.ofLiteral(address).getAddress());
    PinnedNames.hold(
        name,
        new InetAddressResolver() {
          @Override
          public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) {
            return Stream.of(found);
          }

          @Override
          public String lookupByAddress(byte[] bytes) {
            return name;
          }
        });
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void redirect(String path, int status, String target) {
    server.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().add("Location", target);
          answer(exchange, status, "");
        });
  }

  private URI at(String host, String path) {
    return URI.create("http://" + host + ":" + server.getAddress().getPort() + path);
  }

  private Failure refused(URI address) throws InterruptedException {
    return switch (web.open(address, PATIENCE)) {
      case WebClient.Download.Failed(var why) -> why;
      case WebClient.Download.Coming coming -> throw new AssertionError("it came: " + coming);
    };
  }

  @Test
  void a_redirect_to_another_public_place_is_followed() throws Exception {
    redirect("/moved", 302, at(PUBLIC, "/picture").toString());
    if (!(web.open(at(PUBLIC, "/moved"), PATIENCE)
        instanceof WebClient.Download.Coming(var body, var from))) {
      throw new AssertionError("expected a file");
    }
    try (body) {
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("picture");
    }
    assertThat(from.getPath()).isEqualTo("/picture");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void a_redirect_into_a_private_network_is_refused_and_nothing_there_is_asked(int status)
      throws Exception {
    redirect("/moved", status, at("127.0.0.1", "/inside").toString());
    assertThat(refused(at(PUBLIC, "/moved")).line()).contains("127.0.0.1").contains("private");
    assertThat(inside).hasValue(0);
  }

  @Test
  void a_second_redirect_is_looked_at_as_the_first() throws Exception {
    redirect("/first", 302, "/second");
    redirect("/second", 302, at("127.0.0.1", "/inside").toString());
    assertThat(refused(at(PUBLIC, "/first")).line()).contains("private");
    assertThat(inside).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/latest/meta-data/",
        "http://168.63.129.16/machine",
        "http://10.0.0.1/",
        "http://[::1]:PORT/inside",
        "http://[::ffff:127.0.0.1]:PORT/inside",
        "http://[::ffff:7f00:1]:PORT/inside",
        "http://[64:ff9b::7f00:1]:PORT/inside",
        "http://2130706433:PORT/inside",
        "http://0x7f000001:PORT/inside",
        "http://017700000001:PORT/inside",
        "http://0177.0.0.1:PORT/inside",
        "http://127.1:PORT/inside",
        "http://0:PORT/inside",
        "http://0.0.0.0:PORT/inside",
        "http://public.example@127.0.0.1:PORT/inside",
        "//127.0.0.1:PORT/inside",
        "file:///etc/passwd",
        "gopher://127.0.0.1:PORT/inside",
        "http:///inside",
        "http://127.0.0.1:PORT\\inside"
      })
  void no_way_of_writing_an_address_leads_inside(String target) throws Exception {
    redirect("/moved", 302, target.replace("PORT", String.valueOf(server.getAddress().getPort())));
    assertThat(refused(at(PUBLIC, "/moved"))).isInstanceOf(Failure.Invalid.class);
    assertThat(inside).hasValue(0);
  }

  @Test
  void a_name_that_leads_inside_is_refused_where_it_is_redirected_to() throws Exception {
    means("inside.example", "inside.example", "127.0.0.1");
    redirect("/moved", 302, at("inside.example", "/inside").toString());
    assertThat(refused(at(PUBLIC, "/moved")).line()).contains("inside.example");
    assertThat(inside).hasValue(0);
  }

  @Test
  void calls_and_webhooks_follow_no_redirect_at_all() throws Exception {
    redirect("/moved", 307, at("127.0.0.1", "/inside").toString());
    var call =
        new WebClient.Call("POST", at(PUBLIC, "/moved"), Map.of(), Optional.of("{}"), PATIENCE);
    assertThat(web.send(call))
        .isInstanceOfSatisfying(
            WebClient.Reply.Answered.class,
            answered -> assertThat(answered.status()).isEqualTo(307));
    assertThat(inside).hasValue(0);
  }
}
