package dev.backlot.cli;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import tools.jackson.databind.JsonNode;

/**
 * The server that runs on a data folder, asked over its own API: its address and its admin key
 * stand in the folder.
 */
record LocalServer(Platform platform, Path data) {
  private static final int UNAUTHORISED = 401;

  /**
   * Asks and returns the answer's text, which is empty for 204.
   *
   * @param path under the server's address, with its query
   * @throws IOException with words for people, when no server runs or it says no
   */
  String ask(String method, String path, Optional<JsonNode> body)
      throws IOException, InterruptedException {
    var url = read("server.url") + path;
    var answer =
        platform
            .calls()
            .ask(new ServerCalls.Question(method, url, read("admin.key"), body.map(Json::text)));
    return checked(answer).text();
  }

  /**
   * Posts a file's bytes and returns the answer's text.
   *
   * @throws IOException with words for people, when no server runs or it says no
   */
  String upload(String path, String mediaType, Path file) throws IOException, InterruptedException {
    var url = read("server.url") + path;
    var question = new ServerCalls.Question("POST", url, read("admin.key"), Optional.empty());
    return checked(platform.calls().upload(question, mediaType, file)).text();
  }

  /**
   * Writes an answer into a file, as it comes.
   *
   * @throws IOException with words for people, when no server runs, it says no, or it breaks off
   */
  void download(String path, Path target, LongConsumer arrived)
      throws IOException, InterruptedException {
    var url = read("server.url") + path;
    checked(
        platform
            .calls()
            .download(
                new ServerCalls.Question("GET", url, read("admin.key"), Optional.empty()),
                target,
                arrived));
  }

  /**
   * Follows an event stream until the server ends it.
   *
   * @throws IOException with words for people, when no server runs, it says no, or it is gone
   */
  void follow(String path, Consumer<String> line) throws IOException, InterruptedException {
    var url = read("server.url") + path;
    checked(
        platform
            .calls()
            .follow(
                new ServerCalls.Question("GET", url, read("admin.key"), Optional.empty()), line));
  }

  /** The server is there and says no. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int status;

    RefusedException(int status, String reason) {
      super("the server answered " + status + ": " + reason);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  private ServerCalls.Answer checked(ServerCalls.Answer answer) throws IOException {
    if (answer.status() >= 300) {
      var reason =
          answer.status() == UNAUTHORISED
              ? "it does not know the key in " + data
              : reason(answer.text());
      throw new RefusedException(answer.status(), reason);
    }
    return answer;
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return parse(ask("GET", path, Optional.empty()));
  }

  static JsonNode parse(String text) throws IOException {
    try {
      return Json.parse(text);
    } catch (JsonProblem e) {
      throw new IOException("the server's answer is no JSON", e);
    }
  }

  /** What a problem says, with each field on its line. */
  private static String reason(String text) {
    try {
      var problem = Json.parse(text);
      var words = new StringBuilder(problem.path("detail").asString(text));
      for (var mistake : problem.path("errors")) {
        words
            .append(System.lineSeparator())
            .append("  ")
            .append(mistake.path("field").asString(""))
            .append(": ")
            .append(mistake.path("message").asString(""));
      }
      return words.toString();
    } catch (JsonProblem _) {
      return text;
    }
  }

  private String read(String name) throws IOException {
    try {
      return Files.readString(data.resolve(name)).strip();
    } catch (NoSuchFileException e) {
      throw new IOException(
          "no server runs on " + data + "; start one with 'backlot serve --data " + data + "'", e);
    }
  }
}
