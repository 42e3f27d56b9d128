package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.Money;
import dev.backlot.model.ProviderCall;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.ResourceLimit;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.provider.Provider.Submitted;
import dev.backlot.provider.Providers;
import dev.backlot.provider.Task;
import dev.backlot.provider.fake.FakeProvider;
import dev.backlot.step.ai.ImageGenerateStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that auto has handed in is waited for where it is, although auto would go elsewhere now.
 */
@Timeout(60)
class AutoTakesUpTest {
  private static final String FILE =
      """
      currency: USD
      providers:
      - {name: first, kind: scenario, url: "FIRST/scenario/v1", secret: TOKEN,
         prices: {"*": {call: 0.01}}, models: {image.generate: model_pictures}}
      - {name: next, kind: openai, url: "NEXT/v1", secret: TOKEN,
         prices: {"*": {call: 0.02}}, models: {image.generate: pictures}}
      """;

  private static final String AUTO =
      """
      name: w
      steps:
        it: {uses: image.generate, with: {provider: auto, prompt: a shoe}}
      """;

  @TempDir Path folder;

  private static FakeProvider fake(Duration latency) throws IOException {
    return FakeProvider.start(
        new FakeProvider.Settings(0, 1, latency, Set.of(), new Money(1), "whsec_c2VjcmV0"),
        InstantSource.system());
  }

  private static ResourceKey key(String provider) {
    return ResourceKey.parse("provider:" + provider).orElseThrow();
  }

  private static int working(TestRuntime runtime, String provider) {
    return runtime.runs.limits().resource(key(provider)).orElseThrow().use().inUse();
  }

  private static Optional<ProviderCall> call(TestRuntime runtime, BatchId batch) {
    return runtime
        .runs
        .batches()
        .run(TestRuntime.CALLER, batch.run(1))
        .flatMap(run -> run.state().step(StepPath.of(new StepId("it"))).call());
  }

  @Test
  void its_permit_is_of_whoever_has_it_while_that_one_is_down() throws Exception {
    try (var kinds = new ProviderKinds(_ -> "token");
        var next = fake(Duration.ZERO)) {
      var first = fake(Duration.ofHours(1));
      var text = FILE.replace("FIRST", first.url()).replace("NEXT", next.url());
      var file = Files.writeString(folder.resolve("providers.yaml"), text);
      var providers = Providers.of(file, kinds);
      var data = folder.resolve("data");
      BatchId batch;
      try (var before = new TestRuntime(data, new ImageGenerateStep(providers))) {
        var most = new ResourceLimit(Optional.of(5), Optional.empty());
        assertThat(before.runs.limits().set(TestRuntime.CALLER, key("first"), most)).isEmpty();
        assertThat(before.runs.limits().set(TestRuntime.CALLER, key("next"), most)).isEmpty();
        batch =
            before
                .create(
                    before.publish(AUTO), new BatchSettings(1, true, true), TestRuntime.items(1))
                .id();
        while (call(before, batch).flatMap(ProviderCall::requestId).isEmpty()) {
          Thread.onSpinWait();
        }
      }
      first.close();
      goDown(providers);

      try (var after = new TestRuntime(data, new ImageGenerateStep(providers))) {
        while (working(after, "first") + working(after, "next") == 0) {
          Thread.onSpinWait();
        }
        assertThat(working(after, "first")).isEqualTo(1);
        assertThat(working(after, "next")).isZero();
        assertThat(call(after, batch).map(ProviderCall::provider)).contains("first");
        assertThat(next.made()).as("nobody else is paid").isZero();
      }
    }
  }

  /** Until it is left alone. */
  private static void goDown(Providers providers) throws InterruptedException {
    var provider = providers.find("first").orElseThrow();
    while (provider.isUp()) {
      // a connection of before that ends without an answer leaves open whether it was heard
      assertThat(provider.submit(new Task.GenerateImage("model_pictures", "x"), "k"))
          .isInstanceOfAny(Submitted.Unavailable.class, Submitted.Unknown.class);
    }
  }
}
