package dev.backlot.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.backlot.model.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers are read whole, up to a limit. */
class WebClientTest {
  private final CountDownLatch over = new CountDownLatch(1);
  private final WebClient web = new WebClient(true);
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    web.close();
    server.stop(0);
  }

  @Test
  void an_answer_comes_with_its_whole_text() throws InterruptedException {
    var text = "größer ".repeat(40_000);
    answer(text.getBytes(StandardCharsets.UTF_8), 0);
    assertThat(call())
        .isInstanceOfSatisfying(
            WebClient.Reply.Answered.class,
            answered -> {
              assertThat(answered.status()).isEqualTo(200);
              assertThat(answered.text()).isEqualTo(text);
            });
  }

  @Test
  void an_answer_may_be_as_long_as_the_limit() throws InterruptedException {
    answer(new byte[WebClient.BODY_MAX], 0);
    assertThat(call())
        .isInstanceOfSatisfying(
            WebClient.Reply.Answered.class,
            answered -> assertThat(answered.text()).hasSize(WebClient.BODY_MAX));
  }

  @Test
  void a_longer_answer_is_refused_and_not_tried_again() throws InterruptedException {
    answer(new byte[WebClient.BODY_MAX + 1], 0);
    assertThat(failure())
        .isInstanceOf(Failure.Invalid.class)
        .extracting(Failure::line)
        .asString()
        .contains("at most " + WebClient.BODY_MAX + " bytes");
    // the connection given up on does not spoil the next call
    server.removeContext("/");
    answer(new byte[1], 0);
    assertThat(call()).isInstanceOf(WebClient.Reply.Answered.class);
  }

  @Test
  void an_answer_that_breaks_off_may_be_tried_again() throws InterruptedException {
    answer(new byte[10], 1_000);
    assertThat(failure()).isInstanceOf(Failure.Transient.class);
  }

  @Test
  void an_interrupt_ends_the_wait_for_the_rest_of_an_answer() {
    var caller = Thread.currentThread();
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          caller.interrupt();
          hang();
        });
    assertThatThrownBy(this::call).isInstanceOf(InterruptedException.class);
  }

  @Test
  void an_answer_that_never_ends_is_given_up() throws InterruptedException {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          hang();
        });
    assertThat(call(Duration.ofMillis(300)))
        .isInstanceOfSatisfying(
            WebClient.Reply.Failed.class,
            failed -> {
              assertThat(failed.failure()).isInstanceOf(Failure.Transient.class);
              assertThat(failed.failure().line()).contains("no whole answer from 127.0.0.1");
            });
  }

  private void hang() {
    try {
      over.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Answers with these bytes, announcing a length; 0 means in chunks, without one. */
  private void answer(byte[] body, long length) {
    server.createContext("/", exchange -> write(exchange, body, length));
  }

  private static void write(HttpExchange exchange, byte[] body, long length) throws IOException {
    exchange.sendResponseHeaders(200, length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private WebClient.Reply call() throws InterruptedException {
    return call(Duration.ofSeconds(30));
  }

  private WebClient.Reply call(Duration patience) throws InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    return web.send(new WebClient.Call("GET", uri, Map.of(), Optional.empty(), patience));
  }

  private Failure failure() throws InterruptedException {
    return call() instanceof WebClient.Reply.Failed(var failure) ? failure : none();
  }

  private static Failure none() {
    throw new AssertionError("expected a failure, but there was an answer");
  }
}
