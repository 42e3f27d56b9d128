package dev.backlot.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Port;
import dev.backlot.model.Value;
import dev.backlot.runtime.ItemInput;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns what was named on the command line into items: files, folders, globs, and lists of inputs
 * as JSON lines or CSV. Each item gets a name of its own, taken from its file.
 */
final class InputItems {
  private final Map<String, Port> ports;
  private final Map<String, Value> settings;
  private final List<ItemInput> items = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /** Inputs that cannot be used; the message is for people. */
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String message) {
      super(message);
    }
  }

  InputItems(Map<String, Port> ports, Map<String, Value> settings) {
    this.ports = ports;
    this.settings = settings;
  }

  List<ItemInput> items() {
    return items;
  }

  /** A workflow without files to work on runs once. */
  void addOne() {
    items.add(new ItemInput(Optional.empty(), settings));
  }

  void add(String named) throws UnusableException, IOException {
    var path = Path.of(named);
    if (Files.isDirectory(path)) {
      addFolder(path);
    } else if (Files.isRegularFile(path)) {
      addFile(path);
    } else if (named.matches(".*[*?\\[{].*")) {
      addGlob(named);
    } else {
      throw new UnusableException("there is no file or folder " + named);
    }
  }

  private void addFolder(Path folder) throws UnusableException, IOException {
    addAll(folder.toString(), list(folder));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      return paths.filter(InputItems::isInput).sorted().toList();
    }
  }

  private static boolean isInput(Path path) {
    var name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    // notes beside the photos, such as their sources, are no inputs
    return Files.isRegularFile(path)
        && !name.startsWith(".")
        && !name.endsWith(".md")
        && !name.endsWith(".txt");
  }

  private void addGlob(String glob) throws UnusableException, IOException {
    var base = glob.startsWith("/") ? Path.of("/") : Path.of("");
    for (var part : glob.split("/", -1)) {
      if (part.matches(".*[*?\\[{].*")) {
        break;
      }
      base = base.resolve(part);
    }
    var matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    if (!Files.isDirectory(base.toAbsolutePath())) {
      throw new UnusableException("nothing matches " + glob);
    }
    try (var paths = Files.walk(base)) {
      addAll(glob, paths.filter(matcher::matches).filter(InputItems::isInput).sorted().toList());
    }
  }

  private void addAll(String named, List<Path> files) throws UnusableException, IOException {
    if (files.isEmpty()) {
      throw new UnusableException("expected files in " + named + ", but there are none");
    }
    for (var file : files) {
      addFile(file);
    }
  }

  private void addFile(Path file) throws UnusableException, IOException {
    var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      addJsonLines(file);
    } else if (name.endsWith(".csv")) {
      addCsv(file);
    } else {
      var inputs = new LinkedHashMap<>(settings);
      inputs.put(mediaInput(), source(file));
      items.add(new ItemInput(Optional.of(nameFor(file)), inputs));
    }
  }

  /** The one input that takes the files. */
  private String mediaInput() throws UnusableException {
    var media =
        ports.values().stream().filter(port -> port.type().isMedia() && !port.list()).toList();
    var free = media.stream().filter(port -> !settings.containsKey(port.name())).toList();
    if (free.isEmpty()) {
      throw new UnusableException(
          "this workflow takes no files; its inputs are " + String.join(", ", ports.keySet()));
    }
    var required = free.stream().filter(Port::required).toList();
    if (free.size() > 1 && required.size() != 1) {
      var choices = free.stream().map(Port::name).toList();
      throw new UnusableException(
          "this workflow takes several files (%s); give them as columns of a .csv or fields of a .jsonl, or fix all but one with --set"
              .formatted(String.join(", ", choices)));
    }
    return (free.size() == 1 ? free : required).getFirst().name();
  }

  private void addJsonLines(Path file) throws UnusableException, IOException {
    int number = 0;
    try (var lines = Files.newBufferedReader(file)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          addJsonLine(file, number, line);
        }
      }
    }
  }

  private void addJsonLine(Path file, int number, String line) throws UnusableException {
    try {
      var node = Json.parse(line);
      if (!node.isObject()) {
        throw new UnusableException(
            file + " line " + number + ": expected a JSON object of inputs");
      }
      addRow(file, ValueJson.fields(node));
    } catch (JsonProblem e) {
      throw new UnusableException(file + " line " + number + ": " + e.getMessage());
    }
  }

  private void addCsv(Path file) throws UnusableException, IOException {
    try (var records = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (var record : records) {
        var row = new LinkedHashMap<String, Value>();
        for (var field : record.getFieldsAsMap().entrySet()) {
          if (!field.getValue().isEmpty()) {
            row.put(
                field.getKey(),
                typed(
                    field.getKey(),
                    field.getValue(),
                    file + " line " + record.getStartingLineNumber()));
          }
        }
        addRow(file, row);
      }
    } catch (CsvParseException e) {
      throw new UnusableException(file + ": " + e.getMessage());
    }
  }

  private Value typed(String input, String text, String place) throws UnusableException {
    var port = ports.get(input);
    if (port == null || port.type().isMedia()) {
      return Value.of(text);
    }
    try {
      return TypedText.read(port, text);
    } catch (UnusableException e) {
      throw new UnusableException(place + ": " + e.getMessage());
    }
  }

  private void addRow(Path list, Map<String, Value> row) {
    var inputs = new LinkedHashMap<>(settings);
    Optional<Path> named = Optional.empty();
    for (var field : row.entrySet()) {
      var port = ports.get(field.getKey());
      if (port != null
          && port.type().isMedia()
          && field.getValue() instanceof Value.Text(var text)) {
        var file = list.toAbsolutePath().resolveSibling(text);
        inputs.put(field.getKey(), source(file));
        named = named.or(() -> Optional.of(file));
      } else {
        inputs.put(field.getKey(), field.getValue());
      }
    }
    items.add(new ItemInput(named.map(this::nameFor), inputs));
  }

  static Value source(Path file) {
    return new Value.Source(file.toAbsolutePath().normalize().toUri().toString());
  }

  /** The file's name without its extension, made safe and unique. */
  private String nameFor(Path file) {
    var name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    var stem =
        (dot > 0 ? name.substring(0, dot) : name).replaceAll("[^\\p{L}\\p{N} ._()+-]", "_").strip();
    var safe = ItemInput.isSafeName(stem) ? stem : "item_" + stem.replaceAll("[^\\p{L}\\p{N}]", "");
    var shortened = safe.length() > 100 ? safe.substring(0, 100).strip() : safe;
    var unique = shortened;
    for (int i = 2; !names.add(unique.toLowerCase(Locale.ROOT)); i++) {
      unique = shortened + "-" + i;
    }
    return unique;
  }
}
