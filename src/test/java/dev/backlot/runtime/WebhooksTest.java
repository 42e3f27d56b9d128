package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.fixture.TinySteps;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.Value;
import dev.backlot.store.WebhookRecord;
import dev.backlot.store.WebhookRecord.Subject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Webhooks turned by hand: the clock stands until the test moves it. */
class WebhooksTest {
  private static final String PASS =
      """
      name: pass
      inputs: {word: text}
      steps:
        a: {uses: test.pass, with: {value: "${{ inputs.word }}"}}
      """;
  private static final URI URL = URI.create("https://example.com/hook");

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-11-24T00:00:00Z");
  private final Outside outside = new Outside();

  @Test
  void events_come_in_order_each_once() throws Exception {
    try (var runtime = new TestRuntime(folder, TinySteps.pass());
        var webhooks = open(runtime)) {
      var webhook = add(webhooks, "batch", "run");
      batch(runtime, "short");
      webhooks.once(now);
      assertThat(outside.names())
          .containsExactly(
              "batch_created",
              "items_added",
              "batch_started",
              "run_started",
              "run_succeeded",
              "batch_finished");
      assertThat(outside.sequences()).isSorted().doesNotHaveDuplicates();
      assertThat(webhooks.once(now)).isFalse();
      var log = webhooks.deliveries(TestRuntime.CALLER, webhook.id(), Long.MAX_VALUE, 100);
      assertThat(log).hasSize(6).allMatch(delivery -> delivery.taken());
    }
  }

  @Test
  void a_failing_receiver_is_tried_by_the_schedule_and_then_no_more() throws Exception {
    try (var runtime = new TestRuntime(folder, TinySteps.pass());
        var webhooks = open(runtime)) {
      var webhook = add(webhooks, "batch");
      batch(runtime, "short");
      outside.status = Optional.of(500);
      var begin = now;
      var waits = new ArrayList<Duration>();
      for (int i = 0; i < 20 && enabled(webhooks, webhook); i++) {
        webhooks.once(now);
        assertThat(outside.posted).hasSize(i + 1);
        assertThat(webhooks.once(now)).as("before its time").isFalse();
        var progress = webhooks.get(TestRuntime.CALLER, webhook.id()).orElseThrow().progress();
        var due = progress.due().orElseThrow();
        waits.add(Duration.between(now, due));
        now = due;
      }
      for (int i = 0; i < WebhookSchedule.DELAYS.size(); i++) {
        var delay = WebhookSchedule.DELAYS.get(i);
        assertThat(waits.get(i)).isBetween(delay, delay.plus(delay.dividedBy(5)));
      }
      var disabled = webhooks.get(TestRuntime.CALLER, webhook.id()).orElseThrow();
      assertThat(disabled.enabled()).isFalse();
      assertThat(disabled.disabledReason().orElseThrow()).contains("since " + begin, "500");
      assertThat(Duration.between(begin, disabled.updatedAt()))
          .isBetween(WebhookSchedule.PATIENCE, WebhookSchedule.PATIENCE.plusHours(17));
      assertThat(outside.sequences())
          .as("nothing overtakes")
          .containsOnly(outside.sequences().getFirst());

      outside.status = Optional.of(200);
      outside.posted.clear();
      webhooks.change(TestRuntime.CALLER, webhook.id(), one -> one, Optional.of(true));
      webhooks.once(now);
      assertThat(outside.names())
          .containsExactly("batch_created", "items_added", "batch_started", "batch_finished");
    }
  }

  @Test
  void what_was_sent_and_not_written_down_comes_again_with_the_same_id() throws Exception {
    String first;
    try (var runtime = new TestRuntime(folder, TinySteps.pass());
        var webhooks = open(runtime)) {
      add(webhooks, "batch");
      batch(runtime, "short");
      outside.crashes = true;
      webhooks.once(now);
      first = outside.posted.getFirst().id();
    }
    outside.crashes = false;
    try (var runtime = new TestRuntime(folder, TinySteps.pass());
        var webhooks = open(runtime)) {
      webhooks.once(now);
      assertThat(outside.posted.get(1).id()).isEqualTo(first);
      assertThat(outside.names().subList(1, 5))
          .containsExactly("batch_created", "items_added", "batch_started", "batch_finished");
    }
  }

