package dev.backlot.cli;

import dev.backlot.json.Json;
import dev.backlot.runtime.BatchTiming;
import dev.backlot.runtime.Busy;
import dev.backlot.store.BatchRecord;
import java.io.PrintWriter;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** One JSON object a line, for programs. */
final class JsonProgress implements Progress {
  private final PrintWriter out;
  private int lastEnded = -1;

  JsonProgress(PrintWriter out) {
    this.out = out;
  }

  void print(ObjectNode line) {
    out.println(Json.text(line));
    out.flush();
  }

  @Override
  public void started(BatchRecord batch, String note) {
    print(
        Json.object()
            .put("event", "started")
            .put("batch", batch.id().toString())
            .put("workflow", batch.origin().workflow())
            .put("version", batch.origin().version())
            .put("items", batch.state().counts().total())
            .put("note", note));
  }

  @Override
  public void update(BatchRecord batch, BatchTiming timing, Map<String, Busy> busy) {
    var counts = batch.state().counts();
    if (counts.ended() == lastEnded) {
      return;
    }
    lastEnded = counts.ended();
    print(
        Json.object()
            .put("event", "progress")
            .put("total", counts.total())
            .put("pending", counts.pending())
            .put("running", counts.running())
            .put("succeeded", counts.succeeded())
            .put("failed", counts.failed())
            .put("cancelled", counts.cancelled())
            .put("elapsed_ms", timing.elapsed().toMillis()));
  }

  @Override
  public void failed(FailedItem item) {
    print(
        Json.object()
            .put("event", "item_failed")
            .put("item", item.name())
            .put("step", item.step())
            .put("kind", item.kind())
            .put("message", item.message()));
  }

  @Override
  public void say(String message) {
    print(Json.object().put("event", "note").put("message", message));
  }

  @Override
  public void ended() {}
}
