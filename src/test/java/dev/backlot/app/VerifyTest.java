package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.cli.BacklotCommand;
import dev.backlot.media.Photos;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever gets a file can see how it was made, and whether it still is what it was. */
class VerifyTest {
  private static final String WORKFLOW =
      """
      name: shop
      inputs:
        photo: image
      steps:
        cut: {uses: image.remove-background, with: {image: "${{ inputs.photo }}"}}
        small: {uses: image.resize, needs: cut, with: {image: "${{ steps.cut.image }}", width: 200, height: 200}}
        out:
          uses: publish.folder
          needs: small
          with: {files: ["${{ steps.small.image }}"], names: ["shoe.png"], provenance: true}
      """;

  @TempDir Path folder;

  private record Said(int code, String out, String err) {}

  private static Said backlot(String... arguments) throws IOException {
    var out = new StringWriter();
    var err = new StringWriter();
    try (var wiring = new Wiring(Path.of("").toAbsolutePath())) {
      int code =
          BacklotCommand.commandLine(wiring)
              .setOut(new PrintWriter(out, true))
              .setErr(new PrintWriter(err, true))
              .execute(arguments);
      return new Said(code, out.toString(), err.toString());
    }
  }

  @Test
  void a_published_file_is_checked_with_its_statement() throws Exception {
    var workflow = Files.writeString(folder.resolve("workflow.yaml"), WORKFLOW);
    var data = folder.resolve("data");
    var ran =
        backlot(
            "run",
            workflow.toString(),
            Photos.of("coffee-cup.jpg").toString(),
            "--data",
            data.toString(),
            "--out",
            folder.resolve("out").toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    var file = published();

    var said =
        backlot("verify", file.toString(), "--key", data.resolve("signing-key.pub").toString());
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out())
        .contains("unchanged", "which you trust", "workflow 'shop'")
        .containsSubsequence("small", "image.resize", "cut", "image.remove-background");

    Files.writeString(file, "x", StandardOpenOption.APPEND);
    var changed = backlot("verify", file.toString());
    assertThat(changed.code()).isEqualTo(1);
    assertThat(changed.err()).contains("changed since it was published");
    assertThat(backlot("verify", workflow.toString()).err()).contains("no statement beside it");
  }

  private Path published() throws Exception {
    try (var files = Files.walk(folder.resolve("out"))) {
      return files
          .filter(file -> file.getFileName().toString().equals("shoe.png"))
          .findFirst()
          .orElseThrow();
    }
  }
}
