package dev.backlot.provider.fake;

import com.sun.net.httpserver.HttpExchange;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.provider.fake.FakeProvider.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A ComfyUI server below {@code /comfyui}. A graph's picture says the first {@code text} of its
 * nodes; a graph that loads a picture which was not uploaded is refused, as the real one does.
 */
final class FakeComfyUi implements FakeFormat {
  private static final String ROOT = "/comfyui";
  private static final Pattern HISTORY = Pattern.compile("/history(?:/([a-z0-9]+))?");
  private static final Pattern FILE = Pattern.compile("(?:^|&)filename=([a-z0-9]+)\\.png");
  private static final Pattern UPLOAD = Pattern.compile("filename=\"([^\"]{1,200})\"");
  private static final Pattern SOCKET =
      Pattern.compile(ROOT + "/ws\\?clientId=([A-Za-z0-9-]{1,64})");
  private static final String MODEL = "comfyui";
  private static final int PAGE = 1_000;

  private final FakeStudio studio;
  private final Map<String, Boolean> uploads = new ConcurrentHashMap<>();

  FakeComfyUi(FakeStudio studio) {
    this.studio = studio;
  }

  @Override
  public boolean takes(String path) {
    return path.startsWith(ROOT + "/");
  }

  @Override
  public Optional<FakeDoor.Talk> talk(String address) {
    var asked = SOCKET.matcher(address);
    return asked.matches()
        ? Optional.of(new FakeGraphTalk(studio, asked.group(1)))
        : Optional.empty();
  }

  @Override
  public Reply answer(HttpExchange exchange, String path, byte[] body) throws IOException {
    boolean posts = exchange.getRequestMethod().equals("POST");
    var below = path.substring(ROOT.length());
    var history = HISTORY.matcher(below);
    if (history.matches() && !posts) {
      return Reply.json(200, history(String.valueOf(history.group(1))));
    }
    return switch (below) {
      case "/prompt" -> create(body);
      case "/upload/image" -> upload(body);
      case "/queue" -> posts ? delete(body) : Reply.json(200, queue());
      case "/system_stats" -> Reply.json(200, Json.object().set("system", Json.object()));
      case "/interrupt" -> interrupt(body);
      case "/view" -> view(String.valueOf(exchange.getRequestURI().getRawQuery()));
      default -> new Reply(404, "text/plain", new byte[0]);
    };
  }

  private Reply create(byte[] body) {
    JsonNode asked;
    try {
      asked = Json.parse(body);
    } catch (JsonProblem e) {
      return Reply.json(400, Json.object().put("error", String.valueOf(e.getMessage())));
    }
    var graph = asked.path("prompt");
    if (!graph.isObject() || graph.isEmpty()) {
      return invalid("prompt_no_outputs", "Prompt has no outputs", "", "");
    }
    for (var node : graph.properties()) {
      var refusal = refuse(node.getKey(), node.getValue());
      if (refusal.status() != 200) {
        return refusal;
      }
    }
    var input = Json.object().put("prompt", words(graph));
    var nodes = input.putArray("nodes");
    graph.propertyNames().forEach(nodes::add);
    var key = asked.path("client_id").asString("");
    var made = studio.make(MODEL, input, "", key, studio.takes());
    return made.isEmpty()
        ? invalid("full", FakeProvider.FULL, "", "")
        : Reply.json(
            200,
            Json.object()
                .put("prompt_id", made.get().id())
                .put("number", 1)
                .set("node_errors", Json.object()));
  }

  private Reply refuse(String id, JsonNode node) {
    var picture = node.path("inputs").path("image");
    boolean loads = node.path("class_type").asString("").equals("LoadImage");
    if (loads && !uploads.containsKey(picture.asString(""))) {
      return invalid(
          "prompt_outputs_failed_validation",
          "Prompt outputs failed validation",
          id,
          "image - Invalid image file: " + picture.asString(""));
    }
    var text = node.path("inputs").path("text").asString("");
    return text.contains("[refuse]")
        ? invalid("prompt_outputs_failed_validation", "not this prompt", id, "text")
        : Reply.json(200, Json.object());
  }

