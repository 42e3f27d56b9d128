package dev.backlot.step.publish;

import static dev.backlot.step.StepInput.present;

import dev.backlot.attest.Attestation;
import dev.backlot.attest.SigningKey;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.provider.HeldSecrets.UnusableException;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** {@code publish.zip}: one file of many. The same files give the same bytes. */
public final class PublishZipStep implements Step {
  private static final long BYTES_MAX = 2L << 30;

  /** What the format's own dates begin with; a real time would make each archive another. */
  private static final LocalDateTime WHEN = LocalDateTime.of(1980, 1, 1, 0, 0);

  private static final StepType TYPE =
      new StepType(
          "publish.zip",
          1,
          "Packs files into one ZIP, to be published or sent on",
          List.of(
              FileNames.FILES,
              FileNames.NAMES,
              Port.of("folder", PortType.TEXT, "a folder within the ZIP, such as photos/front"),
              Port.of(
                      "name",
                      PortType.TEXT,
                      "the ZIP's own name without extension; the item's if left out")
                  .between(1, 120),
              Statements.PORT),
          List.of(
              Port.of("file", PortType.FILE, "the ZIP, at most 2 GiB"),
              Port.of("count", PortType.INTEGER, "how many files are in it")),
          StepType.Resource.CPU,
          true);

  private final Statements statements;

  /** Packs, and signs statements with a key. */
  public PublishZipStep(SigningKey key) {
    this.statements = new Statements(key);
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public Outcome run(StepInput input, StepContext context) throws InterruptedException {
    try {
      var files = FileNames.of(input);
      var folder = folder(input);
      long bytes = files.stream().mapToLong(file -> file.asset().bytes()).sum();
      if (bytes > BYTES_MAX) {
        throw new UnusableException(
            "files", "expected at most 2 GiB in all, but " + bytes + " bytes");
      }
      var zip = context.scratch().resolve("packed.zip");
      write(zip, folder, files, Statements.wanted(input), context);
      var name = input.text("name").orElse(context.itemName());
      return Outcome.done(
          Map.of(
              "file", Value.of(context.store(zip, name + ".zip")),
              "count", Value.of(files.size())));
    } catch (UnusableException e) {
      return new Outcome.Failed(e.failure());
    } catch (IOException e) {
      throw new UncheckedIOException("the ZIP could not be written", e);
    }
  }

  private static String folder(StepInput input) throws UnusableException {
    if (input.text("folder").isEmpty()) {
      return "";
    }
    var folder = present(input.text("folder"));
    for (var part : folder.split("/", -1)) {
      if (!PublishFolderStep.isSafe(part)) {
        throw new UnusableException(
            "folder", "expected plain names between slashes, but '" + folder + "'");
      }
    }
    return folder + "/";
  }

  private void write(
      Path zip,
      String folder,
      List<FileNames.Named> files,
      boolean withStatements,
      StepContext context)
      throws IOException, InterruptedException {
    try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
      // pictures and videos are compressed already
      out.setLevel(Deflater.NO_COMPRESSION);
      for (var file : files) {
        if (context.isCancelled()) {
          throw new InterruptedException("the attempt was stopped");
        }
        var path = folder + file.name();
        pack(out, path, context.file(file.asset().id()));
        if (withStatements) {
          var statement = statements.write(file.asset(), file.name(), context);
          pack(out, Attestation.beside(path), statement);
        }
      }
    }
  }

  private static void pack(ZipOutputStream out, String path, Path bytes) throws IOException {
    var entry = new ZipEntry(path);
    entry.setTimeLocal(WHEN);
    out.putNextEntry(entry);
    Files.copy(bytes, out);
    out.closeEntry();
  }
}
