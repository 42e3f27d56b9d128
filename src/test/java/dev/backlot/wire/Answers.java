package dev.backlot.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What a story's answers said so far, and its requests with it filled in. */
final class Answers {
  private static final Pattern EARLIER = Pattern.compile("\\{\\{([a-z0-9-]+)#([^}]*)}}");

  private final Map<String, String> fixed;
  private final String key;
  private final Map<String, JsonNode> answers = new HashMap<>();

  /**
   * Nothing said yet.
   *
   * @param fixed names of what is known beforehand, such as the server's address
   * @param key of requests that do not say
   */
  Answers(Map<String, String> fixed, String key) {
    this.fixed = Map.copyOf(fixed);
    this.key = key;
  }

  void keep(Exchange exchange, HttpResponse<byte[]> answer) {
    if (isJson(answer)) {
      answers.put(exchange.name(), Json.MAPPER.readTree(answer.body()));
    }
  }

  static boolean isJson(HttpResponse<byte[]> answer) {
    var type = answer.headers().firstValue("Content-Type").orElse("");
    return type.contains("json") && !type.contains("ndjson");
  }

  /** The request as it goes out. */
  Sent fill(Exchange exchange) throws IOException {
    var headers = new ArrayList<Exchange.Header>();
    for (var header : exchange.headers()) {
      headers.add(new Exchange.Header(header.name(), filled(header.value())));
    }
    var sent =
        Sent.of(exchange.method(), filled(exchange.target()), headers, body(exchange.body()));
    var authorization =
        headers.stream().filter(one -> one.name().equals("Authorization")).findFirst();
    if (authorization.isEmpty()) {
      return sent.with("Authorization", "Bearer " + key);
    }
    return authorization.get().value().equals("none") ? sent.without("Authorization") : sent;
  }

  private byte[] body(String written) throws IOException {
    return written.startsWith("< ")
        ? Files.readAllBytes(Path.of(written.substring(2)))
        : filled(written).getBytes(StandardCharsets.UTF_8);
  }

  /** What the request takes from earlier answers. */
  List<String> taken(Exchange exchange) {
    return EARLIER.matcher(exchange.written()).results().map(this::earlier).distinct().toList();
  }

  private String filled(String text) {
    var filled = text;
    for (var one : fixed.entrySet()) {
      filled = filled.replace(one.getKey(), one.getValue());
    }
    return EARLIER.matcher(filled).replaceAll(found -> Matcher.quoteReplacement(earlier(found)));
  }

  private String earlier(MatchResult found) {
    assertThat(answers).containsKey(found.group(1));
    var answer = Objects.requireNonNull(answers.get(found.group(1)));
    var value = answer.at(found.group(2)).asString("");
    assertThat(value).as(found.group() + " in " + answer).isNotEmpty();
    return value;
  }
}
