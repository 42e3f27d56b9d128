package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.ChildJvm;
import dev.backlot.json.Json;
import dev.backlot.provider.Providers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the guide to providers tells people to type works, and its file is one. */
@Timeout(180)
class ProvidersGuideTest {
  private static final Path GUIDE = Path.of("docs/providers.md");
  private static final Path EXAMPLE = Path.of("examples/generate");
  private static final Pattern COMMANDS = Pattern.compile("```bash\\n([\\s\\S]*?)```");
  private static final Pattern FILE = Pattern.compile("```yaml\\n([\\s\\S]*?)```");

  @TempDir Path folder;

  @Test
  void its_commands_buy_each_picture_once() throws Exception {
    var port = Integer.toString(freePort());
    var script =
        "set -euo pipefail\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n"
            + blocks(COMMANDS).stream().collect(Collectors.joining("\n"));
    Files.writeString(folder.resolve("guide.sh"), script.replace("8090", port));
    copyExample(port);
    program();
    var output = run();
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
    var file = Files.writeString(folder.resolve("providers.yaml"), blocks(FILE).getFirst());
    try (var kinds = new ProviderKinds(name -> name.contains("WEBHOOK") ? "whsec_AAAA" : "key")) {
      var provider = Providers.of(file, kinds).find("replicate").orElseThrow();
      assertThat(provider.price("any/other")).isPresent();
      assertThat(provider.unlistedAfter()).isPresent();
    }
  }

  private static List<String> blocks(Pattern kind) throws IOException {
    return kind.matcher(Files.readString(GUIDE)).results().map(found -> found.group(1)).toList();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void copyExample(String port) throws IOException {
    var copy = Files.createDirectories(folder.resolve(EXAMPLE));
    try (var files = Files.list(EXAMPLE)) {
      for (var file : files.toList()) {
        Files.writeString(
            copy.resolve(file.getFileName().toString()),
            Files.readString(file).replace("8090", port));
      }
    }
  }

  /** The program under the name that the guide calls it by. */
  private void program() throws IOException {
    var command =
        ChildJvm.command(
            List.of("-Dbacklot.home=" + Path.of("").toAbsolutePath()),
            Main.class.getName(),
            List.of());
    var quoted = command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    var script =
        Files.writeString(folder.resolve("backlot"), "#!/bin/bash\nexec " + quoted + " \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private String run() throws IOException, InterruptedException {
    var process =
        new ProcessBuilder("bash", "guide.sh")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(output).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
