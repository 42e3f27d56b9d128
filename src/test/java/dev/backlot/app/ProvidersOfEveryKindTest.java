package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.backlot.fixture.RecordingSite;
import dev.backlot.fixture.TestRuntime;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Caller;
import dev.backlot.model.Money;
import dev.backlot.model.Rate;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.ResourceLimit;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepState;
import dev.backlot.model.TenantId;
import dev.backlot.model.Value;
import dev.backlot.provider.Provider.KeyTest;
import dev.backlot.provider.Providers;
import dev.backlot.provider.fake.FakeProvider;
import dev.backlot.runtime.Makings.Making;
import dev.backlot.step.ai.ComfyUiStep;
import dev.backlot.step.ai.ImageGenerateStep;
import dev.backlot.step.ai.PictureWorkStep;
import dev.backlot.step.ai.TextGenerateStep;
import dev.backlot.store.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of provider from the file to the result, and the choice between them. */
@Timeout(60)
class ProvidersOfEveryKindTest {
  private static final String FILE =
      """
      currency: USD
      providers:
      - {name: replicate, kind: replicate, url: "URL", secret: TOKEN, prices: {"*": {call: 0.05}},
         models: {image.generate: black-forest-labs/flux-schnell}}
      - {name: fal, kind: fal, url: "URL/fal", secret: TOKEN, prices: {"*": {call: 0.04}},
         callbacks: {url: "http://127.0.0.1:9", keys: "URL/fal/.well-known/jwks.json"},
         models: {image.generate: fal-ai/flux/dev, text.generate: fal-ai/text}}
      - {name: openai, kind: openai, url: "URL/v1", secret: TOKEN, prices: {"*": {call: 0.03}}}
      - {name: google, kind: google, url: "URL/v1beta", secret: TOKEN, prices: {"*": {call: 0.02}}}
      - {name: stability, kind: stability, url: "URL/v2beta/stable-image", secret: TOKEN,
         prices: {"*": {call: 0.06}}, models: {image.upscale: fast}}
      - {name: scenario, kind: scenario, url: "URL/scenario/v1", secret: TOKEN,
         prices: {"*": {call: 0.07}}}
      - {name: firefly, kind: firefly, url: "URL/adobe", sign-in: "URL/adobe/ims/token/v3",
         secret: TOKEN, prices: {"*": {call: 0.08}}}
      - {name: comfyui, kind: comfyui, url: "URL/comfyui", secret: TOKEN, prices: {"*": {call: 0}}}
      - {name: away, kind: openai, url: "http://127.0.0.1:9/v1", secret: TOKEN,
         prices: {"*": {call: 0.01}}, models: {image.generate: pictures}}
      """;

  @TempDir Path folder;
  private FakeProvider fake;
  private ProviderKinds kinds;
  private TestRuntime runtime;

  @BeforeEach
  void start() throws IOException {
    var price = Money.of(new java.math.BigDecimal("0.02")).orElseThrow();
    fake =
        FakeProvider.start(
            new FakeProvider.Settings(
                0, 1, Duration.ofMillis(20), Set.of(), price, "whsec_c2VjcmV0"),
            InstantSource.system());
    kinds = new ProviderKinds(_ -> "name:token");
    var file = folder.resolve("providers.yaml");
    Files.writeString(file, FILE.replace("URL", fake.url()));
    var providers = Providers.of(file, kinds);
    runtime =
        new TestRuntime(
            folder.resolve("data"),
            new ImageGenerateStep(providers),
            new TextGenerateStep(providers),
            PictureWorkStep.upscale(providers),
            PictureWorkStep.cutOut(providers),
            new ComfyUiStep(providers));
  }

  @AfterEach
  void stop() throws IOException {
    runtime.close();
    kinds.close();
    fake.close();
  }

  private StepState last(String steps, BatchStatus expected) throws InterruptedException {
    var workflow = runtime.publish("name: w\nsteps:\n" + steps.indent(2));
    var batch =
        runtime.await(
            runtime.create(workflow, new BatchSettings(1, true, true), TestRuntime.items(1)));
    assertThat(batch.state().status()).isEqualTo(expected);
    var run = runtime.runs.batches().run(TestRuntime.CALLER, batch.id().run(1)).orElseThrow();
    return run.state().step(StepPath.of(new StepId("last")));
  }

