package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.fixture.OneRun;
import dev.backlot.fixture.TestRuntime;
import dev.backlot.model.Money;
import dev.backlot.model.RunEvent;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.provider.Providers;
import dev.backlot.provider.fake.FakeProvider;
import dev.backlot.step.ai.TextGenerateStep;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Words cost what the tokens cost that the provider counted. */
@Timeout(60)
class TokenPricesTest {
  private static final String FILE =
      """
      currency: USD
      providers:
      - {name: chat, kind: openai, url: "URL/v1", secret: TOKEN,
         prices: {small: {input: 2.5, output: 10, high: 0.05}}}
      - {name: gemini, kind: google, url: "URL/v1beta", secret: TOKEN,
         prices: {"*": {input: 2.5, output: 10, low: 0.001, high: 0.05}}}
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
    runtime = new TestRuntime(folder.resolve("data"), new TextGenerateStep(providers(FILE)));
  }

  @AfterEach
  void stop() throws IOException {
    runtime.close();
    kinds.close();
    fake.close();
  }

  private Providers providers(String text) throws IOException {
    var file = folder.resolve("providers.yaml");
    return Providers.of(Files.writeString(file, text.replace("URL", fake.url())), kinds);
  }

  private OneRun words(String with) throws InterruptedException {
    return OneRun.of(runtime, "text.generate", "{" + with + "}", Map.of());
  }

  private static Money money(String amount) {
    return Money.of(new BigDecimal(amount)).orElseThrow();
  }

  private static Money spent(OneRun run) {
    run.outputs();
    return run.view().state().step(StepPath.of(new StepId("it"))).spent();
  }

  private static Money heldBack(OneRun run) {
    return run.view().events().stream()
        .filter(RunEvent.CallIntended.class::isInstance)
        .map(event -> ((RunEvent.CallIntended) event).call().reserved())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void the_books_have_what_the_counted_tokens_cost_rounded_up() throws Exception {
    // the fake provider counts a token each way; 12.5 millionths are 13
    assertThat(spent(words("provider: chat, model: small, prompt: a shoe")))
        .isEqualTo(money("0.000013"));
    // one of thought is charged like one of words
    assertThat(spent(words("provider: gemini, model: gemini-2.5-flash, prompt: a shoe")))
        .isEqualTo(money("0.000023"));
  }

  @Test
  void as_much_is_held_back_as_the_words_can_cost_at_most() throws Exception {
    assertThat(heldBack(words("provider: chat, model: small, prompt: a shoe")))
        .isEqualTo(money("0.05"));
    // 6 bytes and what stands around them, and 100 tokens of an answer
    assertThat(heldBack(words("provider: chat, model: small, prompt: a shoe, max_tokens: 100")))
        .isEqualTo(money("0.001265"));
    assertThat(heldBack(words("provider: chat, model: small, prompt: a shoe, max_tokens: 100000")))
        .isEqualTo(money("0.05"));
  }

  @Test
  void mistakes_name_their_field() {
    assertThatThrownBy(() -> providers(FILE.replace("output: 10, high", "high")))
        .hasMessageContaining("prices.small.output: expected a value, but nothing");
    assertThatThrownBy(() -> providers(FILE.replace(", high: 0.05}", "}")))
        .hasMessageContaining("prices.small: expected 'call' alone")
        .hasMessageContaining("prices.*.high: expected a value, but nothing");
    assertThatThrownBy(() -> providers(FILE.replace("input: 2.5", "input: cheap")))
        .hasMessageContaining("prices.small.input: expected an amount");
    assertThatThrownBy(() -> providers(FILE.replace("kind: openai", "kind: stability")))
        .hasMessageContaining("prices.small.input: such a provider does not say how many tokens");
    assertThatThrownBy(() -> providers(FILE.replace("input: 2.5", "call: 1, input: 2.5")))
        .hasMessageContaining("prices.small: expected 'call' alone");
  }
}
