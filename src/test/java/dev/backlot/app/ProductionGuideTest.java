package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the guide to production tells people to type works, and costs what it says. */
@Timeout(180)
class ProductionGuideTest {
  @TempDir Path folder;

  @Test
  void its_commands_pay_for_each_picture_once() throws Exception {
    var output =
        GuideScript.run(
            Path.of("docs/production.md"), Path.of("examples/production"), folder, "8090", "8091");
    assertThat(output).contains("the picture is only 512 pixels wide", "(version 2)");
    var ledger = output.lines().filter(line -> line.startsWith("{\"calls\"")).toList();
    assertThat(ledger).hasSize(1);
    assertThat(Json.parse(ledger.getFirst()).path("calls")).as(output).hasSize(4);
    assertThat(published())
        .containsExactly("camera/128", "camera/256", "lighthouse/128", "lighthouse/256");
  }

  private List<String> published() throws IOException {
    var root = folder.resolve(".backlot/published");
    try (var files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).subpath(1, 3).toString().replace(".webp", ""))
          .sorted()
          .toList();
    }
  }
}
