package dev.backlot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A workflow as named on the command line: a file, or a folder that holds {@code workflow.yaml}.
 *
 * @param shown the file's name as errors show it
 * @param photos the folder's own {@code photos/}: its default inputs
 */
record WorkflowFile(String shown, Path file, Optional<Path> photos) {
  private static final List<String> NAMES =
      List.of("workflow.yaml", "workflow.yml", "workflow.json");

  /** Finds the file; the exception's message is for people. */
  static WorkflowFile find(Path named) throws IOException {
    if (Files.isRegularFile(named)) {
      return new WorkflowFile(named.toString(), named, Optional.empty());
    }
    if (!Files.isDirectory(named)) {
      throw new IOException("there is no workflow " + named);
    }
    for (var name : NAMES) {
      var file = named.resolve(name);
      if (Files.isRegularFile(file)) {
        var photos = named.resolve("photos");
        return new WorkflowFile(
            file.toString(),
            file,
            Files.isDirectory(photos) ? Optional.of(photos) : Optional.empty());
      }
    }
    throw new IOException("the folder " + named + " holds no workflow.yaml");
  }
}
