package dev.backlot.cli;

import dev.backlot.definition.WorkflowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code backlot warm-up}: does a little of everything, so that the launcher can record which
 * classes later starts and first visits will want.
 */
@Command(
    name = "warm-up",
    hidden = true,
    header = "Touch what later starts need; leaves nothing behind.")
final class WarmUpCommand implements Callable<Integer> {
  private final Platform platform;

  @Parameters(arity = "1", paramLabel = "WORKFLOW")
  @SuppressWarnings("NullAway.Init") // mandatory
  private Path workflow;

  WarmUpCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var file = WorkflowFile.find(workflow);
    new WorkflowReader(platform.steps()).read(file.shown(), Files.readAllBytes(file.file()));
    var photo = photo(file.file().resolveSibling("photos"));
    var data = Files.createTempDirectory("backlot");
    try (var _ = platform.serve(new Platform.Serving("127.0.0.1", 0, data))) {
      new FirstUse(platform, data, photo).make();
    } finally {
      delete(data);
    }
    return ExitCodes.SUCCEEDED;
  }

  private static Path photo(Path folder) throws IOException {
    try (var photos = Files.list(folder)) {
      return photos
          .filter(one -> one.toString().endsWith(".jpg"))
          .sorted()
          .findFirst()
          .orElseThrow(() -> new IOException("there is no photo in " + folder));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
