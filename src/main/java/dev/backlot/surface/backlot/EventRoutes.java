package dev.backlot.surface.backlot;

import dev.backlot.http.Accept;
import dev.backlot.http.Access;
import dev.backlot.http.EventStream;
import dev.backlot.http.EventStreams;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import dev.backlot.model.BatchId;
import dev.backlot.model.TenantId;
import dev.backlot.runtime.EventLog;
import dev.backlot.runtime.Runs;
import dev.backlot.store.EventRecord;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The event log: as a stream that can be taken up anywhere, and page by page. */
final class EventRoutes {
  static final String PATH = "/v1/events";
  private static final String STREAM = "text/event-stream";
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final int GROUPS = 64;

  private final Runs runs;
  private final EventLog log;
  private final EventStreams streams;

  EventRoutes(Runs runs, EventStreams streams) {
    this.runs = runs;
    this.log = runs.log();
    this.streams = streams;
  }

  void add(RoutesConfig routes) {
    routes.get(PATH, this::events);
  }

  /** What a client follows. */
  private record Subject(TenantId tenant, Optional<BatchId> batch) {}

  private void events(Context context) throws IOException {
    var query = Query.of(context, "batch", "after", "limit");
    var subject = new Subject(Access.caller(context).tenant(), batch(context, query));
    if (Accept.allows(context, STREAM) && !asksForPage(context)) {
      stream(context, subject, lastSeen(context).or(() -> after(query)).orElse(0L));
    } else {
      page(context, subject, after(query).orElse(0L), query.limit());
    }
  }

  private static boolean asksForPage(Context context) {
    return Accept.names(context, "application/json") && !Accept.names(context, STREAM);
  }

  private static Optional<Long> after(Query query) {
    return query.number("after", 0, Long.MAX_VALUE);
  }

  /** Browsers send it by themselves when they connect again. */
  private static Optional<Long> lastSeen(Context context) {
    return Optional.ofNullable(context.header("Last-Event-ID")).map(EventRoutes::sequence);
  }

  private static long sequence(String text) {
    if (!text.matches("\\d{1,18}")) {
      throw Refusal.field("Last-Event-ID", "expected the id of an event, but '" + text + "'").exception();
    }
    return Long.parseLong(text);
  }

  private Optional<BatchId> batch(Context context, Query query) {
    var id = query.text("batch");
    var known = id.flatMap(BatchId::parse).flatMap(batch -> runs.batches().get(Access.caller(context), batch));
    if (id.isPresent() && known.isEmpty()) {
      throw Problems.unknown("batch", id.get());
    }
    return known.map(batch -> batch.id());
  }

  private void page(Context context, Subject subject, long after, int limit) {
    // the first stored group may hold events on both sides of the cursor, so one more than wanted is asked for
    var found = log.after(subject.tenant(), subject.batch(), after, limit + 2);
    Render.send(context, 200, Render.page(found, limit, Render::event, EventRecord::sequence));
  }

  private void stream(Context context, Subject subject, long after) throws IOException {
    if (isOver(context, subject, after)) {
      // tells an EventSource not to come back
      context.status(204);
      return;
    }
    streams.serve(context, stream -> follow(subject, after, stream));
  }

  private boolean isOver(Context context, Subject subject, long after) {
    boolean ended =
        subject.batch()
            .flatMap(batch -> runs.batches().get(Access.caller(context), batch))
            .filter(batch -> batch.state().status().isFinal())
            .isPresent();
    return ended && log.after(subject.tenant(), subject.batch(), after, GROUPS).isEmpty();
  }

  /** Sends page after page, and waits where there is none; ends with the batch it follows. */
  private void follow(Subject subject, long after, EventStream stream) throws IOException, InterruptedException {
    long cursor = after;
    boolean over = false;
    while (!over) {
      // read before the page, so that what is committed in between is not waited for
      long seen = log.last();
      var page = log.after(subject.tenant(), subject.batch(), cursor, GROUPS);
      if (page.isEmpty()) {
        if (!log.await(Math.max(seen, cursor), HEARTBEAT)) {
          stream.heartbeat();
        }
      } else {
        over = send(page, stream) && subject.batch().isPresent();
        cursor = page.getLast().sequence();
      }
    }
  }

  /** Whether the last of them was the end of a batch. */
  private static boolean send(List<EventRecord> page, EventStream stream) throws IOException {
    var name = "";
    for (var record : page) {
      var event = Render.event(record);
      name = event.path("event").stringValue();
      stream.send(Long.toString(record.sequence()), name, Json.text(event));
    }
    stream.flush();
    return name.equals("batch_finished");
  }
}
