package dev.backlot.wire;

import dev.backlot.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes good requests bad, in a way that a seed brings back. */
final class Mutations {
  // what is too deep for us has to be sent to see that it is
  private static final JsonMapper WRITER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamWriteConstraints(
                      StreamWriteConstraints.builder().maxNestingDepth(10_000).build())
                  .build())
          .build();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "BREW");
  private static final List<String> TYPES =
      List.of(
          "application/json",
          "application/json; charset=utf-16",
          "application/x-ndjson",
          "application/yaml",
          "multipart/form-data",
          "multipart/form-data; boundary=x",
          "text/plain",
          "image/svg+xml",
          "",
          "*/*");
  private static final List<String> HEADERS =
      List.of(
          "Content-Type",
          "Accept",
          "Idempotency-Key",
          "Range",
          "If-None-Match",
          "Last-Event-ID",
          "api-version",
          "X-Project-Id",
          "Expect",
          "X-Request-Id");
  private static final List<String> WORDS =
      List.of(
          "",
          " ",
          "null",
          "0",
          "-1",
          "1e9",
          "99999999999999999999",
          "NaN",
          "true",
          "../../etc/passwd",
          "' OR 1=1 --",
          "<script>alert(1)</script>",
          "${{ inputs.word }}",
          "{{name}}",
          "\u0000",
          "\uD83E\uDD8A",
          "\u202Eabc",
          "%",
          "_",
          "file:///etc/passwd",
          "http://169.254.169.254/latest",
          "http://[::1",
          "data:image/png;base64,AAAA",
          "sha256:" + "0".repeat(64),
          "019aaaaa-0000-7000-8000-000000000000",
          "x".repeat(300),
          "y".repeat(70_000));

  private final Random random;

  Mutations(Random random) {
    this.random = random;
  }

  /** The request with one to three things wrong with it. */
  Sent spoil(Sent request) {
    var spoilt = request;
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      spoilt = once(spoilt);
    }
    return spoilt;
  }

  private Sent once(Sent request) {
    return switch (random.nextInt(10)) {
      case 0 -> request.to(segments(request.target()));
      case 1 -> request.to(query(request.target()));
      case 2 -> headers(request);
      case 3 -> honest(request, bytes(request.body()));
      case 4 -> request.saying(request.body(), about(request.body().length));
      case 5 -> request.by(any(METHODS));
      default -> honest(request, tree(request.body()));
    };
  }

  private static Sent honest(Sent request, byte[] body) {
    return request.saying(body, body.length);
  }

  private int about(int length) {
    return Math.max(0, length + random.nextInt(41) - 20);
  }

  private String segments(String target) {
    int end = target.indexOf('?') < 0 ? target.length() : target.indexOf('?');
    var segments = new ArrayList<>(List.of(target.substring(0, end).split("/", -1)));
    int place = random.nextInt(segments.size());
    switch (random.nextInt(4)) {
      case 0 -> segments.set(place, encoded(any(WORDS)));
      case 1 -> segments.add(place, encoded(any(WORDS)));
      case 2 -> segments.set(place, any(List.of("%2F", "%00", "%zz", "..", ".", "%2e%2e", ";a=b")));
      default -> segments.remove(place);
    }
    var path = String.join("/", segments);
    return (path.startsWith("/") ? path : "/" + path) + target.substring(end);
  }

  private String query(String target) {
    var known =
        any(List.of("limit", "offset", "status", "after", "start", "skip", "pageSize", "x"));
    var more = known + "=" + encoded(any(WORDS));
    if (target.contains("?") && random.nextBoolean()) {
      return target.replaceAll(
          "=[^&]*", "=" + encoded(any(WORDS)).replace("\\", "").replace("$", ""));
    }
    return target + (target.contains("?") ? "&" : "?") + more;
  }

  private static String encoded(String word) {
    return java.net.URLEncoder.encode(
        word.substring(0, Math.min(word.length(), 2_000)), StandardCharsets.UTF_8);
  }

  private Sent headers(Sent request) {
    var name = any(HEADERS);
    if (name.equals("Content-Type")) {
      return request.with(name, any(TYPES));
    }
    return random.nextInt(4) == 0 ? request.without(name) : request.with(name, oneLine(any(WORDS)));
  }

  private static String oneLine(String word) {
    return word.replace('\u0000', '0').substring(0, Math.min(word.length(), 2_000));
  }

  private byte[] bytes(byte[] body) {
    var all = new ArrayList<Byte>(body.length + 8);
    for (byte one : body) {
      all.add(one);
    }
    for (int left = 1 + random.nextInt(4); left > 0; left--) {
      int place = all.isEmpty() ? 0 : random.nextInt(all.size());
      switch (random.nextInt(4)) {
        case 0 -> all.add(place, (byte) random.nextInt(256));
        case 1 -> all.subList(place, all.size()).clear();
        case 2 -> all.addAll(place, List.of((byte) '[', (byte) '{', (byte) '"'));
        default -> {
          if (!all.isEmpty()) {
            all.set(place, (byte) random.nextInt(256));
          }
        }
      }
    }
    var spoilt = new byte[all.size()];
    for (int i = 0; i < spoilt.length; i++) {
      spoilt[i] = all.get(i);
    }
    return spoilt;
  }

  /** Another value, one less or one more, somewhere in the JSON. */
  private byte[] tree(byte[] body) {
    JsonNode root;
    try {
      root = Json.MAPPER.readTree(body);
    } catch (JacksonException _) {
      return bytes(body);
    }
    var holders = new ArrayList<JsonNode>();
    collect(root, holders);
    if (holders.isEmpty()) {
      return WRITER.writeValueAsBytes(value());
    }
    spoil(any(holders));
    return WRITER.writeValueAsBytes(root);
  }

  private static void collect(JsonNode node, List<JsonNode> holders) {
    if (node.isContainer()) {
      holders.add(node);
      node.forEach(child -> collect(child, holders));
    }
  }

  private void spoil(JsonNode holder) {
    switch (holder) {
      case ObjectNode object -> {
        var names = List.copyOf(object.propertyNames());
        var name = names.isEmpty() ? "more" : any(names);
        switch (random.nextInt(4)) {
          case 0 -> object.remove(name);
          case 1 -> object.set(name + any(List.of("s", "_", "2")), value());
          default -> object.set(name, value());
        }
      }
      case ArrayNode array -> {
        if (array.isEmpty() || random.nextInt(3) == 0) {
          array.add(value());
        } else if (random.nextBoolean()) {
          array.remove(random.nextInt(array.size()));
        } else {
          array.set(random.nextInt(array.size()), value());
        }
      }
      default -> throw new AssertionError(holder);
    }
  }

  private JsonNode value() {
    return switch (random.nextInt(12)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> JSON.numberNode(random.nextInt(2_000_000) - 1_000_000);
      case 3 -> JSON.numberNode(random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE);
      case 4 -> JSON.numberNode(random.nextGaussian() * 1e300);
      case 5 -> JSON.arrayNode();
      case 6 -> JSON.objectNode();
      case 7 -> deep();
      default -> JSON.stringNode(any(WORDS));
    };
  }

  private JsonNode deep() {
    JsonNode node = JSON.stringNode("deep");
    for (int i = random.nextInt(900); i >= 0; i--) {
      node = i % 2 == 0 ? JSON.arrayNode().add(node) : JSON.objectNode().set("a", node);
    }
    return node;
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
