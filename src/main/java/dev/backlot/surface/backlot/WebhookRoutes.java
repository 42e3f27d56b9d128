package dev.backlot.surface.backlot;

import dev.backlot.http.Access;
import dev.backlot.http.Body;
import dev.backlot.http.Fields;
import dev.backlot.http.Least;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.json.EventNames;
import dev.backlot.model.BatchId;
import dev.backlot.model.Failure;
import dev.backlot.model.Nearest;
import dev.backlot.runtime.Claim;
import dev.backlot.runtime.Webhooks;
import dev.backlot.store.DeliveryRecord;
import dev.backlot.store.WebhookRecord;
import dev.backlot.store.WebhookRecord.Subject;
import dev.backlot.surface.Once;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Webhooks: who is told what, and what came of it. */
final class WebhookRoutes {
  private static final String PATH = "/v1/webhooks";
  private static final String ONE = PATH + "/{id}";
  private static final int URL_MAX = 2_000;
  private static final int DESCRIPTION_MAX = 500;
  private static final int EVENTS_MAX = 50;

  private final Webhooks webhooks;
  private final Once once;

  WebhookRoutes(Webhooks webhooks, Once once) {
    this.webhooks = webhooks;
    this.once = once;
  }

  void add(RoutesConfig routes) {
    routes.post(PATH, once.handler(Body.JSON_BYTES_MAX, this::create, this::created), Least.ADMIN);
    routes.get(PATH, this::list);
    routes.get(ONE, this::get);
    routes.patch(ONE, this::change, Least.ADMIN);
    routes.delete(ONE, this::remove, Least.ADMIN);
    routes.post(ONE + "/rotate-secret", this::rotate, Least.ADMIN);
    routes.post(
        ONE + "/ping",
        byHand(context -> webhooks.ping(Access.caller(context), id(context))),
        Least.ADMIN);
    routes.post(ONE + "/redeliver", this::redeliver, Least.ADMIN);
    routes.get(ONE + "/deliveries", this::deliveries);
  }

  private void create(Context context, Optional<Claim> claim) throws IOException {
    Query.of(context);
    var mistakes = new ArrayList<Refusal.Field>();
    var fields =
        Fields.of(
            Body.json(context), "", mistakes, "url", "description", "events", "batch", "after");
    var url = fields.required("url", fields.text("url", URL_MAX)).orElse("");
    var description = fields.text("description", DESCRIPTION_MAX).orElse("");
    var events = events(fields, mistakes).orElse(List.of("batch"));
    var batch = fields.word("batch", "the id of a batch", BatchId::parse);
    var after = number(fields, "after");
    Parse.refuseIfAny(mistakes);
    var subject = new Subject(url, description, events, batch);
    created(context, done(webhooks.add(Access.caller(context), subject, after, claim)));
  }

  private void created(Context context, String resource) {
    created(context, webhooks.get(Access.caller(context), resource).orElseThrow());
  }

  private static void created(Context context, WebhookRecord webhook) {
    context.header("Location", PATH + "/" + webhook.id());
    Render.send(context, 201, render(webhook, Optional.of(webhook.secrets().current())));
  }

  private static Optional<List<String>> events(Fields fields, List<Refusal.Field> mistakes) {
    return fields
        .list("events")
        .map(
            list -> {
              if (list.isEmpty() || list.size() > EVENTS_MAX) {
                mistakes.add(new Refusal.Field("events", "expected 1 to " + EVENTS_MAX + " names"));
              }
              var words = list.valueStream().map(node -> node.asString("")).distinct().toList();
              for (var word : words) {
                if (!EventNames.WORDS.contains(word)) {
                  mistakes.add(
                      new Refusal.Field(
                          "events",
                          "expected names of events, or batch, run, step or gate for all of a kind,"
                              + " but '"
                              + word
                              + "'"
                              + Nearest.hint(word, EventNames.WORDS)));
                }
              }
              return words;
            });
  }

  private void list(Context context) {
    var query = Query.of(context, "after", "limit");
    var found =
        webhooks.list(Access.caller(context), query.text("after").orElse(""), query.limit() + 1);
    Render.send(
        context, 200, Render.page(found, query.limit(), WebhookRoutes::render, WebhookRecord::id));
  }

  private void get(Context context) {
    Query.of(context);
    Render.send(context, 200, render(find(context)));
  }

  private void change(Context context) throws IOException {
    Query.of(context);
    var mistakes = new ArrayList<Refusal.Field>();
    var fields =
        Fields.of(Body.json(context), "", mistakes, "url", "description", "events", "enabled");
    var url = fields.text("url", URL_MAX);
    var description = fields.text("description", DESCRIPTION_MAX);
    var events = events(fields, mistakes);
    var enabled = fields.bool("enabled");
    Parse.refuseIfAny(mistakes);
    find(context);
    var changed =
        webhooks.change(
            Access.caller(context),
            id(context),
            old ->
                new Subject(
                    url.orElse(old.url()),
                    description.orElse(old.description()),
                    events.orElse(old.events()),
                    old.batch()),
            enabled);
    Render.send(context, 200, render(done(changed)));
  }

