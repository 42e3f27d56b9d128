package dev.backlot.cli;

import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Value;
import dev.backlot.runtime.DryRun;
import dev.backlot.runtime.ItemInput;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A batch on its way to a server: its files first, then itself.
 *
 * @param settings by the names of the API
 */
record BatchRequest(
    LocalServer server, Terminal terminal, String workflow, int version, ObjectNode settings) {

  /** Creates the batch and returns its id. */
  String send(List<ItemInput> items) throws IOException, InterruptedException {
    var uploaded = new Uploads().all(items);
    var lines = Files.createTempFile("backlot-items-", ".jsonl");
    try {
      try (var out = Files.newBufferedWriter(lines, StandardCharsets.UTF_8)) {
        for (var item : uploaded) {
          out.write(Json.text(node(item)));
          out.write('\n');
        }
      }
      var answer = server.upload("/v1/batches?" + query(), "application/x-ndjson", lines);
      return LocalServer.parse(answer).path("id").asString("");
    } finally {
      Files.deleteIfExists(lines);
    }
  }

  /** What the batch would do. */
  DryRun look(List<ItemInput> items) throws IOException, InterruptedException {
    var body = Json.object().put("workflow", workflow).put("version", version);
    settings.properties().forEach(field -> body.set(field.getKey(), field.getValue()));
    var list = body.putArray("items");
    for (var item : new Uploads().all(items)) {
      list.add(node(item));
    }
    return DryRunTable.read(
        LocalServer.parse(server.ask("POST", "/v1/batches/dry-run", Optional.of(body))));
  }

  private String query() {
    var query = new StringBuilder("workflow=" + Urls.quote(workflow) + "&version=" + version);
    add(query, "", settings);
    return query.toString();
  }

  /** Within an object its name stands in front: {@code canary.items=3}. */
  private static void add(StringBuilder query, String prefix, JsonNode object) {
    for (var field : object.properties()) {
      var name = prefix + field.getKey();
      if (field.getValue().isObject()) {
        add(query, name + ".", field.getValue());
      } else {
        query.append('&').append(name).append('=').append(Urls.quote(field.getValue().asString()));
      }
    }
  }

  private static ObjectNode node(ItemInput item) {
    var node = Json.object();
    item.name().ifPresent(name -> node.put("name", name));
    node.set("inputs", ValueJson.node(new Value.ObjectOf(item.inputs())));
    return node;
  }

  /** Files of this machine on their way into the server's asset store, each once. */
  private final class Uploads {
    private final Map<String, Value> known = new HashMap<>();

    List<ItemInput> all(List<ItemInput> items) throws IOException, InterruptedException {
      var uploaded = new ArrayList<ItemInput>();
      for (var item : items) {
        var inputs = new LinkedHashMap<String, Value>();
        for (var input : item.inputs().entrySet()) {
          inputs.put(input.getKey(), upload(input.getValue()));
        }
        uploaded.add(new ItemInput(item.name(), inputs));
        tell(uploaded.size(), items.size());
      }
      return uploaded;
    }

    private void tell(int done, int all) {
      if (terminal.live() && !known.isEmpty()) {
        terminal.out().print("\ruploading: " + done + " of " + all + " items");
        terminal.out().print(done == all ? "\r\u001b[K" : "");
        terminal.out().flush();
      }
    }

    private Value upload(Value value) throws IOException, InterruptedException {
      return switch (value) {
        // the server fetches it by itself
        case Value.Source source when source.isAddress() -> Value.of(source.uri());
        case Value.Source(var uri) -> {
          var asset = known.get(uri);
          if (asset == null) {
            asset = upload(Path.of(URI.create(uri)));
            known.put(uri, asset);
          }
          yield asset;
        }
        case Value.ListOf(var items) -> {
          var list = new ArrayList<Value>();
          for (var item : items) {
            list.add(upload(item));
          }
          yield new Value.ListOf(list);
        }
        case Value.ObjectOf(var fields) -> {
          var object = new LinkedHashMap<String, Value>();
          for (var field : fields.entrySet()) {
            object.put(field.getKey(), upload(field.getValue()));
          }
          yield new Value.ObjectOf(object);
        }
        default -> value;
      };
    }

    private Value upload(Path file) throws IOException, InterruptedException {
      if (!Files.isReadable(file)) {
        throw new IOException("cannot read " + file);
      }
      var name = file.getFileName() == null ? "file" : file.getFileName().toString();
      var path = "/v1/assets?name=" + Urls.quote(name);
      var answer = server.upload(path, "application/octet-stream", file);
      return Value.of(LocalServer.parse(answer).path("asset").asString(""));
    }
  }
}
