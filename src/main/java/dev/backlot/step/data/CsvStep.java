package dev.backlot.step.data;

import static dev.backlot.step.StepInput.present;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.provider.HeldSecrets.UnusableException;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** {@code data.csv}: comma-separated rows, read into objects or written from them. */
final class CsvStep extends TableStep {
  private static final StepType TYPE =
      new StepType(
          "data.csv",
          1,
          "Reads a CSV file into a list of objects, or writes a list into one",
          List.of(
              FILE,
              ITEMS,
              Port.of("separator", PortType.TEXT, "what stands between fields")
                  .oneOf(",", ";", "\t", "|")
                  .defaultingTo(Value.of(",")),
              Port.of(
                      "typed",
                      PortType.BOOLEAN,
                      "whether fields that look like numbers, true and false are read as such")
                  .defaultingTo(Value.of(false)),
              Port.of("columns", PortType.TEXT, "which to write, in which order; all if left out")
                  .many()
                  .between(1, Rows.COLUMNS_MAX),
              SKIP,
              MOST,
              NAME),
          List.of(READ, WRITTEN, COUNT),
          StepType.Resource.CPU,
          true);

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  String extension() {
    return "csv";
  }

  private static char separator(StepInput input) {
    return present(input.text("separator")).charAt(0);
  }

  @Override
  void read(Path file, StepInput input, Gathered rows) throws UnusableException {
    Rows.csv(file, separator(input), input.flag("typed"), rows::take);
  }

  @Override
  void write(List<Value> items, StepInput input, BufferedWriter out)
      throws IOException, UnusableException {
    var named = input.list("columns").stream().map(Value::inText).toList();
    var columns = named.isEmpty() ? columns(items) : named;
    var csv =
        CsvWriter.builder()
            .fieldSeparator(separator(input))
            .lineDelimiter(LineDelimiter.CRLF)
            .build(out);
    csv.writeRecord(columns);
    for (int i = 0; i < items.size(); i++) {
      var fields = object(items.get(i), i);
      csv.writeRecord(
          columns.stream().map(column -> cell(fields.getOrDefault(column, Value.none()))).toList());
    }
    csv.flush();
  }

  /** All names, in the order in which they turn up. */
  private static Collection<String> columns(List<Value> items) throws UnusableException {
    var columns = new LinkedHashSet<String>();
    for (int i = 0; i < items.size(); i++) {
      columns.addAll(object(items.get(i), i).keySet());
      if (columns.size() > Rows.COLUMNS_MAX) {
        throw new UnusableException("items", "expected at most 500 different names");
      }
    }
    return columns;
  }

  private static Map<String, Value> object(Value item, int index) throws UnusableException {
    if (item instanceof Value.ObjectOf(var fields)) {
      return fields;
    }
    throw new UnusableException(
        "items", "item " + (index + 1) + ": expected an object, but " + item.kind());
  }

  private static String cell(Value value) {
    return switch (value) {
      case Value.ListOf _, Value.ObjectOf _ -> ValueJson.text(value);
      case Value.Media(var asset) -> asset.name();
      default -> value.inText();
    };
  }
}
