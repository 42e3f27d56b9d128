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
import java.net.URI;
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

  /** Files, folders, globs and lists, as they were named on the command line. */
  void addAll(List<String> named) throws UnusableException, IOException {
    var loose = new ArrayList<Path>();
    for (var one : named) {
      add(one, loose);
    }
    if (!loose.isEmpty()) {
      addOneOf(mediaInput(), loose.getFirst(), loose);
    }
  }

  /**
   * Adds what was named.
   *
   * @param loose takes the files that are named one by one, where one input takes them all
   */
  private void add(String named, List<Path> loose) throws UnusableException, IOException {
    if (isAddress(named)) {
      addAddress(named);
      return;
    }
    var files = new ArrayList<Path>();
    for (var file : NamedFiles.of(Path.of(""), named)) {
      if (!addList(file)) {
        files.add(file);
      }
    }
    if (files.isEmpty()) {
      return;
    }
    var input = mediaInput();
    if (!input.list()) {
      for (var file : files) {
        addOneOf(input, file, List.of(file));
      }
    } else if (Files.isRegularFile(Path.of(named))) {
      loose.addAll(files);
    } else {
      addOneOf(input, Files.isDirectory(Path.of(named)) ? Path.of(named) : files.getFirst(), files);
    }
  }

  private void addAddress(String address) throws UnusableException {
    var input = mediaInput();
    var inputs = new LinkedHashMap<>(settings);
    Value source = new Value.Source(address);
    inputs.put(input.name(), input.list() ? new Value.ListOf(List.of(source)) : source);
    items.add(new ItemInput(Optional.of(nameFor(lastPart(address))), inputs));
  }

  /** Whether it is somewhere on the network; it is fetched when its run starts. */
  private static boolean isAddress(String name) {
    return new Value.Source(name).isAddress();
  }

  /** What follows a path may be a signature and is nobody's business. */
  private static Path lastPart(String address) {
    var path = address.replaceFirst("[?#].*", "").replaceFirst("/+$", "");
    return Path.of(path.substring(path.lastIndexOf('/') + 1).replaceAll("[^\\p{L}\\p{N}._-]", "_"));
  }

  private void addOneOf(Port input, Path named, List<Path> files) {
    var inputs = new LinkedHashMap<>(settings);
    var sources = files.stream().map(InputItems::source).toList();
    inputs.put(input.name(), input.list() ? new Value.ListOf(sources) : sources.getFirst());
    items.add(new ItemInput(Optional.of(nameFor(named)), inputs));
  }

  /** Adds the items of a list; false for any other file. */
  private boolean addList(Path file) throws UnusableException, IOException {
    var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      addJsonLines(file);
    } else if (name.endsWith(".csv")) {
      addCsv(file);
    } else {
      return false;
    }
    return true;
  }

  /** Whether some input is left that takes files. */
  boolean takesFiles() {
    return !free().isEmpty();
  }

  private List<Port> free() {
    return ports.values().stream()
        .filter(port -> port.type().isMedia() && !settings.containsKey(port.name()))
        .toList();
  }

  /** The one input that takes the files: the only one, or the only one that must be given. */
  private Port mediaInput() throws UnusableException {
    var free = free();
    if (free.isEmpty()) {
      throw new UnusableException(
          "this workflow takes no files; its inputs are " + String.join(", ", ports.keySet()));
    }
    var required = free.stream().filter(Port::required).toList();
    var single = free.stream().filter(port -> !port.list()).toList();
    for (var choice : List.of(free, required, required.isEmpty() ? single : required)) {
      if (choice.size() == 1) {
        return choice.getFirst();
      }
    }
    var choices = free.stream().map(Port::name).toList();
    throw new UnusableException(
        "this workflow takes several files (%s); give them as columns of a .csv or fields of a .jsonl, or fix all but one with --set"
            .formatted(String.join(", ", choices)));
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

  private void addJsonLine(Path file, int number, String line)
      throws UnusableException, IOException {
    try {
      var node = Json.parse(line);
      if (!node.isObject()) {
        throw new UnusableException(
            file + " line " + number + ": expected a JSON object of inputs");
      }
      addRow(file, number, ValueJson.fields(node));
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
        addRow(file, record.getStartingLineNumber(), row);
      }
    } catch (CsvParseException e) {
      throw new UnusableException(file + ": " + e.getMessage());
    }
  }

  private Value typed(String input, String text, String place)
      throws UnusableException, IOException {
    var port = ports.get(input);
    if (port == null || (port.type().isMedia() && !port.list())) {
      return Value.of(text);
    }
    try {
      return port.type().isMedia() ? TypedText.names(port, text) : TypedText.read(port, text);
    } catch (UnusableException e) {
      throw new UnusableException(place + ": " + e.getMessage());
    }
  }

  private void addRow(Path list, long line, Map<String, Value> row)
      throws UnusableException, IOException {
    var inputs = new LinkedHashMap<>(settings);
    var first = Optional.<Path>empty();
    for (var field : row.entrySet()) {
      var port = ports.get(field.getKey());
      if (port == null || !port.type().isMedia()) {
        inputs.put(field.getKey(), field.getValue());
        continue;
      }
      var folder = Optional.ofNullable(list.toAbsolutePath().getParent()).orElse(list);
      try {
        var value = files(folder, port, field.getValue());
        inputs.put(field.getKey(), value);
        first = first.or(() -> firstFile(value));
      } catch (UnusableException e) {
        throw new UnusableException(
            "%s line %d: inputs.%s: %s".formatted(list, line, port.name(), e.getMessage()));
      }
    }
    items.add(new ItemInput(first.map(this::nameFor), inputs));
  }

  private static Value source(Path file) {
    return new Value.Source(file.toAbsolutePath().normalize().toUri().toString());
  }

  private static Value source(Path folder, String name) {
    return isAddress(name) ? new Value.Source(name) : source(folder.resolve(name));
  }

  /** Names in an input that takes files, as these files; whatever else it is, it stays. */
  static Value files(Path folder, Port port, Value given) throws UnusableException, IOException {
    if (!port.list()) {
      return given instanceof Value.Text(var name) ? source(folder, name) : given;
    }
    var names = given instanceof Value.ListOf(var several) ? several : List.of(given);
    var files = new ArrayList<Value>();
    for (var one : names) {
      if (one instanceof Value.Text(var name) && isAddress(name)) {
        files.add(new Value.Source(name));
      } else if (one instanceof Value.Text(var name)) {
        files.addAll(listed(folder, name).stream().map(InputItems::source).toList());
      } else {
        files.add(one);
      }
    }
    return new Value.ListOf(files);
  }

  /** A single file that is missing fails its item, and no other. */
  private static List<Path> listed(Path folder, String name) throws UnusableException, IOException {
    var path = folder.resolve(name);
    return Files.isDirectory(path) || NamedFiles.isGlob(name)
        ? NamedFiles.of(folder, name)
        : List.of(path);
  }

  private static Optional<Path> firstFile(Value value) {
    return switch (value) {
      case Value.Source(var uri) when uri.startsWith("file:") ->
          Optional.of(Path.of(URI.create(uri)));
      case Value.Source(var uri) -> Optional.of(lastPart(uri));
      case Value.ListOf(var all) when !all.isEmpty() -> firstFile(all.getFirst());
      default -> Optional.empty();
    };
  }

  /** The file's name without its extension, made safe and unique. */
  private String nameFor(Path file) {
    var name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    var stem =
        (dot > 0 ? name.substring(0, dot) : name)
            .replaceAll("[^\\p{L}\\p{M}\\p{N} ._()+-]", "_")
            .strip();
    var safe =
        ItemInput.isSafeName(stem) ? stem : "item_" + stem.replaceAll("[^\\p{L}\\p{M}\\p{N}]", "");
    var shortened = safe.length() > 100 ? safe.substring(0, 100).strip() : safe;
    var unique = shortened;
    for (int i = 2; !names.add(unique.toLowerCase(Locale.ROOT)); i++) {
      unique = shortened + "-" + i;
    }
    return unique;
  }
}
