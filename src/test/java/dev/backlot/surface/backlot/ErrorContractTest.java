package dev.backlot.surface.backlot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("NullAway.Init")
class ErrorContractTest {
  @TempDir static Path folder;
  private static V1Server server;
  private static V1Client client;

  @BeforeAll
  static void start() throws Exception {
    server = new V1Server(folder);
    client = server.client();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void only_health_and_the_contract_answer_without_a_key() {
    assertThat(server.client("").get("/health").expect(200).field("status")).isEqualTo("ok");
    for (var key : new String[] {"", "bk_wrong", "bk_test2", "BK_TEST"}) {
      var refused = server.client(key).get("/v1/batches").expect(401);
      assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
      server.client(key).get("/v1/openapi.json").expect(200);
      var page = server.client(key).get("/v1/docs").expect(200);
      assertThat(page.text()).contains("<h1>Backlot</h1>", "/v1/batches").doesNotContain("<script");
      server.client(key).get("/nothing/here").expect(401);
    }
    var basic = server.client("").get("/v1/batches", "Authorization", "Basic YWRtaW46YWRtaW4=");
    basic.expect(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/nothing                    | 404 | ''",
        "/v1/batches/                   | 404 | ''",
        "/v1/batches?limit=0            | 400 | limit",
        "/v1/batches?limit=501          | 400 | limit",
        "/v1/batches?limit=x            | 400 | limit",
        "/v1/batches?limit=1&limit=2    | 400 | limit",
        "/v1/batches?limt=1             | 400 | limt",
        "/v1/batches?status=done        | 400 | status",
        "/v1/batches?after=yesterday    | 400 | after",
        "/v1/steps?limit=1              | 400 | limit",
        "/v1/workflows/x?version=0      | 400 | version",
        "/health?verbose=true           | 400 | verbose",
      })
  void wrong_addresses(String path, int status, String field) {
    var answer = client.get(path).expect(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(String.join(",", answer.mistakes())).isEqualTo(field);
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of("", 400, "body"),
        Arguments.of("{", 400, ""),
        Arguments.of("{} {}", 400, ""),
        Arguments.of("null", 400, "body"),
        Arguments.of("[]", 400, "body"),
        Arguments.of("{\"workflow\":\"a\",\"workflow\":\"b\",\"items\":[{}]}", 400, ""),
        Arguments.of("[".repeat(200) + "]".repeat(200), 400, ""),
        Arguments.of("{\"workflow\":7,\"items\":{}}", 400, "workflow,items"),
        Arguments.of("{\"items\":[{}]}", 400, "workflow"),
        Arguments.of("{\"workflow\":\"a\"}", 400, "items"),
        Arguments.of("{\"workflow\":\"a\",\"items\":[{}],\"concurency\":1}", 400, "concurency"),
        Arguments.of("{\"workflow\":\"a\",\"items\":[{}],\"concurrency\":1.5}", 400, "concurrency"),
        Arguments.of(
            "{\"workflow\":\"a\",\"items\":[{}],\"concurrency\":99999999999}", 400, "concurrency"),
        Arguments.of(
            "{\"workflow\":\"a\",\"items\":[{}],\"reuse\":\"yes\",\"version\":0}",
            400,
            "reuse,version"),
        Arguments.of("{\"workflow\":\"" + "a".repeat(201) + "\",\"items\":[{}]}", 400, "workflow"),
        Arguments.of("{\"workflow\":\"nope\",\"items\":[{}]}", 422, "workflow"),
        Arguments.of("{\"workflow\":\"pass\",\"items\":[]}", 422, "items"),
        Arguments.of("{\"workflow\":\"pass\",\"items\":[7]}", 400, "items[0]"),
        Arguments.of(
            "{\"workflow\":\"pass\",\"items\":[{\"name\":\"../x\"}]}", 422, "items[0].name"),
        Arguments.of(
            "{\"workflow\":\"pass\",\"items\":[{\"inputs\":{\"nope\":1}}]}",
            422,
            "items[0].inputs.nope"),
        Arguments.of(
            "{\"workflow\":\"pass\",\"items\":[{\"inputs\":[]}]}", 400, "items[0].inputs"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformed_batches(String body, int status, String fields) {
    client.publish("name: pass\nsteps: {a: {uses: test.pass}}\n");
    var answer = client.json("/v1/batches", body).expect(status);
    assertThat(String.join(",", answer.mistakes())).isEqualTo(fields);
    assertThat(answer.field("detail"))
        .isNotEmpty()
        .doesNotContain("Exception")
        .doesNotContain("dev.backlot");
  }

  @Test
  void bytes_that_are_no_text_are_told() {
    var bytes =
        BodyPublishers.ofByteArray(
            new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, '"', ':', '1', '}'});
    client
        .send(client.request("/v1/batches", "Content-Type", "application/json").POST(bytes))
        .expect(400);
    client
        .send(
            client
                .request("/v1/workflows", "Content-Type", "text/plain")
                .POST(BodyPublishers.ofByteArray(new byte[] {(byte) 0xFF})))
        .expect(400);
    assertThat(client.json("/v1/batches", "{\n  \"a\": x\n}").expect(400).field("detail"))
        .contains("line 2, column 8");
  }

  @Test
  void types_methods_and_sizes() {
    client.post("/v1/batches", "text/plain", "{}").expect(415);
    client.post("/v1/batches", "application/xml", "<a/>").expect(415);
    client.get("/v1/batches", "Accept", "text/html, application/json;q=0").expect(406);
    client.get("/v1/batches", "Accept", "text/html, */*;q=0.1").expect(200);
    var wrongMethod = client.send(client.request("/v1/batches").DELETE()).expect(405);
    assertThat(wrongMethod.header("Allow")).contains("GET").contains("POST");
    client.json("/v1/batches", "{\"workflow\":\"" + "x".repeat(9 << 20) + "\"}").expect(413);
    client.post("/v1/workflows", "text/plain", "x".repeat((1 << 20) + 1)).expect(413);
    client
        .post("/v1/batches?workflow=pass", "application/x-ndjson", "x".repeat((1 << 20) + 1))
        .expect(413);
    client.post("/v1/batches", "application/x-ndjson", "{}").expect(400);
  }

  @Test
  void a_request_id_comes_back_where_it_is_harmless() {
    assertThat(client.get("/health", "X-Request-Id", "mine-1").header("X-Request-Id"))
        .isEqualTo("mine-1");
    assertThat(client.get("/health", "X-Request-Id", "a b").header("X-Request-Id")).hasSize(36);
    var refused = client.get("/v1/nothing", "X-Request-Id", "mine-2").expect(404);
    assertThat(refused.field("request_id")).isEqualTo("mine-2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /health HTTP/1.1\\r\\n\\r\\n                                          | 400",
        "NONSENSE\\r\\n\\r\\n                                                      | 400",
        "GET /%zz HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                                | 400",
        "GET /v1/../health HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n | 401",
        "GET /v1%2Fbatches HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n | 401",
      })
  void requests_that_are_no_http(String request, int status) throws IOException {
    var uri = URI.create(server.url());
    try (var socket = new Socket(uri.getHost(), uri.getPort())) {
      socket
          .getOutputStream()
          .write(
              request
                  .strip()
                  .replace("\\r", "\r")
                  .replace("\\n", "\n")
                  .getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer)
          .startsWith("HTTP/1.1 " + status)
          .doesNotContain("Jetty")
          .doesNotContain("<html");
    }
  }

  @Test
  void the_contract_and_the_catalogue_are_served() {
    assertThat(client.get("/v1/openapi.json").expect(200).field("openapi")).startsWith("3.1");
    var steps = client.get("/v1/steps").expect(200).json().path("items");
    assertThat(steps.findValuesAsString("type")).contains("test.pass");
    assertThat(steps.path(0).path("parameters").path("additionalProperties").booleanValue())
        .isFalse();
  }
}
