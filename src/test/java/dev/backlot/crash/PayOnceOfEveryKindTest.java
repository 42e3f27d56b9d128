package dev.backlot.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.FreePort;
import dev.backlot.fixture.Seeded;
import dev.backlot.json.Json;
import dev.backlot.model.Money;
import dev.backlot.provider.fake.FakeProvider;
import dev.backlot.provider.fake.Fault;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * As {@link PayOnceTest}, with some calls to a provider of every kind at the same time. Who can
 * find a job again brings every result, each paid for once. Who cannot never gets a call a second
 * time: one whose answer was lost is told as unknown, and its price stays held back.
 */
class PayOnceOfEveryKindTest {
  private static final int CALLS = 20;
  private static final int KILLS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(75);
  private static final Money PRICE = new Money(40_000);
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  /** Which find a job again whose answer was lost. */
  private static final Set<String> FINDING = Set.of("replicate", "generic", "comfyui");

  private static final String PROVIDERS =
      """
      currency: USD
      providers:
        - name: replicate
          kind: replicate
          url: @replicate@
          secret: KEY
          callbacks: {url: "http://127.0.0.1:PORT", secret: SIGNING}
          unlisted-after: 3s
          prices: {"*": {call: 0.04}}
        - name: fal
          kind: fal
          url: @fal@/fal
          secret: KEY
          callbacks: {url: "http://127.0.0.1:PORT", keys: @fal@/fal/.well-known/jwks.json}
          prices: {"*": {call: 0.04}}
        - {name: openai, kind: openai, url: @openai@/v1, secret: KEY, prices: {"*": {call: 0.04}}}
        - {name: google, kind: google, url: @google@/v1beta, secret: KEY, prices: {"*": {call: 0.04}}}
        - {name: stability, kind: stability, url: @stability@/v2beta/stable-image, secret: KEY, prices: {"*": {call: 0.04}}}
        - {name: creative, kind: stability, url: @creative@/v2beta/stable-image, secret: KEY, prices: {"*": {call: 0.04}}}
        - {name: scenario, kind: scenario, url: @scenario@/scenario/v1, secret: KEY, prices: {"*": {call: 0.04}}}
        - {name: firefly, kind: firefly, url: @firefly@/adobe, sign-in: @firefly@/adobe/ims/token/v3, secret: KEY, prices: {"*": {call: 0.04}}}
        - {name: comfyui, kind: comfyui, url: @comfyui@/comfyui, secret: KEY, unlisted-after: 3s, prices: {"*": {call: 0.04}}}
        - name: generic
          kind: generic
          url: @generic@
          secret: KEY
          unlisted-after: 3s
          prices: {"*": {call: 0.04}}
          api:
            submit:
              image.generate:
                path: /v1/models/{model}/predictions
                body: '{"input": {"prompt": task.prompt}, "webhook": "http://127.0.0.1:9/" + key}'
            id: answer.id
            poll:
              path: /v1/predictions/{id}
              succeeded: answer.status == "succeeded"
              failed: answer.status in ["failed", "canceled"]
            files: answer.output
            find:
              path: /v1/predictions
              id: answer.results.filter(one, has(one.webhook) && one.webhook.endsWith("/" + key)).map(one, one.id)
              complete: answer.next == null
      """;

  private static final Map<String, String> MODELS =
      Map.of(
          "replicate", "backlot/pictures",
          "generic", "backlot/pictures",
          "fal", "fal-ai/flux/dev",
          "openai", "gpt-image-1",
          "google", "gemini-2.5-flash-image",
          "stability", "core",
          "creative", "creative",
          "scenario", "model_pictures",
          "firefly", "image4_standard",
          "comfyui", "graph");

  private static final String PAINT =
      """
      name: NAME
      inputs: {prompt: {type: text, required: true}}
      steps:
        paint:
          uses: image.generate
          with: {provider: NAME, model: MODEL, prompt: "${{ inputs.prompt }}"}
          retry: {attempts: ATTEMPTS, backoff: fixed, delay: 1s}
      outputs: {request: "${{ steps.paint.request }}"}
      """;

  /** A job whose answer is not its result, of a kind whose others have none. */
  private static final String ENLARGE =
      """
      name: NAME
      inputs: {prompt: {type: text, required: true}}
      steps:
        blank:
          uses: image.template
          with:
            design:
              layers: [{id: ground, type: box, colour: "#336699"}]
              sizes: [{name: small, width: 64, height: 64}]
        paint:
          uses: image.upscale
          needs: blank
          with: {provider: NAME, model: MODEL, image: "${{ steps.blank.images[0] }}", options: {prompt: "${{ inputs.prompt }}"}}
          retry: {attempts: ATTEMPTS, backoff: fixed, delay: 1s}
      outputs: {request: "${{ steps.paint.request }}"}
      """;

  private static final String GRAPH =
      """
      name: NAME
      inputs: {prompt: {type: text, required: true}}
      steps:
        paint:
          uses: comfyui.run
          with:
            provider: NAME
            model: MODEL
            graph:
              "6": {class_type: CLIPTextEncode, inputs: {text: ""}}
              "9": {class_type: SaveImage, inputs: {}}
            inputs: {6.text: "${{ inputs.prompt }}"}
          retry: {attempts: ATTEMPTS, backoff: fixed, delay: 1s}
      outputs: {request: "${{ steps.paint.request }}"}
      """;

