package dev.backlot.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.model.CostRange;
import dev.backlot.model.Money;
import dev.backlot.provider.replicate.CallbackSignature;
import dev.backlot.provider.replicate.ReplicateProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The providers file: every mistake is named, and a change counts at once. */
class ProvidersFileTest {
  private static final String GOOD =
      """
      currency: USD
      providers:
        - name: replicate
          kind: replicate
          url: https://api.replicate.com
          secret: TOKEN
          callbacks: {url: "https://backlot.example.org", secret: SIGNING}
          files: ["replicate.delivery", "*.replicate.delivery"]
          unlisted-after: 10m
          prices:
            black-forest-labs/flux-schnell: {call: 0.003}
            stability-ai/sdxl: {second: 0.000975, low: 0.002, high: 0.03}
      """;

  @TempDir Path folder;

  private final Providers.Kinds kinds =
      new Providers.Kinds() {
        @Override
        public Map<String, Adapter> adapters() {
          return Map.of(
              ReplicateProvider.KIND,
              new Adapter(
                  Adapter.Reports.SECRET,
                  settings ->
                      new ReplicateProvider(
                          settings,
                          new ProviderHttp(settings, new WebClient(true), new WebClient(false)))));
        }

        @Override
        public InstantSource clock() {
          return InstantSource.system();
        }

        @Override
        public Optional<String> variable(String name) {
          return Optional.ofNullable(Map.of("TOKEN", "r8_x", "SIGNING", "whsec_AAAA").get(name));
        }

        @Override
        public Predicate<String> isSigningSecret() {
          return CallbackSignature::isSecret;
        }
      };

  private Providers open(String text) throws IOException {
    return Providers.of(write(text), kinds);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("providers.yaml"), text);
  }

  @Test
  void a_file_says_who_may_be_called_at_which_price() throws IOException {
    var provider = open(GOOD).find("replicate").orElseThrow();
    assertThat(provider.price("black-forest-labs/flux-schnell"))
        .contains(new CostRange(new Money(3_000), new Money(3_000)));
    assertThat(provider.price("stability-ai/sdxl"))
        .contains(new CostRange(new Money(2_000), new Money(30_000)));
    assertThat(provider.price("some/other")).isEmpty();
    assertThat(provider.price()).isEqualTo(new CostRange(new Money(2_000), new Money(30_000)));
  }

  @Test
  void a_new_price_counts_from_the_next_look() throws IOException {
    var providers = open(GOOD);
    write(GOOD.replace("call: 0.003", "call: 0.0045"));
    assertThat(providers.find("replicate").orElseThrow().price("black-forest-labs/flux-schnell"))
        .contains(new CostRange(new Money(4_500), new Money(4_500)));
  }

  @Test
  void a_change_with_mistakes_leaves_everything_as_it_was() throws IOException {
    var providers = open(GOOD);
    write(GOOD.replace("call: 0.003", "call: cheap"));
    assertThat(providers.find("replicate").orElseThrow().price("black-forest-labs/flux-schnell"))
        .contains(new CostRange(new Money(3_000), new Money(3_000)));
    write("");
    assertThat(providers.find("replicate")).isPresent();
  }

  @Test
  void every_mistake_is_told_at_once_with_its_line() {
    var bad =
        """
        currency: dollars
        providers:
          - name: Replicate
            kind: replicat
            url: api.replicate.com
            secret: NO_SUCH_VARIABLE
            calbacks: {}
            files: [http://x]
            unlisted-after: soon
            prices: {a/b: {call: -1}, c/d: {second: 0.1}, e/f: {second: 1, low: 3, high: 2}}
          - nonsense
        """;
    assertThatThrownBy(() -> open(bad))
        .hasMessageContaining(":1: currency: expected three letters such as USD")
        .hasMessageContaining(":3: providers[0].name: expected 1 to 30 characters")
        .hasMessageContaining(":4: providers[0].kind: expected one of replicate, but 'replicat'")
        .hasMessageContaining(":5: providers[0].url: expected an http or https address")
        .hasMessageContaining("the environment variable NO_SUCH_VARIABLE is not set")
        .hasMessageContaining("unknown key 'calbacks', did you mean 'callbacks'?")
        .hasMessageContaining(":8: providers[0].files: expected a host")
        .hasMessageContaining(":9: providers[0].unlisted-after: expected 1s to 24h")
        .hasMessageContaining("providers[0].prices.a/b.call: expected an amount")
        .hasMessageContaining("providers[0].prices.c/d: expected 'call' alone")
        .hasMessageContaining("providers[0].prices.e/f.low: expected at most 'high'")
        .hasMessageContaining(":11: providers[1]: expected an object");
  }

  @Test
  void it_says_which_models_take_how_many_pictures_and_a_mask() throws IOException {
    var said =
        GOOD
            + """
                pictures:
                  black-forest-labs/flux-fill-pro: {mask: true}
                  google/nano-banana: {bytes: 4MiB, most: 5}
                  meta/llama: none
            """;
    var provider = open(said).find("replicate").orElseThrow();
    assertThat(provider.pictures("image.generate", "black-forest-labs/flux-fill-pro"))
        .isInstanceOfSatisfying(Pictures.UpTo.class, taken -> assertThat(taken.mask()).isTrue());
    assertThat(provider.pictures("image.generate", "google/nano-banana"))
        .isEqualTo(new Pictures.UpTo(4 << 20, 5, false));
    assertThat(provider.pictures("text.generate", "meta/llama")).isInstanceOf(Pictures.None.class);
    assertThatThrownBy(
            () ->
                open(
                    said.replace("mask: true", "mask: maybe")
                        .replace("most: 5", "most: 50")
                        .replace("4MiB", "4GB")
                        .replace("none", "nothing")))
        .hasMessageContaining(
            "pictures.black-forest-labs/flux-fill-pro.mask: expected true or false")
        .hasMessageContaining(
            "pictures.google/nano-banana.most: expected a whole number from 1 to 16")
        .hasMessageContaining("pictures.google/nano-banana.bytes: expected a size such as")
        .hasMessageContaining("pictures.meta/llama: expected 'none', the largest that it takes");
  }

  @Test
  void a_job_cannot_count_as_never_made_when_nothing_tells_whose_it_is() {
    assertThatThrownBy(() -> open(GOOD.replaceAll(" +callbacks.*\n", "")))
        .hasMessageContaining("unlisted-after: it needs 'callbacks'");
  }

  @Test
  void two_providers_of_one_name_and_a_file_that_is_none_are_mistakes() {
    var twice = GOOD + GOOD.substring(GOOD.indexOf("  - name"));
    assertThatThrownBy(() -> open(twice)).hasMessageContaining("two providers are called");
    assertThatThrownBy(() -> open("[]"))
        .hasMessageContaining("expected 'currency' and 'providers'");
    assertThatThrownBy(() -> open("a: [")).isInstanceOf(IOException.class);
  }
}
