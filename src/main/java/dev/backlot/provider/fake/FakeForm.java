package dev.backlot.provider.fake;

import com.sun.net.httpserver.HttpExchange;
import dev.backlot.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * What came as {@code multipart/form-data}; bytes are kept as characters of Latin-1.
 *
 * @param files how many files came, whatever their names
 */
record FakeForm(Map<String, String> fields, int files) {
  private static final Set<String> FILES = Set.of("image", "image[]", "mask", "content");
  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]{1,200})");
  private static final int PARTS_MAX = 100;
  private static final Pattern NAME = Pattern.compile("name=\"([^\"]{1,200})\"");

  static FakeForm of(HttpExchange exchange, byte[] body) {
    var type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
    var boundary = BOUNDARY.matcher(type);
    var fields = new HashMap<String, String>();
    int files = 0;
    if (boundary.find()) {
      var text = new String(body, StandardCharsets.ISO_8859_1);
      for (var part : text.split(Pattern.quote("--" + boundary.group(1)), PARTS_MAX)) {
        read(part, fields);
        files += part.contains("filename=") ? 1 : 0;
      }
    }
    return new FakeForm(Map.copyOf(fields), files);
  }

  private static void read(String part, Map<String, String> fields) {
    int head = part.indexOf("\r\n\r\n");
    var name = NAME.matcher(head < 0 ? "" : part.substring(0, head));
    if (name.find()) {
      fields.put(name.group(1), part.substring(head + 4, part.length() - 2));
    }
  }

  String text(String name) {
    var raw = fields.getOrDefault(name, "");
    return new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  /** The bytes of a file. */
  byte[] bytes(String name) {
    return fields.getOrDefault(name, "").getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Its fields as texts, those with bytes left out. */
  ObjectNode json() {
    var json = Json.object();
    fields.keySet().stream()
        .filter(name -> !FILES.contains(name))
        .forEach(name -> json.put(name, text(name)));
    return json;
  }
}
