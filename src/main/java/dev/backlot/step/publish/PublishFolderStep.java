package dev.backlot.step.publish;

import dev.backlot.attest.Attestation;
import dev.backlot.attest.SigningKey;
import dev.backlot.model.Asset;
import dev.backlot.model.Failure;
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
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * {@code publish.folder}: copies files into a folder below the batch's publish root. A file appears
 * under its name only once it is whole, and publishing it again leaves the same one.
 */
public final class PublishFolderStep implements Step {
  private static final Pattern SAFE_PART =
      Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N} ._()+-]{0,119}");
  private static final StepType TYPE =
      new StepType(
          "publish.folder",
          1,
          "Copies files into a folder of the batch's results",
          List.of(
              FileNames.FILES,
              Port.of(
                  "folder",
                  PortType.TEXT,
                  "below the results; the item's name where none is given"),
              FileNames.NAMES,
              Statements.PORT),
          List.of(
              Port.of("folder", PortType.TEXT, "where the files are, below the results"),
              Port.of("files", PortType.JSON, "path and asset of each file").many()),
          StepType.Resource.IO,
          false);

  private final Statements statements;

  /** Publishes, and signs statements with a key. */
  public PublishFolderStep(SigningKey key) {
    this.statements = new Statements(key);
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    List<FileNames.Named> files;
    try {
      files = FileNames.of(input);
    } catch (UnusableException e) {
      return new Outcome.Failed(e.failure());
    }
    var folder = input.text("folder").orElse(context.itemName());
    for (var part : folder.split("/", -1)) {
      if (!isSafe(part)) {
        return Outcome.invalid(
            "folder", "expected a path of plain names below the results, but '" + folder + "'");
      }
    }
    var target = context.publishRoot().resolve(folder);
    var published = new ArrayList<Value>();
    for (var file : files) {
      try {
        copy(context.file(file.asset().id()), target, file.name());
        if (Statements.wanted(input)) {
          attest(file, target, context);
        }
      } catch (IOException e) {
        return new Outcome.Failed(failure(target.resolve(file.name()), e));
      }
      published.add(entry(folder + "/" + file.name(), file.asset()));
    }
    return Outcome.done(Map.of("folder", Value.of(folder), "files", new Value.ListOf(published)));
  }

  private void attest(FileNames.Named file, Path folder, StepContext context) throws IOException {
    var statement = statements.write(file.asset(), file.name(), context);
    copy(statement, folder, Attestation.beside(file.name()));
  }

  /** Whether it can be the name of a file or a folder anywhere. */
  static boolean isSafe(String part) {
    return SAFE_PART.matcher(part).matches();
  }

  private static void copy(Path from, Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    var part = folder.resolve("." + name + "." + UUID.randomUUID() + ".part");
    try {
      // through a stream: a copied file would take over the store's owner-only permissions
      try (var out = Files.newOutputStream(part)) {
        Files.copy(from, out);
      }
      sync(part);
      Files.move(
          part,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      sync(folder);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** On the disk before the step counts as done: it will not be run again. */
  private static void sync(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Failure failure(Path file, IOException e) {
    var reason =
        e instanceof FileSystemException known && known.getReason() != null
            ? known.getReason()
            : e.getMessage();
    if (e instanceof AccessDeniedException || String.valueOf(reason).contains("Read-only")) {
      return new Failure.Refused(
          "publish",
          "cannot write " + file + ": permission denied; choose a folder you may write to");
    }
    return new Failure.Transient("cannot write " + file + ": " + reason);
  }

  private static Value entry(String path, Asset asset) {
    var entry = new LinkedHashMap<String, Value>();
    entry.put("path", Value.of(path));
    entry.put("asset", Value.of(asset));
    return new Value.ObjectOf(entry);
  }
}
