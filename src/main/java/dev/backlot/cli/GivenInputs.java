package dev.backlot.cli;

import dev.backlot.model.Nearest;
import dev.backlot.model.Value;
import dev.backlot.model.Workflow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The inputs that a workflow is to work on, the same for every command that starts one. */
final class GivenInputs {
  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "an input that is the same for every item; may be repeated")
  private Map<String, String> set = new LinkedHashMap<>();

  /**
   * The items that were named, or those that the workflow brings along.
   *
   * @param named files, folders, globs and lists
   * @param photos the workflow's own folder of inputs
   */
  InputItems items(Workflow graph, List<String> named, Optional<Path> photos)
      throws IOException, InputItems.UnusableException {
    var items = new InputItems(graph.inputs(), settings(graph));
    if (!named.isEmpty()) {
      items.addAll(named);
    } else if (photos.isPresent() && items.takesFiles()) {
      items.addAll(List.of(photos.get().toString()));
    } else if (graph.inputs().values().stream()
        .noneMatch(
            port -> port.required() && port.type().isMedia() && !set.containsKey(port.name()))) {
      items.addOne();
    } else {
      throw new InputItems.UnusableException(
          "nothing to work on: name files, folders, globs, a .jsonl or a .csv after the workflow");
    }
    return items;
  }

  private Map<String, Value> settings(Workflow graph)
      throws IOException, InputItems.UnusableException {
    var settings = new LinkedHashMap<String, Value>();
    for (var entry : set.entrySet()) {
      var port = graph.inputs().get(entry.getKey());
      if (port == null) {
        throw new InputItems.UnusableException(
            "--set "
                + entry.getKey()
                + ": unknown input '"
                + entry.getKey()
                + "'"
                + Nearest.hint(entry.getKey(), List.copyOf(graph.inputs().keySet())));
      }
      settings.put(entry.getKey(), TypedText.read(port, entry.getValue()));
    }
    return settings;
  }
}
