package dev.backlot.surface.backlot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class LimitContractTest {
  private static final String HTTP = "/v1/limits/resources/step:http.request";

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

  private static V1Client.Answer put(V1Client who, String path, String body) {
    return who.send(
        who.request(path, "Content-Type", "application/json").PUT(BodyPublishers.ofString(body)));
  }

  private static V1Client.Answer delete(V1Client who, String path) {
    return who.send(who.request(path).DELETE());
  }

  @Test
  void an_operator_sees_what_the_machine_lacks() {
    var found = client.get("/v1/doctor").expect(200).json().at("/items/0");

    assertThat(found.path("good").booleanValue()).isFalse();
    assertThat(found.path("found").stringValue()).isEqualTo("no ffmpeg is installed");
    server.foreigner().get("/v1/doctor").expect(403);
  }

  @Test
  void a_resource_is_limited_looked_at_and_freed_again() {
    client.get(HTTP).expect(404);

    var set =
        put(client, HTTP, "{\"concurrent\": 4, \"rate\": {\"starts\": 60, \"per_ms\": 60000}}")
            .expect(200)
            .json();
    assertThat(set.path("concurrent").intValue()).isEqualTo(4);
    assertThat(set.path("rate").path("burst").intValue()).isEqualTo(1);
    assertThat(set.path("in_use").intValue()).isZero();

    put(client, HTTP, "{\"concurrent\": 2}").expect(200);
    var seen = client.get(HTTP).expect(200).json();
    assertThat(seen.path("concurrent").intValue()).isEqualTo(2);
    assertThat(seen.has("rate")).as("a limit is replaced as a whole").isFalse();
    assertThat(client.get("/v1/limits").expect(200).json().path("resources")).contains(seen);

    delete(client, HTTP).expect(204);
    delete(client, HTTP).expect(404);
  }

  @Test
  void a_tenant_has_a_share_and_quotas_and_hears_why_a_batch_is_refused() throws Exception {
    client.publish(
        "name: hold\ninputs: {gate: text}\nsteps:\n  a: {uses: test.hold, with: {value: \"${{"
            + " inputs.gate }}\"}}\n");
    var usual = client.get("/v1/limits/tenants/default").expect(200).json();
    assertThat(usual.path("weight").intValue()).isEqualTo(100);
    assertThat(usual.has("batches")).isFalse();
    put(client, "/v1/limits/tenants/default", "{\"weight\": 300, \"batches\": 1}").expect(200);
    var body = "{\"workflow\":\"hold\",\"items\":[{\"inputs\":{\"gate\":\"limits\"}}]}";
    var id = client.start(body);
    server.gates.awaitEntered("limits");

    assertThat(client.json("/v1/batches", body).expect(409).field("detail"))
        .contains("has 1 open batches and may have 1");
    var use = client.get("/v1/limits/tenants/default").json().path("use");
    assertThat(use.path("batches").intValue()).isEqualTo(1);
    assertThat(use.path("items").intValue()).isEqualTo(1);
    assertThat(use.path("steps").intValue()).isEqualTo(1);

    server.gates.open("limits");
    client.follow(id);
    delete(client, "/v1/limits/tenants/default").expect(204);
    assertThat(client.get("/v1/limits/tenants/default").json().path("weight").intValue())
        .isEqualTo(100);
  }

  @Test
  void every_mistake_names_its_field() {
    assertThat(
            put(client, HTTP, "{\"concurent\": 4, \"rate\": {\"starts\": 0, \"per\": 1}}")
                .expect(400)
                .mistakes())
        .containsExactlyInAnyOrder("concurent", "rate.per", "rate.starts", "rate.per_ms");
    assertThat(put(client, HTTP, "{}").expect(400).mistakes()).containsExactly("concurrent");
    assertThat(
            put(client, "/v1/limits/tenants/default", "{\"weight\": 1001}").expect(400).mistakes())
        .containsExactly("weight");
    assertThat(
            put(client, "/v1/limits/resources/nokind", "{\"concurrent\": 1}")
                .expect(400)
                .mistakes())
        .containsExactly("key");
    assertThat(client.get("/v1/limits/tenants/Nobody").expect(400).mistakes())
        .containsExactly("tenant");
  }

  @Test
  void tenants_come_page_by_page() {
    for (var name : new String[] {"page-a", "page-b", "page-c"}) {
      put(client, "/v1/limits/tenants/" + name, "{\"weight\": 7}").expect(200);
    }
    var first = client.get("/v1/limits?limit=2&after=page").expect(200).json();
    assertThat(first.path("tenants")).hasSize(2);
    assertThat(first.path("next").asString()).isEqualTo("page-b");
    var second = client.get("/v1/limits?limit=2&after=page-b").expect(200).json();
    assertThat(second.path("tenants")).hasSize(1);
    assertThat(second.has("next")).isFalse();
  }

  @Test
  void only_operators_see_or_change_what_concerns_others() {
    var stranger = server.foreigner();
    stranger.get("/v1/limits").expect(403);
    stranger.get("/v1/limits/tenants/default").expect(403);
    stranger.get("/v1/limits/tenants/foreign").expect(403);
    stranger.get(HTTP).expect(403);
    put(stranger, HTTP, "{\"concurrent\": 1}").expect(403);
    put(stranger, "/v1/limits/tenants/foreign", "{\"weight\": 1000}").expect(403);
    delete(stranger, HTTP).expect(403);
  }
}
