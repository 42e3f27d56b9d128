package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.Money;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepState;
import dev.backlot.model.Value;
import dev.backlot.provider.Providers;
import dev.backlot.provider.fake.FakeProvider;
import dev.backlot.step.ai.ImageGenerateStep;
import dev.backlot.step.ai.PictureWorkStep;
import dev.backlot.step.ai.TextCaptionStep;
import dev.backlot.step.ai.TextGenerateStep;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who is taken for work with a picture: the cheapest whose model sees one of that size. */
@Timeout(60)
class AutoWithPicturesTest {
  /** A real one, half of it white. */
  private static final int MASK = 0;

  private static final int SMALL = 100 << 10;
  private static final int LARGE = 3 << 20;
  private static final int HUGE = 20 << 20;

  private static final String FILE =
      """
      currency: USD
      providers:
      - {name: blind, kind: openai, url: "URL/v1", secret: TOKEN, prices: {"*": {call: 0.01}},
         models: {text.generate: gpt-3.5-turbo, image.generate: dall-e-3}}
      - {name: llama, kind: openai, url: "URL/v1", secret: TOKEN, prices: {"*": {call: 0.02}},
         models: {text.generate: "llama3.1"}, pictures: {"llama3.1": none}}
      - name: described
        kind: generic
        url: "URL/v1"
        secret: TOKEN
        prices: {"*": {call: 0.02}}
        models: {text.generate: any}
        pictures: {"*": 8MiB}
        api:
          submit: {text.generate: {path: /chat/completions, body: '{"messages": [{"content": task.prompt}]}'}}
          text: answer.choices[0].message.content
      - {name: core, kind: stability, url: "URL/v2beta/stable-image", secret: TOKEN,
         prices: {"*": {call: 0.02}}, models: {image.generate: core, image.erase: erase}}
      - {name: small, kind: replicate, url: "URL", secret: TOKEN, prices: {"*": {call: 0.03}},
         models: {text.generate: backlot/text, image.generate: backlot/pictures},
         pictures: {"*": 256KiB}}
      - {name: large, kind: google, url: "URL/v1beta", secret: TOKEN, prices: {"*": {call: 0.05}},
         models: {text.generate: gemini-2.5-flash, image.generate: gemini-2.5-flash-image}}
      - {name: painter, kind: openai, url: "URL/v1", secret: TOKEN, prices: {"*": {call: 0.09}},
         models: {image.generate: gpt-image-1}}
      """;

  @TempDir Path folder;
  private FakeProvider fake;
  private ProviderKinds kinds;
  private TestRuntime runtime;

  @BeforeEach
  void start() throws IOException {
    fake =
        FakeProvider.start(
            new FakeProvider.Settings(
                0, 1, Duration.ZERO, Set.of(), new Money(1), "whsec_c2VjcmV0"),
            InstantSource.system());
    kinds = new ProviderKinds(_ -> "token");
    var file = folder.resolve("providers.yaml");
    Files.writeString(file, FILE.replace("URL", fake.url()));
    var providers = Providers.of(file, kinds);
    runtime =
        new TestRuntime(
            folder.resolve("data"),
            new ImageGenerateStep(providers),
            new TextGenerateStep(providers),
            new TextCaptionStep(providers),
            PictureWorkStep.erase(providers));
  }

  @AfterEach
  void stop() throws IOException {
    runtime.close();
    kinds.close();
    fake.close();
  }

  private StepState work(String uses, String with, int pictureBytes) throws Exception {
    var workflow =
        runtime.publish(
            "name: w\ninputs: {photo: image}\nsteps:\n  work: {uses: %s, with: {%s%s}}\n"
                .formatted(uses, with.contains("provider:") ? "" : "provider: auto, ", with));
    var bytes = pictureBytes == MASK ? png() : Arrays.copyOf(PNG, pictureBytes);
    var photo =
        runtime.runs.assets().put(TestRuntime.CALLER, new ByteArrayInputStream(bytes), "p.png");
    var items = List.of(TestRuntime.item(Map.of("photo", Value.of(photo.typed("image/png")))));
    var batch = runtime.await(runtime.create(workflow, new BatchSettings(1, true, true), items));
    var run = runtime.runs.batches().run(TestRuntime.CALLER, batch.id().run(1)).orElseThrow();
    return run.state().step(StepPath.of(new StepId("work")));
  }

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final String MASKED = "\"${{ inputs.photo }}\"";
  private static final String PHOTO = "image: \"${{ inputs.photo }}\"";

