package dev.backlot.step.data;

import dev.backlot.json.ValueJson;
import dev.backlot.model.Value;
import dev.backlot.provider.HeldSecrets.UnusableException;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code data.jsonl}: JSON lines, read into a list or written from one. */
final class JsonLinesStep extends TableStep {
  private static final StepType TYPE =
      new StepType(
          "data.jsonl",
          1,
          "Reads a file of JSON lines into a list, or writes a list into one",
          List.of(FILE, ITEMS, SKIP, MOST, NAME),
          List.of(READ, WRITTEN, COUNT),
          StepType.Resource.CPU,
          true);

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  String extension() {
    return "jsonl";
  }

  @Override
  void read(Path file, StepInput input, Gathered rows) throws UnusableException {
    Rows.values(file, (value, _) -> rows.take(value));
  }

  @Override
  void write(List<Value> items, StepInput input, BufferedWriter out) throws IOException {
    for (var item : items) {
      out.write(ValueJson.text(item));
      out.write('\n');
    }
  }
}
