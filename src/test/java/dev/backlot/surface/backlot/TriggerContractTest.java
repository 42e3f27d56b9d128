package dev.backlot.surface.backlot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What starts batches by itself, over HTTP. */
@SuppressWarnings("NullAway.Init")
class TriggerContractTest {
  private static final String WORKFLOW =
      """
      name: w
      inputs: {word: {type: text, default: none}}
      steps:
        a: {uses: test.pass, with: {value: "${{ inputs.word }}"}}
      outputs: {said: "${{ steps.a.value }}"}
      """;

  @TempDir private Path folder;
  private V1Server server;
  private V1Client client;

  @BeforeEach
  void start() throws Exception {
    server = new V1Server(folder);
    client = server.client();
    client.publish(WORKFLOW);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private V1Client.Answer create(String on, String more) {
    return client.json("/v1/triggers", "{\"workflow\":\"w\",\"on\":" + on + more + "}");
  }

  @Test
  void a_trigger_from_creation_to_deletion() {
    var body = "{\"cron\":\"30 2 * * 1-5\",\"zone\":\"Europe/Berlin\",\"catch_up\":\"last\"}";
    var items =
        ",\"items\":[{\"inputs\":{\"word\":\"a\"}}],\"name\":\"nightly\",\"priority\":\"low\"";
    var made = create(body, items).expect(201);
    var path = made.header("Location");
    assertThat(made.json().path("on").path("overlap").asString()).isEqualTo("skip");
    assertThat(made.json().path("settings").path("priority").asString()).isEqualTo("low");
    assertThat(Instant.parse(made.field("next_at"))).isAfter(Instant.now());
    assertThat(client.get(path).expect(200).field("name")).isEqualTo("nightly");
    assertThat(client.all("/v1/triggers?limit=1")).hasSize(1);
    server.foreigner().get(path).expect(404);
    assertThat(server.foreigner().all("/v1/triggers?limit=1")).isEmpty();

    var off = client.send(patch(path, "{\"enabled\":false}")).expect(200);
    assertThat(off.json().path("enabled").asBoolean()).isFalse();
    server.foreigner().send(server.foreigner().request(path).DELETE()).expect(404);
    client.send(client.request(path).DELETE()).expect(204);
    client.get(path).expect(404);
    client.send(client.request(path).DELETE()).expect(404);
  }

  private java.net.http.HttpRequest.Builder patch(String path, String body) {
    return client
        .request(path, "Content-Type", "application/json")
        .method("PATCH", BodyPublishers.ofString(body));
  }

  @Test
  void mistakes_are_named_and_nothing_is_created() {
    assertThat(create("{}", "").expect(400).mistakes()).containsExactly("on");
    assertThat(create("{\"cron\":null}", "").expect(400).mistakes()).containsExactly("on");
    assertThat(create("{\"cron\":\"* * * * *\",\"call\":true}", "").expect(400).mistakes())
        .containsExactly("on");
    assertThat(create("{\"cron\":\"* * * * *\"}", "").expect(400).mistakes())
        .containsExactly("items");
    assertThat(create("{\"call\":true}", ",\"items\":[{}]").expect(400).mistakes())
        .containsExactly("items");
    assertThat(create("{\"call\":true}", ",\"from\":{\"word\":\"no\"}").expect(400).mistakes())
        .containsExactly("from.word");
    var one = ",\"items\":[{\"inputs\":{}}]";
    assertThat(create("{\"cron\":\"61 * * * *\"}", one).expect(422).mistakes())
        .containsExactly("cron");
    assertThat(create("{\"cron\":\"0 0 31 2 *\"}", one).expect(422).mistakes())
        .containsExactly("cron");
    assertThat(create("{\"cron\":\"0 0 * * *\",\"zone\":\"Mars\"}", one).expect(422).mistakes())
        .containsExactly("zone");
    assertThat(create("{\"at\":\"2020-01-01T00:00:00Z\"}", one).expect(422).mistakes())
        .containsExactly("at");
    assertThat(create("{\"folder\":\"..\",\"input\":\"word\"}", "").expect(422).mistakes())
        .containsExactly("folder");
    assertThat(
            client
                .json("/v1/triggers", "{\"workflow\":\"x\",\"on\":{\"call\":true}}")
                .expect(422)
                .mistakes())
        .containsExactly("workflow");
    assertThat(client.all("/v1/triggers?limit=1")).isEmpty();
  }

  @Test
  void a_call_starts_a_batch_with_what_it_brings() {
    var made = create("{\"call\":true}", ",\"from\":{\"word\":\"/order/words/0\"}").expect(201);
    var url = made.field("url");
    var secret = made.field("secret");
    assertThat(client.get(made.header("Location")).json().has("secret")).isFalse();

    var anybody = server.client("");
    var body = "{\"order\":{\"words\":[\"hello\",\"you\"]}}";
    anybody.post(url, "application/json", body).expect(401);
    anybody.post("/triggers/tr_nothing", "application/json", body).expect(401);
    var token = anybody.request(url, "Authorization", "Bearer " + secret);
    var batch = anybody.send(token.POST(BodyPublishers.ofString(body))).expect(202).field("batch");
    client.follow(batch);
    var item = client.all("/v1/batches/" + batch + "/items?limit=1").getFirst();
    assertThat(item.path("outputs").path("said").asString()).isEqualTo("hello");

    long seconds = Instant.now().getEpochSecond();
    var first = signed(url, secret, "msg_1", seconds, body).expect(202).field("batch");
    assertThat(signed(url, secret, "msg_1", seconds, body).expect(202).field("batch"))
        .isEqualTo(first);
    assertThat(signed(url, secret, "msg_2", seconds, body).expect(202).field("batch"))
        .isNotEqualTo(first);
    signed(url, "whsec_" + "A".repeat(44), "msg_3", seconds, body).expect(401);
    signed(url, secret, "msg_3", seconds - 600, body).expect(401);
    var look = client.get(made.header("Location")).json();
    assertThat(look.path("fired").asInt()).isEqualTo(3);

    signed(url, secret, "msg_4", seconds, "{nonsense").expect(422);
    client.send(patch(made.header("Location"), "{\"enabled\":false}")).expect(200);
    signed(url, secret, "msg_5", seconds, body).expect(409);
  }

  private V1Client.Answer signed(String url, String secret, String id, long seconds, String body) {
    var anybody = server.client("");
    return anybody.send(
        anybody
            .request(
                url,
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(seconds),
                "webhook-signature",
                "v1,bm8= " + signature(secret, id + "." + seconds + "." + body))
            .POST(BodyPublishers.ofString(body)));
  }

  private static String signature(String secret, String signed) {
    try {
      var key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      var bytes = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(bytes);
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
