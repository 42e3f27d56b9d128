package dev.backlot.step.notify;

import static dev.backlot.step.StepInput.present;

import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
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
import dev.backlot.step.web.OutwardStep;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;

/**
 * {@code notify.slack}: a message through an incoming webhook, as Slack, Mattermost and others take
 * it. Such webhooks know no repetitions: after a crash a message may come twice.
 */
public final class NotifySlackStep extends OutwardStep {
  private static final int TEXT_MAX = 3_000;
  private static final int BLOCKS_MAX = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final StepType TYPE =
      new StepType(
          "notify.slack",
          1,
          "Writes into a channel by an incoming webhook, as Slack takes it",
          List.of(
              Port.of("url", PortType.JSON, "{secret: NAME} of the webhook's address").mandatory(),
              Port.of("text", PortType.TEXT, "what is said").mandatory().between(1, TEXT_MAX),
              Port.of(
                      "markup",
                      PortType.BOOLEAN,
                      "whether *bold*, <links> and <!channel> of the text count as such")
                  .defaultingTo(Value.of(false)),
              Port.of("image_url", PortType.TEXT, "a picture that Slack fetches itself")
                  .between(1, TEXT_MAX),
              Port.of("image_alt", PortType.TEXT, "what it shows; the item's name if left out")
                  .between(1, 2_000),
              Port.of("blocks", PortType.JSON, "blocks of your own, instead of text and picture")
                  .many()
                  .between(1, BLOCKS_MAX)),
          List.of(Port.of("status", PortType.INTEGER, "the answer's status code")),
          StepType.Resource.IO,
          false);

  private final WebClient web;

  public NotifySlackStep(WebClient web, Secrets secrets) {
    super(secrets);
    this.web = web;
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  protected List<String> secretParameters() {
    return List.of("url");
  }

  @Override
  protected Outcome call(StepInput input, StepContext context, HeldSecrets held)
      throws UnusableException, InterruptedException {
    var call =
        new WebClient.Call(
            "POST",
            Addresses.read("url", held.secret("url", present(input.value("url")))),
            Map.of("Content-Type", "application/json"),
            Optional.of(message(input, context.itemName())),
            PATIENCE);
    return Told.outcome("slack", call, web.send(call), Map.of());
  }

  private static String message(StepInput input, String item) {
    var given = present(input.text("text"));
    var text = input.flag("markup") ? given : escaped(given);
    var message = Json.object().put("text", text);
    var blocks = message.putArray("blocks");
    if (input.value("blocks").isPresent()) {
      input.list("blocks").forEach(block -> blocks.add(ValueJson.node(block)));
    } else {
      usual(blocks, text, input, item);
    }
    return Json.text(message);
  }

  private static void usual(ArrayNode blocks, String text, StepInput input, String item) {
    var section = blocks.addObject().put("type", "section");
    section.putObject("text").put("type", "mrkdwn").put("text", text);
    input
        .text("image_url")
        .ifPresent(
            url ->
                blocks
                    .addObject()
                    .put("type", "image")
                    .put("image_url", url)
                    .put("alt_text", input.text("image_alt").orElse(item)));
  }

  /** As Slack asks for it; otherwise a product's name could call the whole channel. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
