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
import java.util.Objects;
import java.util.zip.ZipInputStream;
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

  @Test
  void files_unpacked_from_a_zip_are_checked_alike_and_a_changed_byte_is_seen() throws Exception {
    var workflow =
        Files.writeString(
            folder.resolve("workflow.yaml"),
            WORKFLOW
                    .replace("publish.folder", "publish.zip")
                    .replace("provenance: true", "folder: shop, provenance: true")
                + "outputs: {all: \"${{ steps.out.file }}\", alone: \"${{ steps.small.image"
                + " }}\"}\n");
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
    var unpacked = folder.resolve("unpacked");
    unzip(folder.resolve("out/coffee-cup/all.zip"), unpacked);
    assertTells(unpacked.resolve("shop/shoe.png"), data, "workflow 'shop'");
  }

  @Test
  void what_is_downloaded_from_a_server_is_checked_alike() throws Exception {
    var workflow =
        Files.writeString(
            folder.resolve("workflow.yaml"),
            WORKFLOW.substring(0, WORKFLOW.indexOf("  out:"))
                + "outputs: {alone: \"${{ steps.small.image }}\"}\n");
    try (var _ = new WholeServer(folder)) {
      var home = folder.resolve("data");
      var data = home.toString();
      var batch = submitted(workflow, data);
      var zip = folder.resolve("home.zip");
      var loaded =
          backlot("download", batch, "--zip", zip.toString(), "--provenance", "--data", data);
      assertThat(loaded.code()).as(loaded.err()).isZero();
      var unpacked = folder.resolve("unpacked");
      unzip(zip, unpacked);
      assertTells(unpacked.resolve("coffee-cup.png"), home, "workflow 'shop'");
      var refused = backlot("download", batch, "--provenance", "--data", data);
      assertThat(refused.err()).contains("expected --zip FILE with --provenance");
    }
  }

  private static String submitted(Path workflow, String data) throws IOException {
    var photo = Photos.of("coffee-cup.jpg").toString();
    var said = backlot("submit", workflow.toString(), photo, "--watch", "--data", data);
    assertThat(said.code()).as(said.out() + said.err()).isZero();
    return said.out().lines().findFirst().orElseThrow().strip();
  }

  private static void assertTells(Path file, Path data, String told) throws IOException {
    var key = data.resolve("signing-key.pub").toString();
    var said = backlot("verify", file.toString(), "--key", key);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out())
        .contains("unchanged", "which you trust", told)
        .containsSubsequence("small", "image.resize", "cut", "image.remove-background");
    var bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    var changed = backlot("verify", file.toString());
    assertThat(changed.code()).isEqualTo(1);
    assertThat(changed.err()).contains("changed since it was published");
  }

  private static void unzip(Path zip, Path into) throws IOException {
    try (var in = new ZipInputStream(Files.newInputStream(zip))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        var target = into.resolve(entry.getName());
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.copy(in, target);
      }
    }
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
