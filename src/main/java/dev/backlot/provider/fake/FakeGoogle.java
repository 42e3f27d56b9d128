package dev.backlot.provider.fake;

import com.sun.net.httpserver.HttpExchange;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.provider.fake.FakeProvider.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Google's {@code generateContent} and Imagen's {@code predict}, of the Gemini API and, below
 * {@code /vertex}, of Vertex AI, with the desk that changes a service account's statement into a
 * token.
 */
final class FakeGoogle implements FakeFormat {
  private static final String MODELS = "/v1beta/models";
  private static final Pattern PATH =
      Pattern.compile(
          "(?:/v1beta|/vertex/v1/projects/[\\w-]+/locations/[\\w-]+/publishers/google)"
              + "/models/([\\w.-]{1,100}):(generateContent|predict)");
  private static final String VERTEX = "/vertex/";
  private static final String DESK = "/vertex/token";

  private static final Pattern STATEMENT =
      Pattern.compile("assertion=[\\w-]+\\.([\\w-]+)\\.[\\w-]+");

  private final FakeStudio studio;

  FakeGoogle(FakeStudio studio) {
    this.studio = studio;
  }

  @Override
  public boolean takes(String path) {
    return path.startsWith("/v1beta/") || path.startsWith(VERTEX);
  }

  @Override
  public boolean isPublic(String path) {
    return path.equals(DESK);
  }

  @Override
  public Reply answer(HttpExchange exchange, String path, byte[] body) throws IOException {
    if (path.equals(MODELS) && exchange.getRequestMethod().equals("GET")) {
      return Reply.json(200, Json.object().set("models", Json.MAPPER.createArrayNode()));
    }
    if (path.equals(DESK)) {
      return token(new String(body, StandardCharsets.UTF_8));
    }
    if (path.startsWith(VERTEX) && !hasToken(exchange)) {
      return problem(401, "UNAUTHENTICATED", "expected an OAuth 2 access token");
    }
    var model = PATH.matcher(path);
    if (!model.matches()) {
      return problem(404, "NOT_FOUND", "there is no such model");
    }
    JsonNode asked;
    try {
      asked = Json.parse(body);
    } catch (JsonProblem e) {
      return problem(400, "INVALID_ARGUMENT", String.valueOf(e.getMessage()));
    }
    if (model.group(2).equals("predict")) {
      return predict(model.group(1), asked);
    }
    var parts = asked.path("contents").path(0).path("parts");
    var prompt = new StringBuilder();
    parts.forEach(part -> prompt.append(part.path("text").asString("")));
    var refusal = FakeStudio.refuse(prompt.toString());
    if (refusal.isPresent()) {
      return problem(400, "INVALID_ARGUMENT", refusal.get());
    }
    var input = Json.object().put("prompt", prompt.toString());
    long pictures = parts.valueStream().filter(part -> part.has("inlineData")).count();
    if (pictures > 1) {
      input.put("pictures", pictures);
    }
    if (asked.path("generationConfig").path("imageConfig") instanceof ObjectNode shape) {
      input.setAll(shape);
    }
    var made = studio.make(model.group(1), input, "", "", Duration.ZERO);
    return made.isEmpty()
        ? problem(402, "RESOURCE_EXHAUSTED", FakeProvider.FULL)
        : Reply.json(200, good(made.get(), asked));
  }

  private Reply predict(String model, JsonNode asked) throws IOException {
    var instance = asked.path("instances").path(0);
    var references = instance.path("referenceImages");
    boolean changes = instance.has("image") || !references.isEmpty();
    var prompt = instance.path("prompt").asString("");
    var refusal = FakeStudio.refuse(changes && prompt.isEmpty() ? "a picture" : prompt);
    if (refusal.isPresent()) {
      return problem(400, "INVALID_ARGUMENT", refusal.get());
    }
    var input = Json.object().put("prompt", prompt);
    for (var name : new String[] {"aspectRatio", "editMode", "upscaleConfig"}) {
      if (asked.path("parameters").has(name)) {
        input.set(name, asked.path("parameters").path(name));
      }
    }
    if (!references.isEmpty()) {
      input.put("masked", references.toString().contains("REFERENCE_TYPE_MASK"));
    }
    var made = studio.make(model, input, "", "", Duration.ZERO);
    if (made.isEmpty()) {
      return problem(402, "RESOURCE_EXHAUSTED", FakeProvider.FULL);
    }
    var json = Json.object();
    var one = json.putArray("predictions").addObject().put("mimeType", "image/png");
    if (prompt.contains("[filter]")) {
      one.put("raiFilteredReason", "its filter did not let it through");
    } else {
      one.put("bytesBase64Encoded", Base64.getEncoder().encodeToString(FakePicture.png(input)));
    }
    return Reply.json(200, json);
  }

  private static boolean hasToken(HttpExchange exchange) {
    return String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
        .startsWith("Bearer ");
  }

  /** For any statement that looks like one: nobody knows whose key signed it. */
  private static Reply token(String form) {
    var statement = STATEMENT.matcher(form);
    var claims =
        statement.find()
            ? Json.orEmpty(
                new String(
                    Base64.getUrlDecoder().decode(statement.group(1)), StandardCharsets.UTF_8))
            : Json.object();
    boolean whole =
        form.contains("jwt-bearer")
            && claims.path("aud").asString("").endsWith(DESK)
            && !claims.path("iss").asString("").isEmpty();
    return whole
        ? Reply.json(
            200,
            Json.object()
                .put("access_token", "fake-token-" + claims.path("iat").asLong(0))
                .put("expires_in", 3599)
                .put("token_type", "Bearer"))
        : Reply.json(400, Json.object().put("error", "invalid_grant"));
  }

  private static Reply problem(int code, String status, String message) {
    var json = Json.object();
    json.putObject("error").put("code", code).put("message", message).put("status", status);
    return Reply.json(code, json);
  }

  private static ObjectNode good(FakePrediction made, JsonNode asked) throws IOException {
    var json = Json.object();
    var candidate = json.putArray("candidates").addObject();
    var content = candidate.putObject("content").put("role", "model");
    var parts = content.putArray("parts");
    boolean pictures =
        asked.path("generationConfig").path("responseModalities").toString().contains("IMAGE");
    if (pictures) {
      var png = Base64.getEncoder().encodeToString(FakePicture.png(made.input()));
      parts.addObject().putObject("inlineData").put("mimeType", "image/png").put("data", png);
    } else {
      var seen = asked.path("contents").toString().contains("inlineData") ? " a picture and" : "";
      parts.addObject().put("text", "FAKE words about" + seen + ": " + made.prompt());
    }
    candidate.put("finishReason", "STOP");
    // a token each way, and one of thought
    json.putObject("usageMetadata")
        .put("promptTokenCount", 1)
        .put("candidatesTokenCount", 1)
        .put("thoughtsTokenCount", 1)
        .put("totalTokenCount", 3);
    return json.put("responseId", made.id()).put("modelVersion", made.model());
  }
}
