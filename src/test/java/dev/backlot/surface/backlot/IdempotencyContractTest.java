package dev.backlot.surface.backlot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdempotencyContractTest {
  private static final String PASS =
      """
      name: pass
      inputs: {word: text}
      steps:
        a: {uses: test.pass, with: {value: "${{ inputs.word }}"}}
      """;
  private static final String ONE =
      "{\"workflow\":\"pass\",\"items\":[{\"inputs\":{\"word\":\"1\"}}]}";

  @TempDir Path folder;

  @Test
  void the_same_batch_again_answers_the_first_result_also_after_a_restart() throws Exception {
    String first;
    try (var server = new V1Server(folder)) {
      var client = server.client();
      client.publish(PASS);
      var created = send(client, "k-1", ONE).expect(201);
      first = created.text();
      assertThat(created.header("Idempotency-Replayed")).isEmpty();
      client.follow(created.field("id"));

      var spaced = ONE.replace(",\"items\"", " , \"items\"");
      var again = send(client, "\"k-1\"", spaced).expect(201);
      assertThat(again.text()).isEqualTo(first);
      assertThat(again.header("Location")).isEqualTo(created.header("Location"));
      assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }
    try (var server = new V1Server(folder)) {
      assertThat(send(server.client(), "k-1", ONE).expect(201).text()).isEqualTo(first);
      assertThat(batches(server.client())).hasSize(1);
    }
  }

  @Test
  void another_request_with_the_key_is_refused_by_name() throws Exception {
    try (var server = new V1Server(folder)) {
      var client = server.client();
      client.publish(PASS);
      send(client, "k", ONE).expect(201);
      var other = send(client, "k", ONE.replace("\"1\"", "\"2\"")).expect(422);
      assertThat(other.mistakes()).containsExactly("Idempotency-Key");
      var workflow =
          client.send(
              client
                  .request("/v1/workflows", "Idempotency-Key", "k", "Content-Type", "text/plain")
                  .POST(BodyPublishers.ofString(PASS)));
      assertThat(workflow.expect(422).mistakes()).containsExactly("Idempotency-Key");
      assertThat(send(client, "with a space", ONE).expect(400).mistakes())
          .containsExactly("Idempotency-Key");
      assertThat(batches(client)).hasSize(1);
    }
  }

  @Test
  void what_was_refused_leaves_its_key_free_and_tenants_do_not_meet() throws Exception {
    try (var server = new V1Server(folder)) {
      var client = server.client();
      client.publish(PASS);
      server.foreigner().publish(PASS);
      send(client, "k", ONE.replace("word", "wrod")).expect(422);
      var mine = send(client, "k", ONE).expect(201).field("id");
      var theirs = send(server.foreigner(), "k", ONE).expect(201).field("id");
      assertThat(theirs).isNotEqualTo(mine);
    }
  }

  @Test
  void a_key_is_made_once_and_its_secret_is_told_once() throws Exception {
    try (var server = new V1Server(folder)) {
      var client = server.client();
      var wanted = "{\"name\":\"press\",\"role\":\"viewer\"}";
      var made = post(client, "/v1/keys", "k", wanted).expect(201);
      var again = post(client, "/v1/keys", "k", wanted).expect(201);

      assertThat(again.field("id")).isEqualTo(made.field("id"));
      assertThat(made.json().has("key")).isTrue();
      assertThat(again.json().has("key")).as("the secret is not kept anywhere").isFalse();
      assertThat(client.get("/v1/keys").expect(200).json().path("items")).hasSize(1);
    }
  }

  @Test
  void many_at_once_create_one_batch() throws Exception {
    try (var server = new V1Server(folder);
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var client = server.client();
      client.publish(PASS);
      var start = new CountDownLatch(1);
      var answers =
          java.util.stream.IntStream.range(0, 16)
              .mapToObj(
                  _ ->
                      pool.submit(
                          () -> {
                            start.await();
                            return send(client, "same", ONE);
                          }))
              .toList();
      start.countDown();
      int created = 0;
      for (var answer : answers) {
        int status = answer.get().status();
        assertThat(status).isIn(201, 409);
        created += status == 201 ? 1 : 0;
      }
      assertThat(created).isPositive();
      assertThat(batches(client)).hasSize(1);
    }
  }

  @Test
  void files_workflows_and_redrives_are_made_once() throws Exception {
    try (var server = new V1Server(folder)) {
      var client = server.client();
      var saved = workflow(client, "w").expect(201);
      client.post("/v1/workflows/pass/versions/1/publish").expect(200);
      // without the key this would be version 2
      assertThat(workflow(client, "w").expect(201).text()).isEqualTo(saved.text());

      var form = form(client, "f", "one", "hello").expect(201);
      assertThat(form(client, "f", "another-boundary", "hello").expect(201).text())
          .isEqualTo(form.text());
      form(client, "f", "one", "bye").expect(422);
      var lines = "{\"inputs\":{\"word\":\"x\"}}\n".repeat(2_500);
      var batch = lines(client, "l", lines).expect(201);
      assertThat(batch.json().path("counts").path("total").asInt()).isEqualTo(2_500);
      assertThat(lines(client, "l", lines).expect(201).field("id")).isEqualTo(batch.field("id"));
      lines(client, "l", lines + "\n").expect(422);

      var put = put(client, "p", "{\"a\":1}").expect(201);
      assertThat(put(client, "p", "{\"a\":1}").expect(201).text()).isEqualTo(put.text());
      // a file counts by its bytes
      put(client, "p", "{ \"a\": 1 }").expect(422);

      client.follow(batch.field("id"));
      var path = "/v1/batches/" + batch.field("id") + "/redrive";
      var redrive = "{\"items\":[1],\"select\":\"unfinished\"}";
      var refused = post(client, path, "r", redrive);
      assertThat(refused.status()).isEqualTo(422);
    }
  }

  private static V1Client.Answer send(V1Client client, String key, String body) {
    return post(client, "/v1/batches", key, body);
  }

  private static V1Client.Answer post(V1Client client, String path, String key, String body) {
    return client.send(
        client
            .request(path, "Idempotency-Key", key, "Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static V1Client.Answer workflow(V1Client client, String key) {
    return client.send(
        client
            .request("/v1/workflows", "Idempotency-Key", key, "Content-Type", "text/plain")
            .POST(BodyPublishers.ofString(PASS)));
  }

  private static V1Client.Answer lines(V1Client client, String key, String lines) {
    var type = "application/x-ndjson";
    return client.send(
        client
            .request("/v1/batches?workflow=pass", "Idempotency-Key", key, "Content-Type", type)
            .POST(BodyPublishers.ofString(lines)));
  }

  private static V1Client.Answer put(V1Client client, String key, String bytes) {
    return client.send(
        client
            .request("/v1/assets", "Idempotency-Key", key, "Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(bytes)));
  }

  private static V1Client.Answer form(V1Client client, String key, String boundary, String text) {
    var body =
        "--%1$s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n%2$s\r\n--%1$s--\r\n"
            .formatted(boundary, text);
    var type = "multipart/form-data; boundary=" + boundary;
    return client.send(
        client
            .request("/v1/assets", "Idempotency-Key", key, "Content-Type", type)
            .POST(BodyPublishers.ofString(body)));
  }

  private static List<?> batches(V1Client client) {
    return client.all("/v1/batches?limit=100");
  }
}
