package dev.backlot.cli;

import dev.backlot.definition.Definition;
import dev.backlot.definition.Reading;
import dev.backlot.definition.WorkflowReader;
import dev.backlot.json.Json;
import dev.backlot.model.Workflow;
import dev.backlot.step.StepRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The workflows of a running server, and files that become some. */
final class ServerWorkflows {
  private static final int NOT_FOUND = 404;
  private final LocalServer server;
  private final WorkflowReader reader;

  /** A published workflow, and the folder of inputs that its file brings along. */
  record Chosen(Workflow graph, int version, Optional<Path> photos) {}

  ServerWorkflows(LocalServer server, StepRegistry steps) {
    this.server = server;
    this.reader = new WorkflowReader(steps, this::published);
  }

  /**
   * Finds a workflow by its name, or publishes a file.
   *
   * @param named a file, a folder, {@code NAME} or {@code NAME@VERSION}
   * @throws IOException with words for people
   */
  Chosen choose(String named)
      throws IOException, InterruptedException, InputItems.UnusableException {
    if (Files.exists(Path.of(named))) {
      return publish(WorkflowFile.find(Path.of(named)));
    }
    int at = named.indexOf('@');
    var name = at < 0 ? named : named.substring(0, at);
    var found = find(name, at < 0 ? "" : named.substring(at + 1));
    if (found.isEmpty()) {
      throw new InputItems.UnusableException(
          "there is no file or folder " + named + ", and no such workflow on the server");
    }
    var graph = graph(named, found.get().path("source").asString("")).workflow();
    return new Chosen(graph, found.get().path("version").asInt(1), Optional.empty());
  }

  private Chosen publish(WorkflowFile file)
      throws IOException, InterruptedException, InputItems.UnusableException {
    var source = Files.readString(file.file());
    var graph = graph(file.shown(), source).workflow();
    var newest = find(graph.name(), "");
    var same =
        newest
            .filter(found -> found.path("source").asString("").equals(source))
            .filter(found -> found.path("status").asString("").equals("published"));
    if (same.isPresent()) {
      return new Chosen(graph, same.get().path("version").asInt(1), file.photos());
    }
    var body = Json.object().put("source", source);
    var saved = LocalServer.parse(server.ask("POST", "/v1/workflows", Optional.of(body)));
    int version = saved.path("version").asInt(1);
    var path = "/v1/workflows/" + Urls.quote(graph.name()) + "/versions/" + version + "/publish";
    server.ask("POST", path, Optional.empty());
    return new Chosen(graph, version, file.photos());
  }

  private Definition graph(String shown, String source) throws InputItems.UnusableException {
    return switch (reader.read(shown, source)) {
      case Reading.Valid(var definition) -> definition;
      case Reading.Broken(var problems) ->
          throw new InputItems.UnusableException(
              problems.stream().map(Object::toString).collect(Collectors.joining("\n")));
    };
  }

  private Optional<JsonNode> find(String name, String version)
      throws IOException, InterruptedException {
    try {
      var query = version.isEmpty() ? "" : "?version=" + Urls.quote(version);
      return Optional.of(server.get("/v1/workflows/" + Urls.quote(name) + query));
    } catch (LocalServer.RefusedException e) {
      if (e.status() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A workflow that another one runs as a step. */
  private Optional<Definition> published(String name, int version) {
    try {
      var found = find(name, Integer.toString(version));
      return found.isPresent()
          ? Optional.of(graph(name, found.get().path("source").asString("")))
          : Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (IOException | InputItems.UnusableException _) {
      // the file that asks is told that it is not there
      return Optional.empty();
    }
  }
}
