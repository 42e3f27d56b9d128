package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.RecordingSite;
import dev.backlot.fixture.RecordingSite.Asked;
import dev.backlot.fixture.RecordingSite.Said;
import dev.backlot.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * fal lists no jobs: one whose answer was lost is found by fal's own signed report alone, which
 * comes to the whole server from outside.
 */
@Timeout(120)
class FalReportTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String WORKFLOW =
      """
      name: words
      steps:
        it: {uses: text.generate, with: {provider: lossy, model: fal-ai/text, prompt: a shoe}}
      outputs: {text: "${{ steps.it.text }}"}
      """;

  @TempDir Path folder;
  private final KeyPair keys = pair();

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private String keyList() {
    var encoded = keys.getPublic().getEncoded();
    var raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    var json = Json.object();
    json.putArray("keys")
        .addObject()
        .put("x", Base64.getUrlEncoder().withoutPadding().encodeToString(raw));
    return Json.text(json);
  }

  /** Takes each job and loses the answer to it. */
  private Said fal(Asked asked) {
    if (asked.path().equals("/keys")) {
      return Said.ok(keyList());
    }
    if (asked.method().equals("POST")) {
      return new Said(504, Map.of(), "gone astray");
    }
    return Said.ok(
        asked.path().endsWith("/status")
            ? "{\"status\": \"COMPLETED\"}"
            : "{\"output\": \"words about a shoe\"}");
  }

  private int report(String address, String body, Signature signing) throws Exception {
    var time = Long.toString(Instant.now().getEpochSecond());
    var digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
    var hex = HexFormat.of();
    var message = String.join("\n", "r1", "u1", time, hex.formatHex(digest));
    signing.update(message.getBytes(StandardCharsets.UTF_8));
    var request =
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/json")
            .header("X-Fal-Webhook-Request-Id", "r1")
            .header("X-Fal-Webhook-User-Id", "u1")
            .header("X-Fal-Webhook-Timestamp", time)
            .header("X-Fal-Webhook-Signature", hex.formatHex(signing.sign()))
            .POST(BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static Signature by(KeyPair pair) throws GeneralSecurityException {
    var signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    return signature;
  }

  private static JsonNode ask(WholeServer server, String method, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Authorization", "Bearer " + server.adminKey())
            .header(
                "Content-Type",
                path.endsWith("workflows") ? "application/yaml" : "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    return Json.MAPPER.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
  }

  @Test
  void a_job_whose_answer_was_lost_comes_back_by_a_report_that_fal_signed() throws Exception {
    try (var site = new RecordingSite()) {
      site.answer(this::fal);
      var entry =
          "{name: lossy, kind: fal, url: \"%s\", secret: FAKE_TOKEN, callbacks: {url: \"http://127.0.0.1:9\", keys: \"%s\"}, prices: {\"*\": {call: 0.04}}}"
              .formatted(site.url(""), site.url("/keys"));
      try (var server = WholeServer.with(folder, entry)) {
        ask(server, "POST", "/v1/workflows", WORKFLOW);
        ask(server, "POST", "/v1/workflows/words/versions/1/publish", "");
        var batch =
            ask(server, "POST", "/v1/batches", "{\"workflow\": \"words\", \"items\": [{}]}")
                .path("id")
                .stringValue();
        while (submissions(site) == 0) {
          Thread.onSpinWait();
        }
        var report = "fal_webhook=http%3A%2F%2F127.0.0.1%3A9";
        var path = site.asked().getFirst().path();
        assertThat(path).contains(report);
        var address =
            server.url()
                + path.substring(path.indexOf(report) + report.length()).replace("%2F", "/");
        var body = "{\"request_id\": \"job-1\", \"status\": \"OK\"}";
        assertThat(report(address, body, by(pair()))).as("signed by a stranger").isEqualTo(401);
        assertThat(report(address, body, by(keys))).isEqualTo(204);

        var ended = ask(server, "GET", "/v1/batches/" + batch, "");
        while (ended.path("ended_at").isMissingNode()) {
          ended = ask(server, "GET", "/v1/batches/" + batch, "");
        }
        assertThat(ended.path("status").stringValue()).isEqualTo("succeeded");
        assertThat(ended.at("/cost/spent").decimalValue()).isEqualByComparingTo("0.04");
        assertThat(report(address, body, by(keys))).as("once more does no harm").isEqualTo(204);
        assertThat(submissions(site)).as("handed in once").isEqualTo(1);
      }
    }
  }

  private static long submissions(RecordingSite site) {
    return site.asked().stream().filter(asked -> asked.method().equals("POST")).count();
  }
}
