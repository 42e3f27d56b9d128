package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.cli.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guide to the API tells people to type works, word for word, on a whole server. */
class ApiGuideTest {
  private static final Pattern COMMANDS = Pattern.compile("```bash\\n([\\s\\S]*?)```");
  private static final Path PHOTO = Path.of("examples/catalog/photos/car-sports.jpg");

  @TempDir Path folder;

  @Test
  void its_commands_work() throws Exception {
    var script =
        "set -euo pipefail\n"
            + COMMANDS
                .matcher(Files.readString(Path.of("docs/api.md")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.joining("\n"));
    Files.writeString(folder.resolve("guide.sh"), script);
    Files.copy(PHOTO, folder.resolve("photo.jpg"));

    try (var wiring = new Wiring(Path.of("").toAbsolutePath());
        var server =
            wiring.serve(new Platform.Serving("127.0.0.1", 0, folder.resolve(".backlot")))) {
      var output = run(server.url());
      assertThat(output)
          .contains("batch_finished", "\"succeeded\": 2", "did you mean 'items'?", "\"width\": 64");
    }
    assertThat(folder.resolve("thumb.jpg")).isNotEmptyFile();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve(".backlot/admin.key"))))
        .isEqualTo("rw-------");
  }

  private String run(String url) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder("bash", "guide.sh").directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("BACKLOT_URL", url);
    var process = builder.start();
    var output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
