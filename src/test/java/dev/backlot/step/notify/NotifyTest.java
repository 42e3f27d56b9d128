package dev.backlot.step.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.OneRun;
import dev.backlot.fixture.Receiver;
import dev.backlot.fixture.RecordingSite;
import dev.backlot.fixture.RecordingSite.Said;
import dev.backlot.fixture.TestRuntime;
import dev.backlot.json.Json;
import dev.backlot.model.Failure;
import dev.backlot.model.StandardSignature;
import dev.backlot.provider.SecretSources;
import dev.backlot.provider.WebClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs and channels are told, and a repetition can be known. */
class NotifyTest {
  private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final Instant NOW = Instant.parse("2026-11-26T20:00:00Z");

  @TempDir static Path folder;
  private static WebClient web;
  private static Receiver receiver;
  private static RecordingSite slack;
  private static TestRuntime runtime;

  @BeforeAll
  static void start() throws IOException {
    web = new WebClient(true);
    receiver = new Receiver();
    slack = new RecordingSite();
    var secrets =
        SecretSources.of(
            name ->
                switch (name) {
                  case "BACKLOT_SECRET_HOOK" -> KEY;
                  case "BACKLOT_SECRET_SLACK" -> slack.url("/services/T0/B0/x7Yz");
                  case "BACKLOT_SECRET_OTHER" -> "no signing key";
                  default -> null;
                });
    runtime =
        new TestRuntime(
            folder,
            new NotifyWebhookStep(web, secrets, InstantSource.fixed(NOW)),
            new NotifySlackStep(web, secrets));
  }

  @AfterAll
  static void stop() throws IOException {
    runtime.close();
    receiver.close();
    slack.close();
    web.close();
  }

  @Test
  void a_webhook_is_signed_and_keeps_its_id_through_retries() throws Exception {
    receiver.answer(_ -> receiver.received().isEmpty() ? 503 : 204);
    var run =
        OneRun.of(
            runtime,
            """
            name: tell
            steps:
              it:
                uses: notify.webhook
                with:
                  url: %s
                  type: product.published
                  signing_key: {secret: HOOK}
                  data: {product: 17}
                retry: {attempts: 3, delay: 10ms}
            """
                .formatted(receiver.url()),
            Map.of());
    var messages = receiver.await(2);
    assertThat(messages.getFirst().id()).isEqualTo(messages.getLast().id());
    assertThat(run.text("id")).isEqualTo(messages.getFirst().id());
    var message = messages.getLast();
    assertThat(
            StandardSignature.fits(
                KEY, message.id(), message.timestamp(), message.signature(), message.body(), NOW))
        .isTrue();
    assertThat(message.json().path("type").stringValue()).isEqualTo("product.published");
    assertThat(message.json().path("data").path("product").intValue()).isEqualTo(17);
  }

  @Test
  void a_key_that_cannot_sign_is_told_and_nothing_is_sent() throws Exception {
    int before = receiver.received().size();
    var run =
        OneRun.of(
            runtime,
            "notify.webhook",
            "{url: \"%s\", signing_key: {secret: OTHER}}".formatted(receiver.url()),
            Map.of());
    assertThat(run.failure().line())
        .isEqualTo("signing_key: expected whsec_ and Base64, but the secret holds something else");
    assertThat(receiver.received()).hasSize(before);
  }

  @Test
  void a_channel_gets_words_and_a_picture_and_nobody_is_called_by_a_products_name()
      throws Exception {
    slack.forget();
    slack.answer(_ -> Said.ok("ok"));
    OneRun.of(
            runtime,
            "notify.slack",
            "{url: {secret: SLACK}, text: \"<!channel> *Chair* & lamp\", image_url:"
                + " \"https://example.com/chair.webp\"}",
            Map.of())
        .outputs();
    var asked = slack.asked().getFirst();
    assertThat(asked.path()).isEqualTo("/services/T0/B0/x7Yz");
    assertThat(Json.parse(asked.text()))
        .isEqualTo(
            Json.parse(
                """
                {"text": "&lt;!channel&gt; *Chair* &amp; lamp", "blocks": [
                  {"type": "section", "text": {"type": "mrkdwn", "text": "&lt;!channel&gt; *Chair* &amp; lamp"}},
                  {"type": "image", "image_url": "https://example.com/chair.webp", "alt_text": "item"}]}
                """));
  }

  @Test
  void what_a_channel_refuses_is_told_and_its_address_is_not() throws Exception {
    slack.answer(asked -> new Said(404, Map.of(), "no_service at " + slack.url(asked.path())));
    var run = OneRun.of(runtime, "notify.slack", "{url: {secret: SLACK}, text: hello}", Map.of());
    assertThat(run.failure())
        .isEqualTo(new Failure.Refused("slack", "127.0.0.1 answered 404: no_service at ***"));
  }
}
