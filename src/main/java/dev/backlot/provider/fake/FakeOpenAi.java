package dev.backlot.provider.fake;

import com.sun.net.httpserver.HttpExchange;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.provider.fake.FakeProvider.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's chat completions, image generations and image edits. */
final class FakeOpenAi implements FakeFormat {
  private static final String MODELS = "/v1/models";
  private static final String CHAT = "/v1/chat/completions";
  private static final String IMAGES = "/v1/images/generations";
  private static final String EDITS = "/v1/images/edits";

  private final FakeStudio studio;

  FakeOpenAi(FakeStudio studio) {
    this.studio = studio;
  }

  @Override
  public boolean takes(String path) {
    return path.equals(MODELS) || path.equals(CHAT) || path.equals(IMAGES) || path.equals(EDITS);
  }

  @Override
  public Reply answer(HttpExchange exchange, String path, byte[] body) throws IOException {
    if (path.equals(MODELS)) {
      return Reply.json(200, Json.object().put("object", "list"));
    }
    var form = FakeForm.of(exchange, body);
    JsonNode asked;
    try {
      asked = path.equals(EDITS) ? form.json() : Json.parse(body);
    } catch (JsonProblem e) {
      return problem(400, String.valueOf(e.getMessage()));
    }
    boolean chats = path.equals(CHAT);
    var words = chats ? prompt(asked) : asked.path("prompt").asString("");
    var refusal = FakeStudio.refuse(words);
    if (refusal.isPresent()) {
      return problem(400, refusal.get());
    }
    var key = String.valueOf(exchange.getRequestHeaders().getFirst("X-Client-Request-Id"));
    if (form.has("mask") && !FakePicture.isTransparent(form.bytes("mask"))) {
      return problem(400, "mask: expected a PNG with transparent parts");
    }
    var input = Json.object().put("prompt", words);
    if (form.has("mask") || form.files() > 1) {
      input
          .put("masked", form.has("mask"))
          .put("pictures", form.files() - (form.has("mask") ? 1 : 0));
    }
    var made = studio.make(asked.path("model").asString(""), input, "", key, Duration.ZERO);
    if (made.isEmpty()) {
      return problem(402, FakeProvider.FULL);
    }
    return Reply.json(200, chats ? completion(made.get(), asked) : picture(made.get(), asked));
  }

  private static Reply problem(int status, String message) {
    var json = Json.object();
    json.putObject("error")
        .put("message", message)
        .put("type", status < 500 ? "invalid_request_error" : "server_error")
        .putNull("param")
        .putNull("code");
    return Reply.json(status, json);
  }

  /** The words of the last message; of several parts those that are text. */
  private static String prompt(JsonNode asked) {
    var messages = asked.path("messages");
    var content = messages.path(messages.size() - 1).path("content");
    if (content.isString()) {
      return content.stringValue();
    }
    var words = new StringBuilder();
    content.forEach(part -> words.append(part.path("text").asString("")));
    return words.toString();
  }

  private static JsonNode completion(FakePrediction made, JsonNode asked) {
    var seen = asked.path("messages").toString().contains("image_url") ? " a picture and" : "";
    var json = answer(made, "chat.completion");
    var choice = json.putArray("choices").addObject().put("index", 0);
    choice
        .putObject("message")
        .put("role", "assistant")
        .put("content", "FAKE words about" + seen + ": " + made.prompt())
        .putNull("refusal")
        .putArray("annotations");
    choice.putNull("logprobs").put("finish_reason", "stop");
    usage(json, "prompt_tokens", "completion_tokens");
    return json.put("service_tier", "default");
  }

  private static JsonNode picture(FakePrediction made, JsonNode asked) throws IOException {
    var input = Json.object().put("prompt", made.prompt());
    var size = asked.path("size").asString("").split("x", 2);
    if (size.length == 2 && (size[0] + size[1]).matches("\\d{1,8}")) {
      input.put("width", Integer.parseInt(size[0])).put("height", Integer.parseInt(size[1]));
    }
    var json = Json.object().put("created", made.createdAt().getEpochSecond());
    var png = Base64.getEncoder().encodeToString(FakePicture.png(input));
    json.putArray("data").addObject().put("b64_json", png);
    usage(json, "input_tokens", "output_tokens");
    return json;
  }

  /** A token each way, whatever it was. */
  private static void usage(ObjectNode json, String in, String out) {
    var usage = json.putObject("usage").put(in, 1).put(out, 1).put("total_tokens", 2);
    usage
        .putObject(in + "_details")
        .put("cached_tokens", 0)
        .put("audio_tokens", 0)
        .put("text_tokens", 1)
        .put("image_tokens", 0);
    usage
        .putObject(out + "_details")
        .put("reasoning_tokens", 0)
        .put("audio_tokens", 0)
        .put("accepted_prediction_tokens", 0)
        .put("rejected_prediction_tokens", 0);
  }

  private static ObjectNode answer(FakePrediction made, String kind) {
    return Json.object()
        .put("id", "chatcmpl-" + made.id())
        .put("object", kind)
        .put("created", made.createdAt().getEpochSecond())
        .put("model", made.model());
  }
}