  @ParameterizedTest
  @CsvSource({
    "replicate, stability-ai/sdxl, 0.05",
    "fal, fal-ai/flux/dev, 0.04",
    "openai, gpt-image-1, 0.03",
    "google, gemini-2.5-flash-image, 0.02",
    "stability, core, 0.06",
    "scenario, model_pictures, 0.07"
  })
  void a_picture_comes_from_each(String name, String model, java.math.BigDecimal price)
      throws Exception {
    var step =
        last(
            "last: {uses: image.generate, with: {provider: %s, model: %s, prompt: a shoe}}"
                .formatted(name, model),
            BatchStatus.SUCCEEDED);

    assertThat(step.spent()).isEqualTo(Money.of(price).orElseThrow());
    assertThat(step.outputs().get("image")).isInstanceOf(Value.Media.class);
    assertThat(step.outputs()).containsEntry("marked", Value.of(true));
  }

  @ParameterizedTest
  @CsvSource({
    "replicate, stability-ai/sdxl, 4711",
    "fal, fal-ai/flux/dev, 0",
    "stability, core, 1",
    "firefly, image4_standard, 1"
  })
  void a_seed_that_nobody_gave_is_told_by_who_used_it(String name, String model, long seed)
      throws Exception {
    var step =
        last(
            "last: {uses: image.generate, with: {provider: %s, model: %s, prompt: a shoe}}"
                .formatted(name, model),
            BatchStatus.SUCCEEDED);

    assertThat(step.outputs()).containsEntry("seed", Value.of(seed));
    var picture = Objects.requireNonNull(step.outputs().get("image")).assets().getFirst();
    assertThat(runtime.runs.makings().of(TestRuntime.CALLER, picture.id()).getFirst().seed())
        .hasValue(Value.of(seed));
  }

  @Test
  void a_file_that_cannot_be_marked_is_kept_and_that_is_told() throws Exception {
    try (var site = new RecordingSite()) {
      // a picture that ends before it says anything
      var broken = Base64.getEncoder().encodeToString(new byte[] {(byte) 0x89, 'P', 'N', 'G', 1});
      site.answer(_ -> RecordingSite.Said.ok("{\"data\": [{\"b64_json\": \"" + broken + "\"}]}"));
      Files.writeString(
          folder.resolve("providers.yaml"),
          "- {name: site, kind: openai, url: \"%s\", secret: TOKEN, prices: {\"*\": {call: 0}}}%n"
              .formatted(site.url("/v1")),
          StandardOpenOption.APPEND);
      var step =
          last(
              "last: {uses: image.generate, with: {provider: site, model: m, prompt: x}}",
              BatchStatus.SUCCEEDED);
      assertThat(step.outputs()).containsEntry("marked", Value.of(false));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"replicate", "openai", "google", "stability", "comfyui"})
  void a_key_is_tested_without_a_job(String name) throws Exception {
    try (var others = new ProviderKinds(_ -> "wrong")) {
      assertThat(key(name, kinds)).isInstanceOf(KeyTest.Taken.class);
      assertThat(key(name, others)).isInstanceOf(KeyTest.Refused.class);
    }
    assertThat(fake.made()).isZero();
  }

  @Test
  void who_has_no_call_for_it_says_that_a_key_cannot_be_tested() throws Exception {
    assertThat(key("fal", kinds)).isInstanceOf(KeyTest.Unknown.class);
    assertThat(key("away", kinds)).isInstanceOf(KeyTest.Unknown.class);
  }

  private KeyTest key(String name, ProviderKinds made) throws Exception {
    return Providers.of(folder.resolve("providers.yaml"), made).find(name).orElseThrow().testKey();
  }

  @Test
  void auto_takes_the_cheapest_that_is_up() throws Exception {
    var auto = "last: {uses: image.generate, with: {provider: auto, prompt: a shoe}, retry: 6}";
    var quick = auto.replace("retry: 6", "retry: {attempts: 6, delay: 10ms, delay-max: 20ms}");

    // the cheapest cannot be reached: after five failures the next one does it
    assertThat(last(quick, BatchStatus.SUCCEEDED).spent())
        .isEqualTo(Money.of(new java.math.BigDecimal("0.04")).orElseThrow());
    assertThat(last(quick, BatchStatus.SUCCEEDED).attempt()).as("it is known now").isEqualTo(1);
    assertThat(fake.calls().path("calls").path(0).path("model").asString(""))
        .isEqualTo("fal-ai/flux/dev");
  }

