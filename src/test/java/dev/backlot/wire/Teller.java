package dev.backlot.wire;

import dev.backlot.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Tells a story of golden files to a server, each with what the ones before have answered. */
final class Teller {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int LINES_MAX = 120;
  private static final int PAGE_LINES_MAX = 4;
  private static final List<String> SHOWN =
      List.of("Allow", "api-version", "Location", "WWW-Authenticate");

  private final String url;
  private final Contract contract;
  private final Answers answers;
  private final Names names;
  private final Pulse pulse;

  /**
   * Tells stories.
   *
   * @param fixed names of what is known beforehand, such as the server's address
   */
  Teller(String url, String key, Contract contract, Map<String, String> fixed, Pulse pulse) {
    this.url = url;
    this.contract = contract;
    this.answers = new Answers(fixed, key);
    this.names = new Names(fixed);
    this.pulse = pulse;
  }

  Answers answers() {
    return answers;
  }

  /** Sends the request, holds the answer against the contract and the file. */
  void tell(Exchange exchange) throws IOException, InterruptedException {
    exchange.compare(written(ask(exchange), exchange.hidden()));
  }

  /** Sends the request as it is written, with what it takes from earlier answers. */
  HttpResponse<byte[]> ask(Exchange exchange) throws IOException, InterruptedException {
    var request = answers.fill(exchange);
    var answer =
        exchange.until().isPresent()
            ? patiently(request, exchange.until().get())
            : exchange.beyondContract() ? exchange(request) : send(request);
    answers.keep(exchange, answer);
    return answer;
  }

  private HttpResponse<byte[]> patiently(Sent request, Exchange.Until until)
      throws InterruptedException {
    var last = new AtomicReference<HttpResponse<byte[]>>();
    pulse.until(
        () -> {
          var answer = send(request);
          last.set(answer);
          return until.holds(Json.MAPPER.readTree(answer.body()));
        },
        () -> "the last answer was " + new String(last.get().body(), StandardCharsets.UTF_8));
    return last.get();
  }

  /** Sends any request; what the contract knows has to be answered as it says. */
  HttpResponse<byte[]> send(Sent sent) {
    var answer = exchange(sent);
    contract.check(sent.method(), answer);
    return answer;
  }

  private HttpResponse<byte[]> exchange(Sent sent) {
    var request =
        HttpRequest.newBuilder(URI.create(url + sent.target()))
            .timeout(PATIENCE)
            .method(
                sent.method(),
                sent.body().length == 0
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(sent.body()));
    sent.headers().forEach(one -> request.header(one.name(), one.value()));
    try {
      return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new AssertionError("no answer to " + sent, e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String written(HttpResponse<byte[]> answer, Set<String> hidden) {
    var type = answer.headers().firstValue("Content-Type").orElse("");
    var headers =
        SHOWN.stream()
            .flatMap(
                name -> answer.headers().allValues(name).stream().map(one -> name + ": " + one))
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    var text =
        Answers.isJson(answer)
            ? Json.pretty(sorted(Json.MAPPER.readTree(answer.body()), hidden))
            : text(type, answer.body());
    var first = (answer.statusCode() + " " + type).strip();
    int most = type.startsWith("text/html") ? PAGE_LINES_MAX : LINES_MAX;
    return names.hide(first + "\n" + headers + "\n" + shortened(text, most));
  }

  /** Fields by their names: their order means nothing, and differs. */
  private static JsonNode sorted(JsonNode node, Set<String> hidden) {
    if (node.isArray()) {
      var sorted = Json.MAPPER.createArrayNode();
      node.forEach(one -> sorted.add(sorted(one, hidden)));
      return sorted;
    }
    if (node.isObject()) {
      var sorted = Json.object();
      for (var name : node.propertyNames().stream().sorted().toList()) {
        if (!hidden.contains(name)) {
          sorted.set(name, sorted(node.path(name), hidden));
        }
      }
      return sorted;
    }
    return node;
  }

  private static String shortened(String text, int most) {
    var lines = text.lines().toList();
    return lines.size() <= most ? text : String.join("\n", lines.subList(0, most)) + "\n...";
  }

  private static String text(String type, byte[] body) {
    if (type.startsWith("text/") || type.contains("ndjson")) {
      return new String(body, StandardCharsets.UTF_8);
    }
    return body.length == 0 ? "" : "(bytes)\n";
  }
}
