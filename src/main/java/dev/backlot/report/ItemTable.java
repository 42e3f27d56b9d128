package dev.backlot.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.backlot.json.FailureJson;
import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.StepPath;
import dev.backlot.model.Value;
import dev.backlot.model.Workflow;
import dev.backlot.runtime.Runs;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.RunFilter;
import dev.backlot.store.RunRecord;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * The items of a batch as a table: CSV for spreadsheets, with a column for each output of the
 * workflow, or JSON lines or one JSON object for programs. Written row by row.
 */
public final class ItemTable {
  private static final List<String> COLUMNS =
      List.of(
          "item",
          "name",
          "run",
          "status",
          "failed_step",
          "error_kind",
          "error",
          "started_at",
          "ended_at");

  private final Runs runs;
  private final Caller caller;
  private final BatchRecord batch;

  public ItemTable(Runs runs, Caller caller, BatchRecord batch) {
    this.runs = runs;
    this.caller = caller;
    this.batch = batch;
  }

  /** Comma-separated, in UTF-8, as RFC 4180 wants it. */
  public void csv(OutputStream out) throws IOException {
    var outputs = outputs();
    var header = new ArrayList<>(COLUMNS);
    outputs.forEach(output -> header.add("output." + output));
    var writer = writer(out);
    var csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(writer);
    csv.writeRecord(header);
    each(run -> csv.writeRecord(row(run, outputs)));
    csv.flush();
  }

  /** One JSON object a line. */
  public void jsonLines(OutputStream out) throws IOException {
    var writer = writer(out);
    each(
        run -> {
          writer.write(Json.text(object(run)));
          writer.write('\n');
        });
    writer.flush();
  }

  /** One JSON object: what is to say of the batch, and its items in order. */
  public void manifest(OutputStream out) throws IOException {
    try (var json = Json.MAPPER.createGenerator(writer(out))) {
      Manifest.open(json, batch);
      each(run -> json.writeTree(object(run)));
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static Writer writer(OutputStream out) {
    return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 15);
  }

  private void each(BatchItems.Action action) throws IOException {
    BatchItems.each(runs.batches(), caller, batch.id(), RunFilter.ALL, action);
  }

  private Collection<String> outputs() {
    return runs.workflows()
        .graph(caller.tenant(), batch.origin().workflow(), batch.origin().version())
        .map(Workflow::outputs)
        .map(outputs -> (Collection<String>) outputs.keySet())
        .orElse(List.of());
  }

  private static List<String> row(RunRecord run, Collection<String> outputs) {
    var row = new ArrayList<String>();
    row.add(Integer.toString(run.id().item()));
    row.add(text(run.name()));
    row.add(run.id().toString());
    row.add(status(run));
    row.add(run.failedStep().map(StepPath::toString).orElse(""));
    row.add(run.failure().map(Failure::kind).orElse(""));
    row.add(text(run.failure().map(Failure::line).orElse("")));
    row.add(run.startedAt().map(Instant::toString).orElse(""));
    row.add(run.endedAt().map(Instant::toString).orElse(""));
    var files = ResultFile.of(run);
    for (var output : outputs) {
      row.add(cell(output, run.outputs().getOrDefault(output, Value.none()), files));
    }
    return row;
  }

  /** As the console calls it: what a person said no to did not break. */
  private static String status(RunRecord run) {
    return run.failure().filter(Failure.Rejected.class::isInstance).isPresent()
        ? "rejected"
        : run.status().word();
  }

  /** The paths of files, else the value itself. */
  private static String cell(String output, Value value, List<ResultFile> files) {
    return switch (value) {
      case Value.Text(var text) -> text(text);
      case Value.Null _, Value.Bool _, Value.Int _, Value.Num _ -> value.inText();
      default ->
          value.assets().isEmpty()
              ? ValueJson.text(value)
              : files.stream()
                  .filter(file -> file.output().equals(output))
                  .map(ResultFile::path)
                  .collect(Collectors.joining("; "));
    };
  }

  /** Spreadsheets run what looks like a formula; an apostrophe in front says that it is text. */
  private static String text(String text) {
    return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private static ObjectNode object(RunRecord run) {
    var object =
        Json.object()
            .put("item", run.id().item())
            .put("name", run.name())
            .put("run", run.id().toString())
            .put("status", run.status().word());
    run.failure()
        .ifPresent(
            failure -> {
              var error = FailureJson.node(failure);
              run.failedStep().ifPresent(step -> error.put("step", step.toString()));
              object.set("error", error);
            });
    run.startedAt().ifPresent(at -> object.put("started_at", at.toString()));
    run.endedAt().ifPresent(at -> object.put("ended_at", at.toString()));
    var files = object.putArray("files");
    ResultFile.of(run).forEach(file -> files.add(file(file)));
    var values = object.putObject("values");
    run.outputs()
        .forEach(
            (name, value) -> {
              if (value.assets().isEmpty()) {
                values.set(name, ValueJson.node(value));
              }
            });
    return object;
  }

  private static ObjectNode file(ResultFile file) {
    var asset = file.asset();
    var node =
        Json.object()
            .put("output", file.output())
            .put("path", file.path())
            .put("asset", asset.id().toString())
            .put("content", "/v1/assets/" + asset.id().sha256() + "/content")
            .put("type", asset.mediaType())
            .put("bytes", asset.bytes());
    if (asset.width() > 0) {
      node.put("width", asset.width()).put("height", asset.height());
    }
    return node;
  }
}