  @Test
  void auto_takes_the_next_while_the_cheapest_is_at_its_limits() throws Exception {
    for (var name : List.of("away", "fal")) {
      var rate = new Rate(1, Duration.ofHours(1), 1);
      var limit = new ResourceLimit(Optional.empty(), Optional.of(rate));
      var key = ResourceKey.parse("provider:" + name).orElseThrow();
      assertThat(runtime.runs.limits().set(TestRuntime.CALLER, key, limit)).isEmpty();
    }
    var auto =
        "last: {uses: image.generate, with: {provider: auto, prompt: a shoe}, retry: {attempts: 2,"
            + " delay: 1ms}}";

    // the only token of the cheapest is lost to a call that fails; the next has one for one more
    assertThat(last(auto, BatchStatus.SUCCEEDED).spent()).isEqualTo(price("0.04"));
    assertThat(last(auto, BatchStatus.SUCCEEDED).spent()).isEqualTo(price("0.05"));
  }

  private static Money price(String amount) {
    return Money.of(new java.math.BigDecimal(amount)).orElseThrow();
  }

  @Test
  void an_asset_tells_who_made_it_with_what_and_for_how_much() throws Exception {
    var steps =
        """
        drawn: {uses: image.generate, with: {provider: auto, prompt: a shoe, seed: 7}, retry: {attempts: 6, delay: 10ms}}
        last:
          uses: image.upscale
          with: {provider: stability, image: "${{ steps.drawn.image }}"}
        """;
    var image = Objects.requireNonNull(last(steps, BatchStatus.SUCCEEDED).outputs().get("image"));
    var large = image.assets().getFirst();

    var made = runtime.runs.makings().of(TestRuntime.CALLER, large.id());
    assertThat(made)
        .extracting(Making::uses, one -> one.provider().get(), one -> one.model().get())
        .containsExactly(tuple("image.upscale", "stability", "fast"));
    assertThat(made.getFirst().cost()).isEqualTo(price("0.06"));

    var drawn = made.getFirst().inputs().getFirst();
    var first = runtime.runs.makings().of(TestRuntime.CALLER, drawn).getFirst();
    assertThat(first.provider()).as("who it was, not auto").hasValue("fal");
    assertThat(first.model()).hasValue("fal-ai/flux/dev");
    assertThat(first.seed()).hasValue(Value.of(7));
    assertThat(first.parameters()).containsEntry("prompt", Value.of("a shoe"));
    assertThat(runtime.runs.assets().products(TestRuntime.CALLER, drawn, 9))
        .extracting(Views.LineageRecord::output)
        .containsExactly(large.id());
    assertThat(runtime.runs.makings().of(new Caller(new TenantId("stranger"), "x"), drawn))
        .isEmpty();
  }

  @Test
  void who_is_asked_for_what_it_does_not_do_hears_so_before_anything_runs() {
    assertThat(refusal("{provider: stability, model: core, prompt: x}", "text.generate"))
        .contains("provider 'stability' does no text.generate");
    assertThat(refusal("{provider: auto, model: core, prompt: x}", "image.generate"))
        .contains("leave it out");
    assertThat(refusal("{provider: auto, image: 1}", "image.cut-out")).contains("has a model for");
  }

  private String refusal(String with, String uses) {
    try {
      runtime.publish("name: w\nsteps:\n  a: {uses: " + uses + ", with: " + with + "}\n");
    } catch (AssertionError e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("it was taken");
  }

  @Test
  void a_graph_of_comfyui_is_a_step_with_its_inputs_bound_by_name() throws Exception {
    var step =
        last(
            """
            photo: {uses: image.generate, with: {provider: fal, model: fal-ai/flux/dev, prompt: x}}
            large:
              uses: image.upscale
              needs: photo
              with: {provider: auto, image: "${{ steps.photo.image }}", scale: 4}
            last:
              uses: comfyui.run
              needs: large
              with:
                provider: comfyui
                model: any
                graph:
                  "6": {class_type: CLIPTextEncode, inputs: {text: ""}, _meta: {title: Positive}}
                  "10": {class_type: LoadImage, inputs: {image: none.png}}
                  "9": {class_type: SaveImage, inputs: {}}
                inputs:
                  Positive.text: a shoe on a pier
                  10.image: ${{ steps.large.image }}
            """,
            BatchStatus.SUCCEEDED);

    assertThat(step.outputs().get("file")).isInstanceOf(Value.Media.class);
    var calls = fake.calls().path("calls");
    assertThat(calls.path(2).path("prompt").asString("")).isEqualTo("a shoe on a pier");
  }

  @Test
  void an_input_that_the_graph_does_not_have_is_named() throws Exception {
    var step =
        last(
            "last: {uses: comfyui.run, with: {provider: comfyui, model: any, graph: {\"9\": {}},"
                + " inputs: {12.text: x}}}",
            BatchStatus.FAILED);
    assertThat(step.failure().map(Object::toString).orElse(""))
        .contains("inputs.12.text", "no node '12'");
    assertThat(Optional.of(fake.made())).contains(0);
  }
}
