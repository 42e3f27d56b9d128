package dev.backlot.step.data;

import static dev.backlot.step.StepInput.present;

import dev.backlot.model.Asset;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortCheck;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.provider.HeldSecrets.UnusableException;
import dev.backlot.step.Literals;
import dev.backlot.step.OneOf;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code data.lookup}: the row of a table that a key names; the first one where several do. A file
 * is read row by row, so that its length does not matter.
 */
final class LookupStep implements Step {
  private static final OneOf TABLE = OneOf.required("file", "rows");

  private static final StepType TYPE =
      new StepType(
          "data.lookup",
          1,
          "Finds the row of a table by a key",
          List.of(
              Port.of("key", PortType.JSON, "what is looked for: text or a number").mandatory(),
              Port.of("by", PortType.TEXT, "the column that holds the key")
                  .between(1, 200)
                  .defaultingTo(Value.of("id")),
              Port.of(
                  "file", PortType.FILE, "the table: CSV with a header, or JSON lines; 256 MiB"),
              Port.of("rows", PortType.JSON, "the table itself instead, a list of objects")
                  .many()
                  .between(0, PortCheck.ITEMS_MAX),
              Port.of("format", PortType.TEXT, "of the file; by its name if left out")
                  .oneOf("csv", "jsonl"),
              Port.of("separator", PortType.TEXT, "what stands between the fields of CSV")
                  .oneOf(",", ";", "\t", "|")
                  .defaultingTo(Value.of(",")),
              Port.of("ignore_case", PortType.BOOLEAN, "whether A and a are the same in keys")
                  .defaultingTo(Value.of(false)),
              Port.of("column", PortType.TEXT, "the column whose value is wanted as 'value'")
                  .between(1, 200),
              Port.of(
                  "fallback", PortType.JSON, "the row where there is none; without it that fails")),
          List.of(
              Port.of("found", PortType.BOOLEAN, "whether there is such a row"),
              Port.of("row", PortType.JSON, "the row"),
              Port.of("value", PortType.JSON, "what stands in 'column'")),
          StepType.Resource.CPU,
          true);

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    return TABLE.refuse(literals);
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    var refusal = TABLE.refuse(input);
    if (refusal.isPresent()) {
      return new Outcome.Failed(refusal.get());
    }
    var file = input.asset("file");
    var search = new Search(input);
    try {
      if (file.isPresent()) {
        read(file.get(), context.file(file.get().id()), input, search);
      } else {
        search.through(input.list("rows"));
      }
      return search.outcome(input);
    } catch (UnusableException e) {
      return new Outcome.Failed(e.failure());
    } catch (IOException e) {
      return Outcome.invalid("file", "it cannot be read: " + e.getMessage());
    }
  }

  private static void read(Asset asset, Path file, StepInput input, Search search)
      throws UnusableException {
    var name = asset.name().toLowerCase(Locale.ROOT);
    boolean lines =
        input
            .text("format")
            .map("jsonl"::equals)
            .orElse(name.endsWith(".jsonl") || name.endsWith(".ndjson"));
    if (lines) {
      Rows.jsonLines(file, search::take);
    } else {
      Rows.csv(file, present(input.text("separator")).charAt(0), false, search::take);
    }
  }

  /** Goes through rows until the one with the key comes. */
  private static final class Search {
    private final String key;
    private final String by;
    private final boolean ignoreCase;
    private final Set<String> columns = new TreeSet<>();
    private Value.@Nullable ObjectOf found;
    private boolean seen;

    Search(StepInput input) {
      key = present(input.value("key")).inText();
      by = present(input.text("by"));
      ignoreCase = input.flag("ignore_case");
    }

    /** False once it is found. */
    boolean take(Value.ObjectOf row) {
      var value = row.fields().get(by);
      if (columns.isEmpty()) {
        columns.addAll(row.fields().keySet());
      }
      seen |= value != null;
      if (value != null && fits(value.inText())) {
        found = row;
        return false;
      }
      return true;
    }

    private boolean fits(String text) {
      return ignoreCase ? text.equalsIgnoreCase(key) : text.equals(key);
    }

    void through(List<Value> rows) throws UnusableException {
      for (int i = 0; i < rows.size(); i++) {
        if (!(rows.get(i) instanceof Value.ObjectOf row)) {
          throw new UnusableException(
              "rows", "row " + (i + 1) + ": expected an object, but " + rows.get(i).kind());
        }
        if (!take(row)) {
          return;
        }
      }
    }

    Outcome outcome(StepInput input) throws UnusableException {
      if (!seen && !columns.isEmpty()) {
        throw new UnusableException(
            "by", "there is no column '" + by + "'; there are " + String.join(", ", columns));
      }
      Optional<Value> row = Optional.ofNullable(found);
      if (row.isEmpty()) {
        row = input.value("fallback");
      }
      if (row.isEmpty()) {
        throw new UnusableException("key", "there is no row whose '" + by + "' is '" + key + "'");
      }
      Map<String, Value> outputs = new LinkedHashMap<>();
      outputs.put("found", Value.of(found != null));
      outputs.put("row", row.get());
      outputs.put("value", column(row.get(), input.text("column")));
      return Outcome.done(outputs);
    }

    private static Value column(Value row, Optional<String> column) throws UnusableException {
      if (column.isEmpty() || !(row instanceof Value.ObjectOf(var fields))) {
        return Value.none();
      }
      var value = fields.get(column.get());
      if (value == null) {
        throw new UnusableException(
            "column",
            "there is no column '%s'; there are %s"
                .formatted(column.get(), String.join(", ", fields.keySet())));
      }
      return value;
    }
  }
}
