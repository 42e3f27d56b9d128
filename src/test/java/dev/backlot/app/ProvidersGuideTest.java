package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import dev.backlot.provider.Providers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the guide to providers tells people to type works, and its file is one. */
@Timeout(180)
class ProvidersGuideTest {
  private static final Path GUIDE = Path.of("docs/providers.md");
  private static final Path EXAMPLE = Path.of("examples/generate");
  private static final Pattern FILE = Pattern.compile("```yaml\\n([\\s\\S]*?)```");

  @TempDir Path folder;

  @Test
  void its_commands_buy_each_picture_once() throws Exception {
    var output = GuideScript.run(GUIDE, EXAMPLE, folder, "8090");
    assertThat(output).contains("provider fake", "0.04 to 0.04 USD");
    var ledger = output.lines().filter(line -> line.startsWith("{\"calls\"")).toList();
    assertThat(ledger).hasSize(1);
    var calls = Json.parse(ledger.getFirst());
    assertThat(calls.path("calls")).hasSize(3);
    assertThat(calls.path("cost").decimalValue()).isEqualByComparingTo("0.12");
    try (var made = Files.walk(folder.resolve("out/generate"))) {
      assertThat(made.filter(file -> file.toString().endsWith(".jpg"))).isNotEmpty();
    }
  }

  @Test
  void its_providers_file_is_valid() throws IOException {
    var file =
        Files.writeString(
            folder.resolve("providers.yaml"),
            FILE.matcher(Files.readString(GUIDE)).results().findFirst().orElseThrow().group(1));
    try (var kinds = new ProviderKinds(name -> name.contains("WEBHOOK") ? "whsec_AAAA" : "key")) {
      var provider = Providers.of(file, kinds).find("replicate").orElseThrow();
      assertThat(provider.price("any/other")).isPresent();
      assertThat(provider.unlistedAfter()).isPresent();
    }
  }
}
