package dev.backlot.runtime;

import dev.backlot.json.Json;
import dev.backlot.model.StandardSignature;
import dev.backlot.store.EventRecord;
import dev.backlot.store.WebhookRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a receiver is sent, in the form of Standard Webhooks 1.0.
 *
 * @param id the same whenever the same event goes to the same webhook
 * @param event its name
 * @param sequence its number in the log; empty for a ping
 * @param body JSON
 */
record WebhookMessage(String id, String event, Optional<Long> sequence, String body) {
  /** The longest body, in bytes; of a longer one only the event's place is told. */
  static final int BODY_MAX = 65_536;

  /** An event as it is, or its place in the log where it is too large. */
  static WebhookMessage of(WebhookRecord webhook, EventRecord event) {
    var data = EventView.of(event);
    webhook.subject().onceFor().ifPresent(name -> data.put("reference", name));
    var name = data.path("event").asString("");
    var id = id(webhook, Long.toString(event.sequence()));
    var whole = body(name, data.path("at").asString(""), event.sequence(), data);
    boolean fits =
        !webhook.progress().shortForm()
            && whole.getBytes(StandardCharsets.UTF_8).length <= BODY_MAX;
    var body =
        fits ? whole : body(name, data.path("at").asString(""), event.sequence(), place(data));
    return new WebhookMessage(id, name, Optional.of(event.sequence()), body);
  }

  static WebhookMessage ping(WebhookRecord webhook, long number, Instant now) {
    var data = Json.object().put("webhook", webhook.id());
    var body = Json.object().put("type", "ping").put("timestamp", now.toString());
    body.set("data", data);
    return new WebhookMessage(
        id(webhook, "ping_" + number), "ping", Optional.empty(), Json.text(body));
  }

  private static String id(WebhookRecord webhook, String rest) {
    return "msg_" + webhook.id().substring(Webhooks.ID_PREFIX.length()) + "_" + rest;
  }

  private static String body(String name, String at, long sequence, ObjectNode data) {
    var body = Json.object().put("type", name).put("timestamp", at).put("sequence", sequence);
    body.set("data", data);
    return Json.text(body);
  }

  private static ObjectNode place(ObjectNode event) {
    var place = Json.object();
    for (var field :
        new String[] {"reference", "sequence", "batch", "run", "event", "at", "step"}) {
      if (event.has(field)) {
        place.set(field, event.path(field));
      }
    }
    return place.put("truncated", true);
  }

  /** With a signature by each secret that counts. */
  Map<String, String> headers(WebhookRecord.Secrets secrets, Instant now) {
    long seconds = now.getEpochSecond();
    var signatures = signature(secrets.current(), seconds);
    if (secrets.old().isPresent() && secrets.old().get().until().isAfter(now)) {
      signatures += " " + signature(secrets.old().get().secret(), seconds);
    }
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", "application/json");
    headers.put("User-Agent", "Backlot");
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(seconds));
    headers.put("webhook-signature", signatures);
    return headers;
  }

  private String signature(String secret, long seconds) {
    return StandardSignature.of(secret, id, seconds, body);
  }
}
