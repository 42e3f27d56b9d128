package dev.backlot.surface.backlot;

import dev.backlot.http.Accept;
import dev.backlot.http.Access;
import dev.backlot.http.EventStream;
import dev.backlot.http.EventStreams;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.RunId;
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
  private static final String NOW = "now";

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

  /**
   * What a client follows.
   *
   * @param batch whose end is that of a stream
   */
  private record Subject(Caller caller, Optional<BatchId> batch, Optional<RunId> run) {}

  private Subject subject(Context context, Query query) {
    var caller = Access.caller(context);
    var batch = batch(context, query);
    var run = query.text("run").map(id -> run(caller, batch, id));
    return new Subject(caller, batch.or(() -> run.map(RunId::batch)), run);
  }

  private RunId run(Caller caller, Optional<BatchId> batch, String id) {
    return RunId.parse(id)
        .filter(run -> batch.isEmpty() || batch.get().equals(run.batch()))
        .filter(run -> runs.batches().run(caller, run).isPresent())
        .orElseThrow(() -> Problems.unknown("run", id));
  }

  private void events(Context context) throws IOException {
    var query = Query.of(context, "batch", "run", "after", "limit");
    var subject = subject(context, query);
    if (Accept.allows(context, STREAM) && !asksForPage(context)) {
      stream(context, subject, start(context, query));
    } else {
      page(context, subject, start(query), query.limit());
    }
  }

  private static boolean asksForPage(Context context) {
    return Accept.names(context, "application/json") && !Accept.names(context, STREAM);
  }

  private Start start(Context context, Query query) {
    boolean now = query.text("after").filter(NOW::equals).isPresent();
    var seen = lastSeen(context);
    return new Start(seen.orElseGet(() -> start(query)), now && seen.isEmpty());
  }

  private long start(Query query) {
    return query.text("after").filter(NOW::equals).isPresent()
        ? log.last()
        : query.number("after", 0, Long.MAX_VALUE).orElse(0L);
  }

  /**
   * Where a stream begins.
   *
   * @param told whether the client has to be told, because it said {@code now}
   */
  private record Start(long after, boolean told) {}

  /** Browsers send it by themselves when they connect again. */
  private static Optional<Long> lastSeen(Context context) {
    return Optional.ofNullable(context.header("Last-Event-ID")).map(EventRoutes::sequence);
  }

  private static long sequence(String text) {
    if (!text.matches("\\d{1,18}")) {
      throw Refusal.field("Last-Event-ID", "expected the id of an event, but '" + text + "'")
          .exception();
    }
    return Long.parseLong(text);
  }

  private Optional<BatchId> batch(Context context, Query query) {
    var id = query.text("batch");
    var known =
        id.flatMap(BatchId::parse)
            .flatMap(batch -> runs.batches().get(Access.caller(context), batch));
    if (id.isPresent() && known.isEmpty()) {
      throw Problems.unknown("batch", id.get());
    }
    return known.map(batch -> batch.id());
  }

  private void page(Context context, Subject subject, long after, int limit) {
    // the first stored group may hold events on both sides of the cursor, so one more than wanted
    // is asked for
    var found = after(subject, after, limit + 2);
    Render.send(context, 200, Render.page(found, limit, Render::event, EventRecord::sequence));
  }

  private void stream(Context context, Subject subject, Start start) throws IOException {
    if (hasEnded(subject) && after(subject, start.after(), GROUPS).isEmpty()) {
      // tells an EventSource not to come back
      context.status(204);
      return;
    }
    streams.serve(
        context,
        stream -> {
          if (start.told()) {
            stream.mark(Long.toString(start.after()));
          }
          follow(subject, start.after(), stream);
        });
  }

  private List<EventRecord> after(Subject subject, long sequence, int groups) {
    var tenant = subject.caller().tenant();
    return subject
        .run()
        .map(run -> log.after(tenant, run, sequence, groups))
        .orElseGet(() -> log.after(tenant, subject.batch(), sequence, groups));
  }

  private boolean hasEnded(Subject subject) {
    return subject
        .batch()
        .flatMap(batch -> runs.batches().get(subject.caller(), batch))
        .filter(batch -> batch.state().status().isFinal())
        .isPresent();
  }

  /** Sends page after page, and waits where there is none; ends with the batch it follows. */
  private void follow(Subject subject, long after, EventStream stream)
      throws IOException, InterruptedException {
    long cursor = after;
    while (true) {
      // both are read before the page, so that what is committed in between is neither waited for
      // nor missed
      long seen = log.last();
      boolean ended = hasEnded(subject);
      var page = after(subject, cursor, GROUPS);
      if (!page.isEmpty()) {
        send(page, stream);
        cursor = page.getLast().sequence();
      } else if (ended) {
        return;
      } else if (!log.await(Math.max(seen, cursor), HEARTBEAT)) {
        stream.heartbeat();
      }
    }
  }

  private static void send(List<EventRecord> page, EventStream stream) throws IOException {
    for (var record : page) {
      var event = Render.event(record);
      stream.send(
          Long.toString(record.sequence()), event.path("event").stringValue(), Json.text(event));
    }
    stream.flush();
  }
}