  private static byte[] png() throws IOException {
    var image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 32, 16);
    graphics.dispose();
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static Money price(String amount) {
    return Money.of(new BigDecimal(amount)).orElseThrow();
  }

  @Test
  void words_about_a_picture_come_from_the_cheapest_that_can_see_it() throws Exception {
    assertThat(work("text.caption", PHOTO, SMALL).spent()).isEqualTo(price("0.03"));
    assertThat(work("text.caption", PHOTO, LARGE).spent()).isEqualTo(price("0.05"));
    assertThat(work("text.generate", "prompt: what is it, " + PHOTO, LARGE).spent())
        .isEqualTo(price("0.05"));
    assertThat(work("text.generate", "prompt: what is it", SMALL).spent())
        .as("without a picture")
        .isEqualTo(price("0.01"));
  }

  @Test
  void a_picture_is_edited_by_the_cheapest_that_takes_it() throws Exception {
    assertThat(work("image.generate", "prompt: in rain, " + PHOTO, SMALL).spent())
        .isEqualTo(price("0.03"));
    assertThat(work("image.generate", "prompt: in rain, " + PHOTO, LARGE).spent())
        .isEqualTo(price("0.05"));
    assertThat(work("image.generate", "prompt: rain", LARGE).spent()).isEqualTo(price("0.01"));
  }

  @Test
  void a_mask_goes_to_a_model_that_takes_one_and_several_pictures_too() throws Exception {
    assertThat(work("image.generate", "prompt: in rain, mask: " + MASKED, SMALL).failure())
        .map(Object::toString)
        .get()
        .asString()
        .contains("expected 'image' with it");
    var masked = work("image.generate", "prompt: in rain, mask: " + MASKED + ", " + PHOTO, MASK);
    assertThat(masked.spent()).isEqualTo(price("0.09"));
    assertThat(latest().path("masked").booleanValue()).isTrue();
    var several =
        work(
            "image.generate",
            "prompt: both, references: [\"${{ inputs.photo }}\"], " + PHOTO,
            SMALL);
    assertThat(several.spent()).isEqualTo(price("0.05"));
    assertThat(latest().path("pictures").intValue()).isEqualTo(2);
  }

  @Test
  void an_eraser_is_given_its_mask_and_who_takes_none_says_so() throws Exception {
    var failed = work("image.erase", "mask: " + MASKED + ", " + PHOTO, MASK);
    assertThat(failed.spent()).isEqualTo(price("0.02"));
    var named =
        work(
            "image.generate",
            "prompt: rain, provider: large, model: gemini-2.5-flash-image, mask: "
                + MASKED
                + ", "
                + PHOTO,
            MASK);
    assertThat(named.failure().map(Object::toString).orElse("")).contains("it takes no mask");
  }

  private JsonNode latest() {
    var calls = fake.calls().path("calls");
    return calls.path(calls.size() - 1).path("input");
  }

  @Test
  void where_nobody_takes_it_each_reason_is_told_and_nobody_is_called() throws Exception {
    var failed = work("text.caption", PHOTO, HUGE);
    assertThat(failed.failure().map(Object::toString).orElse(""))
        .contains("nobody takes this picture")
        .contains("blind: the model gpt-3.5-turbo cannot see")
        .contains("llama: the providers file says that llama3.1 takes none")
        .contains("described: 'submit.text.generate.body' of described does not send a picture")
        .contains("small: it takes a picture of at most 256 KiB, but this has 20,971,520 bytes")
        .contains("large: it takes a picture of at most 12,288 KiB");
    assertThat(fake.made()).isZero();
  }
}