  @Test
  void too_large_an_event_tells_its_place_and_so_does_one_that_the_receiver_finds_too_large()
      throws Exception {
    try (var runtime = new TestRuntime(folder, TinySteps.pass());
        var webhooks = open(runtime)) {
      add(webhooks, "run_started");
      batch(runtime, "x".repeat(100_000));
      webhooks.once(now);
      assertThat(outside.posted.getFirst().body().length()).isLessThan(1_000);
      assertThat(outside.posted.getFirst().json().path("data").path("truncated").asBoolean())
          .isTrue();

      batch(runtime, "small");
      outside.status = Optional.of(413);
      webhooks.once(now);
      outside.status = Optional.of(200);
      now = now.plusSeconds(60);
      webhooks.once(now);
      assertThat(outside.posted.get(1).json().path("data").has("inputs")).isTrue();
      assertThat(outside.posted.get(2).json().path("data").path("truncated").asBoolean()).isTrue();
      assertThat(outside.posted.get(2).id()).isEqualTo(outside.posted.get(1).id());
    }
  }

  @Test
  void gone_for_good_is_heard_at_once_and_retry_after_is_kept() throws Exception {
    try (var runtime = new TestRuntime(folder, TinySteps.pass());
        var webhooks = open(runtime)) {
      var webhook = add(webhooks, "batch");
      batch(runtime, "short");
      outside.status = Optional.of(503);
      outside.retryAfter = Optional.of(Duration.ofMinutes(7));
      webhooks.once(now);
      var progress = webhooks.get(TestRuntime.CALLER, webhook.id()).orElseThrow().progress();
      assertThat(progress.due()).contains(now.plus(Duration.ofMinutes(7)));
      now = now.plus(Duration.ofMinutes(8));
      outside.status = Optional.of(410);
      webhooks.once(now);
      assertThat(enabled(webhooks, webhook)).isFalse();
    }
  }

  @Test
  void a_signature_is_the_one_of_the_standard_and_an_old_secret_signs_for_a_day() {
    var message =
        new WebhookMessage(
            "msg_p5jXN8AQM9LWM0D4loKWxJek", "x", Optional.empty(), "{\"test\": 2432232314}");
    var at = Instant.ofEpochSecond(1_614_265_330);
    var secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    var other = "whsec_" + "AAAA".repeat(8);
    var old = new WebhookRecord.Secrets.Old(secret, at.plusSeconds(1));
    var rotated = new WebhookRecord.Secrets(other, Optional.of(old));
    var expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    var single = new WebhookRecord.Secrets(secret, Optional.empty());
    assertThat(message.headers(single, at)).containsEntry("webhook-signature", expected);
    assertThat(message.headers(rotated, at).get("webhook-signature"))
        .startsWith("v1,")
        .endsWith(" " + expected);
    assertThat(message.headers(rotated, at.plusSeconds(1)).get("webhook-signature"))
        .doesNotContain(expected);
  }

  private Webhooks open(TestRuntime runtime) {
    return runtime.runs.webhooks(outside, () -> now, new AtOnce());
  }

  private static WebhookRecord add(Webhooks webhooks, String... events) {
    var subject = new Subject(URL.toString(), "", List.of(events), Optional.empty());
    var added = webhooks.add(TestRuntime.CALLER, subject, Optional.empty(), Optional.empty());
    return ((Webhooks.Result.Done<WebhookRecord>) added).value();
  }

  private static boolean enabled(Webhooks webhooks, WebhookRecord webhook) {
    return webhooks.get(TestRuntime.CALLER, webhook.id()).orElseThrow().enabled();
  }

  private static void batch(TestRuntime runtime, String word) throws Exception {
    var item = TestRuntime.item(Map.of("word", Value.of(word)));
    var name = runtime.publish(PASS);
    runtime.await(runtime.create(name, BatchSettings.DEFAULT, List.of(item)));
  }

  private record Posted(String id, String body) {
    JsonNode json() {
      return dev.backlot.json.Json.MAPPER.readTree(body);
    }
  }

  /** The other side of the port, in the test's hand. */
  private static final class Outside implements WebhookSender {
    final List<Posted> posted = new ArrayList<>();
    Optional<Integer> status = Optional.of(200);
    Optional<Duration> retryAfter = Optional.empty();
    boolean crashes;

    @Override
    public Optional<String> refusal(URI url) {
      return Optional.empty();
    }

    @Override
    public Answer post(URI url, Map<String, String> headers, String body, Duration timeout)
        throws InterruptedException {
      posted.add(new Posted(String.valueOf(headers.get("webhook-id")), body));
      if (crashes) {
        throw new IllegalStateException("the process ends here");
      }
      return new Answer(status, "said", retryAfter);
    }

    List<String> names() {
      return posted.stream().map(one -> one.json().path("type").asString("")).toList();
    }

    List<Long> sequences() {
      return posted.stream().map(one -> one.json().path("sequence").asLong()).toList();
    }
  }

  /** The test's own thread does it. */
  private static final class AtOnce extends AbstractExecutorService {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return true;
    }

    @Override
    public boolean isTerminated() {
      return true;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