  private void remove(Context context) {
    Query.of(context);
    if (!webhooks.remove(Access.caller(context), id(context))) {
      throw unknown(context);
    }
    context.status(204);
  }

  private void rotate(Context context) {
    Query.of(context);
    var webhook =
        webhooks.rotate(Access.caller(context), id(context)).orElseThrow(() -> unknown(context));
    Render.send(context, 200, render(webhook, Optional.of(webhook.secrets().current())));
  }

  /** One event now, or all after a number in their turn. */
  private void redeliver(Context context) throws Exception {
    Query.of(context);
    var mistakes = new ArrayList<Refusal.Field>();
    var fields = Fields.of(Body.json(context), "", mistakes, "sequence", "after");
    var sequence = number(fields, "sequence");
    var after = number(fields, "after");
    if (mistakes.isEmpty() && sequence.isPresent() == after.isPresent()) {
      mistakes.add(new Refusal.Field("sequence", "expected either sequence or after"));
    }
    Parse.refuseIfAny(mistakes);
    if (after.isPresent()) {
      var moved = webhooks.redeliverAfter(Access.caller(context), id(context), after.get());
      Render.send(context, 200, render(moved.orElseThrow(() -> unknown(context))));
      return;
    }
    byHand(one -> webhooks.redeliver(Access.caller(one), id(one), sequence.orElseThrow()))
        .handle(context);
  }

  private static Optional<Long> number(Fields fields, String name) {
    return fields.decimal(
        name,
        "the number of an event, 0 or more",
        number -> {
          boolean fits = number.scale() <= 0 && number.signum() >= 0 && number.precision() < 19;
          return fits ? Optional.of(number.longValue()) : Optional.empty();
        });
  }

  /** Something that is sent while the client waits. */
  private interface Sending {
    Webhooks.Result<DeliveryRecord> send(Context context) throws InterruptedException;
  }

  private Handler byHand(Sending sending) {
    return context -> {
      Query.of(context);
      find(context);
      try {
        Render.send(context, 200, render(done(sending.send(context))));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw (IOException) new InterruptedIOException("the server stops").initCause(e);
      }
    };
  }

  private void deliveries(Context context) {
    var query = Query.of(context, "after", "limit");
    long before = query.number("after", 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
    find(context);
    var found = webhooks.deliveries(Access.caller(context), id(context), before, query.limit() + 1);
    Render.send(
        context,
        200,
        Render.page(found, query.limit(), WebhookRoutes::render, DeliveryRecord::number));
  }

  private WebhookRecord find(Context context) {
    return webhooks.get(Access.caller(context), id(context)).orElseThrow(() -> unknown(context));
  }

  private static String id(Context context) {
    return context.pathParam("id");
  }

  private static RuntimeException unknown(Context context) {
    return Problems.unknown("webhook", id(context));
  }

  private static <T> T done(Webhooks.Result<T> result) {
    return switch (result) {
      case Webhooks.Result.Done<T>(var value) -> value;
      case Webhooks.Result.Refused<T>(Failure.Invalid(var field, var message)) ->
          throw Parse.malformed(List.of(new Refusal.Field(field, message)));
      case Webhooks.Result.Refused<T>(var why) -> throw Problems.rejected(why);
    };
  }

  private static Wire.Webhook render(WebhookRecord webhook) {
    return render(webhook, Optional.empty());
  }

  private static Wire.Webhook render(WebhookRecord webhook, Optional<String> secret) {
    var subject = webhook.subject();
    var progress = webhook.progress();
    return new Wire.Webhook(
        webhook.id(),
        subject.url(),
        subject.description(),
        subject.events(),
        subject.batch().map(BatchId::toString),
        webhook.enabled(),
        webhook.disabledReason(),
        secret,
        webhook.secrets().old().map(WebhookRecord.Secrets.Old::until),
        progress.cursor(),
        progress.attempts(),
        progress.due(),
        progress.failingSince(),
        webhook.creator().user(),
        webhook.createdAt(),
        webhook.updatedAt());
  }

  private static Wire.Delivery render(DeliveryRecord delivery) {
    return new Wire.Delivery(
        delivery.number(),
        delivery.reason(),
        delivery.message(),
        delivery.event(),
        delivery.sequence(),
        delivery.attempt(),
        delivery.taken(),
        delivery.status(),
        delivery.answer(),
        delivery.durationMs(),
        delivery.at(),
        delivery.next());
  }
}
