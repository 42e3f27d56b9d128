package dev.backlot.report;

import dev.backlot.json.FailureJson;
import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.StepPhase;
import dev.backlot.model.StepState;
import dev.backlot.store.BatchRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** {@code manifest.json}, written item by item: its length does not matter. */
final class Manifest implements AutoCloseable {
  private final JsonGenerator out;

  Manifest(Path file, BatchRecord batch) throws IOException {
    out =
        Json.MAPPER.writerWithDefaultPrettyPrinter().createGenerator(Files.newBufferedWriter(file));
    open(out, batch);
  }

  /** Starts the object with what is to say of the batch, up to its items. */
  static void open(JsonGenerator out, BatchRecord batch) {
    var state = batch.state();
    var counts = state.counts();
    out.writeStartObject();
    out.writeStringProperty("batch", batch.id().toString());
    out.writeStringProperty("name", batch.origin().name());
    out.writeStringProperty("workflow", batch.origin().workflow());
    out.writeNumberProperty("version", batch.origin().version());
    out.writeStringProperty("status", state.status().word());
    time(out, "created_at", state.createdAt());
    time(out, "ended_at", state.endedAt());
    out.writeObjectPropertyStart("counts");
    out.writeNumberProperty("total", counts.total());
    out.writeNumberProperty("succeeded", counts.succeeded());
    out.writeNumberProperty("failed", counts.failed());
    out.writeNumberProperty("cancelled", counts.cancelled());
    out.writeNumberProperty("running", counts.running());
    out.writeNumberProperty("pending", counts.pending());
    out.writeEndObject();
    out.writeArrayPropertyStart("items");
  }

  void add(ItemResult item) {
    out.writeStartObject();
    out.writeStringProperty("name", item.name());
    out.writeStringProperty("run", item.view().run().id().toString());
    out.writeStringProperty("status", item.status().word());
    item.view()
        .run()
        .failure()
        .ifPresent(
            failure -> {
              var error = FailureJson.node(failure);
              item.view().run().failedStep().ifPresent(step -> error.put("step", step.toString()));
              out.writePOJOProperty("error", error);
            });
    item.before()
        .ifPresent(
            asset -> {
              out.writeObjectPropertyStart("input");
              out.writeStringProperty("name", asset.name());
              out.writeStringProperty("sha256", asset.id().sha256());
              out.writeStringProperty("media_type", asset.mediaType());
              out.writeEndObject();
            });
    millis("duration_ms", item.duration());
    out.writeArrayPropertyStart("outputs");
    item.files().forEach(this::add);
    out.writeEndArray();
    out.writeName("values");
    ValueJson.write(out, item.values());
    out.writeArrayPropertyStart("steps");
    item.steps().forEach((id, step) -> add(id.toString(), step));
    out.writeEndArray();
    out.writeEndObject();
  }

  private void add(ItemResult.OutputFile file) {
    var asset = file.asset();
    out.writeStartObject();
    out.writeStringProperty("name", file.output());
    file.path().ifPresent(path -> out.writeStringProperty("path", path));
    out.writeStringProperty("sha256", asset.id().sha256());
    out.writeStringProperty("media_type", asset.mediaType());
    if (asset.width() > 0) {
      out.writeNumberProperty("width", asset.width());
      out.writeNumberProperty("height", asset.height());
    }
    out.writeNumberProperty("bytes", asset.bytes());
    out.writeEndObject();
  }

  private void add(String id, StepState step) {
    out.writeStartObject();
    out.writeStringProperty("step", id);
    out.writeStringProperty("status", step.phase().word());
    out.writeNumberProperty("attempts", step.attempt());
    millis("duration_ms", ItemResult.duration(step));
    out.writeBooleanProperty("reused", step.reused());
    if (step.phase() == StepPhase.FAILED) {
      step.failure().ifPresent(why -> out.writePOJOProperty("error", FailureJson.node(why)));
    }
    out.writeEndObject();
  }

  private static void time(JsonGenerator out, String name, Optional<Instant> at) {
    at.ifPresent(instant -> out.writeStringProperty(name, instant.toString()));
  }

  private void millis(String name, Optional<Duration> duration) {
    duration.ifPresent(time -> out.writeNumberProperty(name, time.toMillis()));
  }

  @Override
  public void close() {
    out.writeEndArray();
    out.writeEndObject();
    out.close();
  }
}
