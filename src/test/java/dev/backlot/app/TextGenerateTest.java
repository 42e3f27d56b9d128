package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Money;
import dev.backlot.model.Value;
import dev.backlot.provider.Providers;
import dev.backlot.provider.fake.FakeProvider;
import dev.backlot.step.ai.TextGenerateStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words are bought once, and what is bought are words. */
class TextGenerateTest {
  @TempDir Path folder;

  private static final Money PRICE = Money.of(new java.math.BigDecimal("0.02")).orElseThrow();

  @ParameterizedTest
  @CsvSource({"replicate,''", "openai,/v1"})
  void words_come_back_whole_and_are_paid_for(String kind, String below) throws Exception {
    var settings =
        new FakeProvider.Settings(0, 1, Duration.ofMillis(20), Set.of(), PRICE, "whsec_c2VjcmV0");
    try (var fake = FakeProvider.start(settings, InstantSource.system());
        var kinds = new ProviderKinds(_ -> "token")) {
      var file =
          Files.writeString(
              folder.resolve("providers.yaml"),
              """
              currency: USD
              providers:
              - {name: fake, kind: %s, url: "%s", secret: TOKEN, prices: {"*": {call: 0.02}}}
              """
                  .formatted(kind, fake.url() + below));
      var providers = Providers.of(file, kinds);
      try (var runtime = new TestRuntime(folder.resolve("data"), new TextGenerateStep(providers))) {
        for (var model : java.util.List.of("backlot/text", "backlot/pictures")) {
          var workflow =
              runtime.publish(
                  """
                  name: write
                  steps:
                    write:
                      uses: text.generate
                      with: {provider: fake, model: %s, prompt: a shoe, system: be short}
                      retry: 1
                  """
                      .formatted(model));
          var batch =
              runtime.await(
                  runtime.create(workflow, new BatchSettings(1, true, true), TestRuntime.items(1)));
          var run = runtime.runs.batches().run(TestRuntime.CALLER, batch.id().run(1)).orElseThrow();
          var step = dev.backlot.model.StepPath.of(new dev.backlot.model.StepId("write"));
          assertThat(run.state().step(step).spent()).isEqualTo(PRICE);
          var calls = runtime.runs.batches().providers(TestRuntime.CALLER, batch.id()).getFirst();
          assertThat(calls.provider() + " " + calls.model()).isEqualTo("fake " + model);
          assertThat(calls.took().count() + calls.failed()).isOne();
          assertThat(calls.failed() == 0)
              .isEqualTo(batch.state().status() == BatchStatus.SUCCEEDED);
          if (model.endsWith("text") || kind.equals("openai")) {
            assertThat(batch.state().status()).isEqualTo(BatchStatus.SUCCEEDED);
            assertThat(run.state().step(step).outputs().get("text"))
                .isEqualTo(Value.of("FAKE words about: a shoe"));
          } else {
            // the text of a picture's answer is its address: no words, but text all the same
            assertThat(batch.state().status()).isEqualTo(BatchStatus.FAILED);
          }
        }
        assertThat(fake.calls().path("calls")).hasSize(2);
      }
    }
  }
}
