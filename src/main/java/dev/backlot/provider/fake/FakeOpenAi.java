package dev.backlot.provider.fake;

import dev.backlot.json.Json;
import java.io.IOException;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fake provider in OpenAI's words: chat completions and image generations. */
final class FakeOpenAi {
  static final String CHAT = "/v1/chat/completions";
  static final String IMAGES = "/v1/images/generations";

  private FakeOpenAi() {}

  /** What is answered to a good request. */
  interface Answer {
    JsonNode to(FakePrediction made, JsonNode asked) throws IOException;
  }

  static FakeProvider.Reply problem(int status, String message) {
    var json = Json.object();
    json.putObject("error")
        .put("message", message)
        .put("type", status < 500 ? "invalid_request_error" : "server_error");
    return FakeProvider.Reply.json(status, json);
  }

  /** The words of the last message; of several parts those that are text. */
  static String prompt(JsonNode asked) {
    var messages = asked.path("messages");
    var content = messages.path(messages.size() - 1).path("content");
    if (content.isString()) {
      return content.stringValue();
    }
    var words = new StringBuilder();
    content.forEach(part -> words.append(part.path("text").asString("")));
    return words.toString();
  }

  static JsonNode completion(FakePrediction made, JsonNode asked) {
    var seen = asked.path("messages").toString().contains("image_url") ? " a picture and" : "";
    var json = answer(made, "chat.completion");
    var choice = json.putArray("choices").addObject().put("index", 0);
    choice
        .putObject("message")
        .put("role", "assistant")
        .put("content", "FAKE words about" + seen + ": " + made.prompt());
    choice.put("finish_reason", "stop");
    json.putObject("usage").put("prompt_tokens", 1).put("completion_tokens", 1);
    return json;
  }

  static JsonNode picture(FakePrediction made, JsonNode asked) throws IOException {
    var input = Json.object().put("prompt", made.prompt());
    var size = asked.path("size").asString("").split("x", 2);
    if (size.length == 2 && (size[0] + size[1]).matches("\\d{1,8}")) {
      input.put("width", Integer.parseInt(size[0])).put("height", Integer.parseInt(size[1]));
    }
    var json = Json.object().put("created", made.createdAt().getEpochSecond());
    var png = Base64.getEncoder().encodeToString(FakePicture.png(input));
    json.putArray("data").addObject().put("b64_json", png);
    return json;
  }

  private static ObjectNode answer(FakePrediction made, String kind) {
    return Json.object()
        .put("id", "chatcmpl-" + made.id())
        .put("object", kind)
        .put("created", made.createdAt().getEpochSecond())
        .put("model", made.model());
  }
}