  private static Reply invalid(String type, String message, String node, String details) {
    var json = Json.object();
    json.putObject("error").put("type", type).put("message", message).put("details", "");
    var errors = json.putObject("node_errors");
    if (!node.isEmpty()) {
      errors
          .putObject(node)
          .putArray("errors")
          .addObject()
          .put("message", "Value not valid")
          .put("details", details);
    }
    return Reply.json(400, json);
  }

  private static String words(JsonNode graph) {
    return graph
        .valueStream()
        .map(node -> node.path("inputs").path("text").asString(""))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  private Reply upload(byte[] body) {
    var head = new String(body, StandardCharsets.ISO_8859_1);
    var name = UPLOAD.matcher(head);
    if (!name.find()) {
      return new Reply(400, "text/plain", new byte[0]);
    }
    uploads.put(name.group(1), true);
    return Reply.json(
        200, Json.object().put("name", name.group(1)).put("subfolder", "").put("type", "input"));
  }

  private ObjectNode queue() {
    var json = Json.object();
    var running = json.putArray("queue_running");
    json.putArray("queue_pending");
    for (var one : studio.ledger.page(-1, PAGE)) {
      if (one.model().equals(MODEL) && one.status(studio.now()).equals("processing")) {
        running.add(entry(one));
      }
    }
    return json;
  }

  private static ArrayNode entry(FakePrediction made) {
    var entry = Json.object().putArray("entry");
    entry.add(1).add(made.id()).addObject();
    entry.addObject().put("client_id", made.key());
    return entry;
  }

  private ObjectNode history(String id) {
    var json = Json.object();
    for (var one : studio.ledger.page(-1, PAGE)) {
      boolean asked = id.equals("null") || id.equals(one.id());
      if (asked && one.model().equals(MODEL) && !one.status(studio.now()).equals("processing")) {
        json.set(one.id(), ended(one));
      }
    }
    return json;
  }

  private ObjectNode ended(FakePrediction made) {
    var json = Json.object();
    json.set("prompt", entry(made));
    boolean good = made.status(studio.now()).equals("succeeded");
    var outputs = json.putObject("outputs");
    var status =
        json.putObject("status")
            .put("status_str", good ? "success" : "error")
            .put("completed", good);
    var messages = status.putArray("messages");
    message(messages, "execution_start", made).put("timestamp", made.createdAt().toEpochMilli());
    var end = made.cancelledAt().orElse(made.endsAt()).toEpochMilli();
    if (good) {
      message(messages, "execution_success", made).put("timestamp", end);
      outputs
          .putObject("9")
          .putArray("images")
          .addObject()
          .put("filename", made.id() + ".png")
          .put("subfolder", "")
          .put("type", "output");
    } else {
      message(messages, "execution_error", made)
          .put("timestamp", end)
          .put("node_id", "3")
          .put("node_type", "KSampler")
          .put("exception_message", "the prompt asked for it");
    }
    return json;
  }

  private static ObjectNode message(ArrayNode messages, String kind, FakePrediction made) {
    return messages.addArray().add(kind).addObject().put("prompt_id", made.id());
  }

  private Reply delete(byte[] body) {
    // nothing is ever pending here
    return body.length == 0
        ? new Reply(400, "text/plain", new byte[0])
        : Reply.json(200, Json.object());
  }

  private Reply interrupt(byte[] body) {
    try {
      var id = Json.parse(body).path("prompt_id").asString("");
      var _ = studio.ledger.change(id, was -> was.cancelled(studio.now()));
      return Reply.json(200, Json.object());
    } catch (JsonProblem _) {
      return new Reply(400, "text/plain", new byte[0]);
    }
  }

  private Reply view(String query) throws IOException {
    var file = FILE.matcher(query);
    var made = file.find() ? studio.ledger.find(file.group(1)) : Optional.<FakePrediction>empty();
    return made.isEmpty()
        ? new Reply(404, "text/plain", new byte[0])
        : new Reply(200, "image/png", FakePicture.png(made.get().input()));
  }
}
