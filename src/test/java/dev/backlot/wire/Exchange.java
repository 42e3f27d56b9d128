package dev.backlot.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A golden file: a request as people write it, {@code ---}, and its answer.
 *
 * <p>A first line {@code # until /pointer one|other} has the request repeated until that place of
 * the answer has one of these values. {@code # any field field} hides what these fields say. {@code
 * # beyond the contract} says that the answer is not in it. A header {@code Authorization: none}
 * sends no key. A body {@code < path} is the file at that path. {@code {{name#/pointer}}} is what
 * an earlier answer said there, by the name of its file without the number.
 *
 * @param until the place and its values; empty to ask once
 * @param hidden fields that are left out, as what they say depends on who is faster
 * @param beyondContract whether the contract leaves the answer out
 */
record Exchange(
    Path file,
    Optional<Until> until,
    Set<String> hidden,
    boolean beyondContract,
    String method,
    String target,
    List<Header> headers,
    String body,
    String written) {
  static final Path ROOT = Path.of("src/test/resources/golden");
  private static final String BREAK = "\n---\n";

  record Header(String name, String value) {}

  /** A place of the answer, and what it may say there. */
  record Until(String pointer, List<String> values) {
    boolean holds(JsonNode answer) {
      return values.contains(answer.at(pointer).asString(""));
    }
  }

  /** All of one dialect, in their order. */
  static List<Exchange> of(String dialect) throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve(dialect))) {
      var all = new ArrayList<Exchange>();
      for (var file : files.sorted().toList()) {
        all.add(read(file));
      }
      return List.copyOf(all);
    }
  }

  private static Exchange read(Path file) throws IOException {
    var text = Files.readString(file);
    int end = text.indexOf(BREAK);
    var request = end < 0 ? text.strip() : text.substring(0, end).strip();
    var lines = new ArrayList<>(request.lines().toList());
    var hidden = hidden(lines);
    boolean beyond = lines.getFirst().equals("# beyond the contract");
    if (beyond) {
      lines.removeFirst();
    }
    var until = until(lines);
    var first = lines.removeFirst().split(" ", 2);
    assertThat(first).as("METHOD path, first in " + file).hasSize(2);
    var headers = new ArrayList<Header>();
    while (!lines.isEmpty() && !lines.getFirst().isEmpty()) {
      var pair = lines.removeFirst().split(": ", 2);
      assertThat(pair).as("Name: value, in " + file).hasSize(2);
      headers.add(new Header(pair[0], pair[1]));
    }
    var body = String.join("\n", lines).strip();
    return new Exchange(file, until, hidden, beyond, first[0], first[1], headers, body, request);
  }

  private static Set<String> hidden(List<String> lines) {
    return lines.getFirst().startsWith("# any ")
        ? Set.of(lines.removeFirst().substring("# any ".length()).split(" "))
        : Set.of();
  }

  private static Optional<Until> until(List<String> lines) {
    if (!lines.getFirst().startsWith("# until ")) {
      return Optional.empty();
    }
    var words = lines.removeFirst().split(" ", 4);
    return Optional.of(new Until(words[2], List.of(words[3].split("\\|"))));
  }

  String name() {
    return file.getFileName().toString().replaceAll("^\\d+[a-z]?-|\\.txt$", "");
  }

  /** What is asked for, with any word for what earlier answers said. */
  String path() {
    return target.replaceAll("\\{\\{[^}]*}}", "any").replaceAll("\\?.*", "");
  }

  /** Writes the answer down, when told to, and compares. */
  void compare(String answer) throws IOException {
    var actual = written + "\n" + BREAK + "\n" + answer.strip() + "\n";
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, actual);
    }
    assertThat(actual).as(file.toString()).isEqualTo(Files.readString(file));
  }
}