  private static final Map<String, String> SOURCES = Map.of("comfyui", GRAPH, "creative", ENLARGE);

  @TempDir Path folder;
  private int port;

  @Test
  @Timeout(180)
  void no_kind_is_paid_twice_and_what_may_have_been_paid_is_told() {
    Seeded.once(
        random -> {
          var fakes = new HashMap<String, FakeProvider>();
          try {
            for (var kind : MODELS.keySet()) {
              fakes.put(kind, fake(random.nextLong()));
            }
            payOnce(fakes, random);
          } finally {
            fakes.values().forEach(FakeProvider::close);
          }
        });
  }

  /** One for each kind: whoever lists jobs would list those of the others, which are not ours. */
  private static FakeProvider fake(long seed) throws IOException {
    var latency = Duration.ofMillis(150);
    var settings =
        new FakeProvider.Settings(0, seed, latency, EnumSet.allOf(Fault.class), PRICE, SECRET);
    return FakeProvider.start(settings, InstantSource.system());
  }

  private void payOnce(Map<String, FakeProvider> fakes, Random random) throws Exception {
    port = FreePort.find();
    var file = PROVIDERS.replace("PORT", Integer.toString(port));
    for (var fake : fakes.entrySet()) {
      file = file.replace("@" + fake.getKey() + "@", fake.getValue().url());
    }
    Files.writeString(folder.resolve("providers.yaml"), file);
    var batches = new HashMap<String, String>();
    var moments = random.ints(KILLS, 1, CALLS * MODELS.size() / 2).sorted().boxed().toList();
    for (int moment : moments) {
      try (var server = server()) {
        if (batches.isEmpty()) {
          for (var kind : MODELS.keySet()) {
            batches.put(kind, start(server, kind));
          }
        }
        server.awaitCalls(() -> fakes.values().stream().mapToInt(FakeProvider::made).sum(), moment);
        server.kill();
      }
    }
    try (var server = server()) {
      int unknown = 0;
      for (var batch : batches.entrySet()) {
        var ended = server.awaitEnd(batch.getValue(), CALLS, PATIENCE);
        unknown +=
            assertPaidOnce(
                batch.getKey(), Objects.requireNonNull(fakes.get(batch.getKey())), ended, server);
      }
      assertThat(unknown).as("calls of which nobody knows").isPositive();
    }
  }

  private KilledServer server() throws Exception {
    return new KilledServer(folder, port, Map.of("KEY", "client:very-secret", "SIGNING", SECRET));
  }

  private static String start(KilledServer server, String kind) throws Exception {
    // who finds nothing again has one attempt: another would only wait for the same again
    var attempts = FINDING.contains(kind) ? "20" : "1";
    var source =
        SOURCES
            .getOrDefault(kind, PAINT)
            .replace("NAME", kind)
            .replace("MODEL", MODELS.get(kind))
            .replace("ATTEMPTS", attempts);
    server.publish(kind, source);
    List<JsonNode> inputs =
        IntStream.range(0, CALLS)
            .<JsonNode>mapToObj(i -> Json.object().put("prompt", kind + " picture " + i))
            .toList();
    return server.start(kind, inputs);
  }

  /** How many calls nobody knows of. */
  private static int assertPaidOnce(
      String kind, FakeProvider provider, JsonNode batch, KilledServer server) throws Exception {
    var made = made(kind, provider);
    assertThat(made.values().stream().filter(times -> times > 1))
        .as("calls of %s made twice", kind)
        .isEmpty();
    var good = new HashSet<String>();
    var told = new HashSet<String>();
    for (var run : server.runs(batch.path("id").stringValue())) {
      var prompt = run.path("inputs").path("prompt").asString("");
      if (run.path("status").asString("").equals("succeeded")) {
        good.add(prompt);
      } else if (run.toString().contains("nobody knows")) {
        told.add(prompt);
      }
    }
    assertThat(made.keySet()).as("results of %s were made", kind).containsAll(good);
    var cost = batch.path("cost");
    assertThat(cost.path("spent").decimalValue())
        .as("spent at %s", kind)
        .isEqualByComparingTo(price(good.size()));
    assertThat(cost.path("reserved").decimalValue())
        .as("held back for %s", kind)
        .isEqualByComparingTo(price(told.size()));
    if (FINDING.contains(kind)) {
      assertThat(good).as("results of %s", kind).hasSize(CALLS);
    }
    if (!kind.equals("google")) {
      // Google charges nothing for an answer with an error, whatever went on behind it
      var forgotten = new HashSet<>(made.keySet());
      forgotten.removeAll(good);
      forgotten.removeAll(told);
      assertThat(forgotten).as("made by %s, and nobody knows it here", kind).isEmpty();
    }
    return told.size();
  }

  private static BigDecimal price(int calls) {
    return BigDecimal.valueOf(calls).multiply(PRICE.amount());
  }

  private static Map<String, Integer> made(String kind, FakeProvider provider) {
    var made = new HashMap<String, Integer>();
    for (var call : provider.calls().path("calls")) {
      var prompt = call.path("prompt").asString("");
      if (prompt.startsWith(kind + " ")) {
        made.merge(prompt, 1, Integer::sum);
      }
    }
    return made;
  }
}
