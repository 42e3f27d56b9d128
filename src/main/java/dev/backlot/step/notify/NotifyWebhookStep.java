package dev.backlot.step.notify;

import static dev.backlot.step.StepInput.present;

import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.StandardSignature;
import dev.backlot.model.Value;
import dev.backlot.provider.HeldSecrets;
import dev.backlot.provider.HeldSecrets.UnusableException;
import dev.backlot.provider.Secrets;
import dev.backlot.provider.WebClient;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import dev.backlot.step.web.Addresses;
import dev.backlot.step.web.OnceKeys;
import dev.backlot.step.web.OutwardStep;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code notify.webhook}: tells a program, signed as Standard Webhooks 1.0 want it. A repetition
 * has the same {@code webhook-id}.
 */
public final class NotifyWebhookStep extends OutwardStep {
  private static final int BODY_MAX = 262_144;
  private static final StepType TYPE =
      new StepType(
          "notify.webhook",
          1,
          "Tells a program what happened, signed by Standard Webhooks",
          List.of(
              Port.of("url", PortType.JSON, "an http or https address, or {secret: NAME}")
                  .mandatory(),
              Port.of("type", PortType.TEXT, "what happened, such as product.published")
                  .between(1, 100)
                  .defaultingTo(Value.of("backlot.item")),
              Port.of("data", PortType.JSON, "what is told; the item's name if left out"),
              Port.of(
                  "signing_key",
                  PortType.JSON,
                  "{secret: NAME} of a key that starts with whsec_; unsigned without one"),
              Port.of("headers", PortType.JSON, "more headers; {secret: NAME} stands for a secret"),
              Port.of("timeout", PortType.INTEGER, "seconds to wait for the answer")
                  .between(1, 120)
                  .defaultingTo(Value.of(20))),
          List.of(
              Port.of("id", PortType.TEXT, "the message's id, the same at each attempt"),
              Port.of("status", PortType.INTEGER, "the answer's status code")),
          StepType.Resource.IO,
          false);

  private final WebClient web;
  private final InstantSource clock;

  public NotifyWebhookStep(WebClient web, Secrets secrets, InstantSource clock) {
    super(secrets);
    this.web = web;
    this.clock = clock;
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  protected List<String> secretParameters() {
    return List.of("signing_key");
  }

  @Override
  protected Outcome call(StepInput input, StepContext context, HeldSecrets held)
      throws UnusableException, InterruptedException {
    var id = "msg_" + OnceKeys.of(context);
    var body = body(input, context);
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", "application/json");
    headers.put("User-Agent", "Backlot");
    headers.putAll(held.texts("headers", input.value("headers")));
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(clock.instant().getEpochSecond()));
    if (input.value("signing_key").isPresent()) {
      var key = held.secret("signing_key", present(input.value("signing_key")));
      headers.put("webhook-signature", signature(key, headers, body));
    }
    var call =
        new WebClient.Call(
            "POST",
            Addresses.read("url", held.text("url", present(input.value("url")))),
            headers,
            Optional.of(body),
            Duration.ofSeconds(present(input.integer("timeout"))));
    return Told.outcome("webhook", call, web.send(call), Map.of("id", Value.of(id)));
  }

  private static String signature(String key, Map<String, String> headers, String body)
      throws UnusableException {
    if (!StandardSignature.isSecret(key)) {
      throw new UnusableException(
          "signing_key", "expected whsec_ and Base64, but the secret holds something else");
    }
    long seconds = Long.parseLong(headers.getOrDefault("webhook-timestamp", "0"));
    return StandardSignature.of(key, headers.getOrDefault("webhook-id", ""), seconds, body);
  }

  private String body(StepInput input, StepContext context) throws UnusableException {
    var body =
        Json.object()
            .put("type", present(input.text("type")))
            .put("timestamp", clock.instant().toString());
    var data = input.value("data");
    body.set(
        "data",
        data.isPresent()
            ? ValueJson.node(data.get())
            : Json.object().put("item", context.itemName()));
    var text = Json.text(body);
    if (text.getBytes(StandardCharsets.UTF_8).length > BODY_MAX) {
      throw new UnusableException(
          "data", "expected at most 262,144 bytes as JSON, but it has more");
    }
    return text;
  }
}
