package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.backlot.cli.Platform;
import dev.backlot.fixture.FreePort;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receiver in the guide to webhooks takes what is signed and nothing else, word for word. */
class WebhookGuideTest {
  private static final Path GUIDE = Path.of("docs/webhooks.md");

  @TempDir Path folder;

  @Test
  void its_receiver_and_its_commands_work() throws Exception {
    assumeThat(hasNode()).as("node is there").isTrue();
    Files.writeString(folder.resolve("receiver.mjs"), blocks("js"));
    GuideScript.program(folder);
    Files.writeString(folder.resolve("guide.sh"), "set -euo pipefail\n" + blocks("bash"));
    var serving = new Platform.Serving("127.0.0.1", 0, folder.resolve(".backlot"), true);
    try (var wiring = new Wiring(Path.of("").toAbsolutePath());
        var server = wiring.serve(serving)) {
      var output = run(server.url());
      assertThat(output).contains("\"taken\": true", "\"status\": 204", "forged: 401");
      assertThat(output)
          .contains("sent ping: taken (204)", "the old secret signs until", "off", "deleted wh_");
      assertThat(Files.readAllLines(folder.resolve("received.txt")))
          .hasSize(3)
          .allMatch(line -> line.startsWith("ping"));
      for (var file : List.of("backlot.db", "backlot.db-wal")) {
        var permissions = Files.getPosixFilePermissions(folder.resolve(".backlot").resolve(file));
        assertThat(PosixFilePermissions.toString(permissions)).as(file).isEqualTo("rw-------");
      }
    }
  }

  private static boolean hasNode() {
    var places = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1);
    return Stream.of(places).anyMatch(place -> Files.isExecutable(Path.of(place, "node")));
  }

  private static String blocks(String language) throws IOException {
    return Pattern.compile("```" + language + "\\n([\\s\\S]*?)```")
        .matcher(Files.readString(GUIDE))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.joining("\n"));
  }

  private String run(String url) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder("bash", "guide.sh").directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("BACKLOT_URL", url);
    builder.environment().put("RECEIVER_PORT", Integer.toString(FreePort.find()));
    var log = folder.resolve("guide.log").toFile();
    var process = builder.redirectOutput(log).start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.descendants().forEach(ProcessHandle::destroy);
    var output = Files.readString(log.toPath(), StandardCharsets.UTF_8);
    assertThat(ended).as(output).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
