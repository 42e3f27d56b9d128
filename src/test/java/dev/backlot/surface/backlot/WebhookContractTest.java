package dev.backlot.surface.backlot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.Receiver;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class WebhookContractTest {
  private static final String PASS =
      "name: pass\nsteps:\n  a: {uses: test.pass, with: {value: 1}}\n";
  private static final String ONE = "{\"workflow\":\"pass\",\"items\":[{}]}";

  @TempDir Path folder;

  @Test
  void a_webhook_from_its_first_event_to_its_end() throws Exception {
    try (var server = new V1Server(folder);
        var receiver = new Receiver()) {
      var client = server.client();
      client.publish(PASS);
      var created = client.json("/v1/webhooks", "{\"url\":\"" + receiver.url() + "\"}").expect(201);
      var path = created.header("Location");
      assertThat(created.field("secret")).startsWith("whsec_");
      assertThat(client.get(path).expect(200).json().has("secret")).isFalse();

      client.start(ONE);
      var messages = receiver.await(4);
      assertThat(messages.getLast().json().path("type").asString()).isEqualTo("batch_finished");

      var ping = client.post(path + "/ping").expect(200).json();
      assertThat(ping.path("taken").asBoolean()).isTrue();
      assertThat(ping.path("status").asInt()).isEqualTo(204);

      long sequence = messages.get(1).sequence();
      client.json(path + "/redeliver", "{\"sequence\":" + sequence + "}").expect(200);
      assertThat(receiver.received().getLast().id()).isEqualTo(messages.get(1).id());
      client.json(path + "/redeliver", "{\"after\":" + sequence + "}").expect(200);
      assertThat(receiver.await(8).get(6).sequence()).isEqualTo(messages.get(2).sequence());

      var rotated = client.post(path + "/rotate-secret").expect(200);
      assertThat(rotated.field("secret")).isNotEqualTo(created.field("secret"));
      client.post(path + "/ping").expect(200);
      assertThat(receiver.received().getLast().signature().split(" ")).hasSize(2);

      var deliveries = client.all(path + "/deliveries?limit=3");
      // a delivery may be written down a moment after it was taken
      for (int i = 0; deliveries.size() < 9 && i < 10_000; i++) {
        deliveries = client.all(path + "/deliveries?limit=3");
      }
      assertThat(deliveries).hasSizeGreaterThanOrEqualTo(9);
      assertThat(server.foreigner().get(path).status()).isEqualTo(404);
      assertThat(client.all("/v1/webhooks?limit=1")).hasSize(1);
      client.send(client.request(path).DELETE()).expect(204);
      client.get(path).expect(404);
    }
  }

  @Test
  void a_slow_receiver_holds_up_no_other() throws Exception {
    try (var server = new V1Server(folder);
        var slow = new Receiver();
        var quick = new Receiver()) {
      slow.answer(_ -> 0);
      var client = server.client();
      client.publish(PASS);
      client.json("/v1/webhooks", "{\"url\":\"" + slow.url() + "\"}").expect(201);
      client.json("/v1/webhooks", "{\"url\":\"" + quick.url() + "\"}").expect(201);
      client.start(ONE);
      assertThat(quick.await(4)).hasSize(4);
      assertThat(slow.await(1)).hasSize(1);
    }
  }

  @Test
  void a_redirect_is_a_failure_that_the_log_of_deliveries_shows() throws Exception {
    try (var server = new V1Server(folder);
        var receiver = new Receiver()) {
      receiver.answer(_ -> 301);
      var client = server.client();
      client.publish(PASS);
      var path =
          client
              .json("/v1/webhooks", "{\"url\":\"" + receiver.url() + "\"}")
              .expect(201)
              .header("Location");
      var batch = client.start(ONE);
      receiver.await(1);
      JsonNode delivery = client.get(path + "/deliveries").expect(200).json().path("items");
      // the answer may be written down a moment after it was given
      for (int i = 0; delivery.isEmpty() && i < 10_000; i++) {
        delivery = client.get(path + "/deliveries").expect(200).json().path("items");
      }
      assertThat(delivery.path(0).path("status").asInt()).isEqualTo(301);
      assertThat(delivery.path(0).path("answer").asString()).isEqualTo("said 301");
      assertThat(delivery.path(0).has("next_at")).isTrue();

      receiver.answer(_ -> 200);
      // whoever mended the receiver need not wait
      client.post(path + "/ping").expect(200);
      assertThat(receiver.await(6).getLast().json().path("data").path("batch").asString())
          .isEqualTo(batch);
    }
  }

  @Test
  void mistakes_are_named() throws Exception {
    try (var server = new V1Server(folder)) {
      var client = server.client();
      assertThat(
              client
                  .json("/v1/webhooks", "{\"url\":\"ftp://a\",\"events\":[\"batch\"]}")
                  .expect(400)
                  .mistakes())
          .containsExactly("url");
      var misspelt =
          client
              .json("/v1/webhooks", "{\"url\":\"http://a\",\"events\":[\"batch_finishd\"]}")
              .expect(400);
      assertThat(misspelt.text()).contains("did you mean 'batch_finished'?");
      client.json("/v1/webhooks", "{}").expect(400);
      var secret = "{\"url\":\"http://me:pass@127.0.0.1/\"}";
      assertThat(client.json("/v1/webhooks", secret).expect(400).mistakes()).containsExactly("url");
      client.json("/v1/webhooks/wh_none/redeliver", "{\"after\":1}").expect(404);
      client.post("/v1/webhooks/wh_none/ping").expect(404);
    }
  }

  @Test
  void a_webhook_is_changed_made_once_and_there_are_only_so_many() throws Exception {
    try (var server = new V1Server(folder)) {
      var client = server.client();
      var body = "{\"url\":\"http://127.0.0.1:9/\"}";
      String first = "";
      for (int i = 0; i < 2; i++) {
        var answer =
            client.send(
                client
                    .request(
                        "/v1/webhooks", "Idempotency-Key", "h", "Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body)));
        first = i == 0 ? answer.expect(201).text() : first;
        assertThat(answer.expect(201).text()).isEqualTo(first);
      }
      for (int i = 1; i < 50; i++) {
        client.json("/v1/webhooks", body).expect(201);
      }
      client.json("/v1/webhooks", body).expect(409);
      var path =
          "/v1/webhooks/"
              + client.get("/v1/webhooks").json().path("items").path(0).path("id").asString();
      var changed =
          client
              .send(
                  client
                      .request(path, "Content-Type", "application/json")
                      .method(
                          "PATCH",
                          BodyPublishers.ofString(
                              "{\"enabled\":false,\"events\":[\"gate\",\"run_failed\"]}")))
              .expect(200)
              .json();
      assertThat(changed.path("enabled").asBoolean()).isFalse();
      assertThat(changed.path("events")).hasSize(2);
    }
  }
}
