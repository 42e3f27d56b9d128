package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.Money;
import dev.backlot.provider.Providers;
import dev.backlot.surface.backlot.ProviderBook.ModelPrice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListedProvidersTest {
  @TempDir Path folder;

  @Test
  void the_price_list_is_told_model_by_model_in_the_order_of_the_file() throws IOException {
    var file = folder.resolve("providers.yaml");
    Files.writeString(
        file,
        """
        currency: USD
        providers:
        - name: studio
          kind: openai
          url: "http://127.0.0.1:9/v1"
          secret: TOKEN
          prices: {pictures-2: {call: 0.04}, pictures-1: {second: 0.001, low: 0.002, high: 0.05}, words: {input: 2.5, output: 10, high: 0.05}, "*": {call: 0.1}}
        """);
    try (var kinds = new ProviderKinds(_ -> "token")) {
      var book = new ListedProviders(Providers.of(file, kinds));

      assertThat(book.all().getFirst().prices())
          .extracting(ListedProvidersTest::told)
          .containsExactly(
              "pictures-2 by result 0.04 to 0.04",
              "pictures-1 by second 0.002 to 0.05",
              "words by 2.5 and 10 0 to 0.05",
              "others by result 0.1 to 0.1");
    }
  }

  private static String unit(ModelPrice price) {
    if (price.input().isPresent() && price.output().isPresent()) {
      return plain(price.input().get()) + " and " + plain(price.output().get());
    }
    return price.call().isPresent() ? "result" : "second";
  }

  private static String plain(Money money) {
    return money.amount().stripTrailingZeros().toPlainString();
  }

  private static String told(ModelPrice price) {
    return "%s by %s %s to %s"
        .formatted(
            price.model().orElse("others"),
            unit(price),
            price.range().low().amount().stripTrailingZeros().toPlainString(),
            price.range().high().amount().stripTrailingZeros().toPlainString());
  }
}
