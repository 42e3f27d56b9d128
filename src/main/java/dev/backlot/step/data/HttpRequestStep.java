package dev.backlot.step.data;

import static dev.backlot.step.StepInput.present;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.provider.WebClient;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code http.request}: one HTTP call; 429 and 5xx are transient, other refusals are not. */
public final class HttpRequestStep implements Step {
  private static final StepType TYPE =
      new StepType(
          "http.request",
          1,
          "Calls an HTTP address and reads the answer",
          List.of(
              Port.of("url", PortType.TEXT, "an http or https address").mandatory(),
              Port.of("method", PortType.TEXT, "how to call it")
                  .oneOf("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")
                  .defaultingTo(Value.of("GET")),
              Port.of("headers", PortType.JSON, "header names and values"),
              Port.of("body", PortType.JSON, "text is sent as it is, anything else as JSON"),
              Port.of("timeout", PortType.INTEGER, "seconds to wait for the answer")
                  .between(1, 300)
                  .defaultingTo(Value.of(30)),
              Port.of("fail", PortType.BOOLEAN, "whether a status of 400 or more fails the step")
                  .defaultingTo(Value.of(true))),
          List.of(
              Port.of("status", PortType.INTEGER, "the answer's status code"),
              Port.of("headers", PortType.JSON, "the answer's headers, names in lower case"),
              Port.of("text", PortType.TEXT, "the answer's body"),
              Port.of("json", PortType.JSON, "the answer's body where it is JSON")),
          StepType.Resource.IO,
          false);

  private final WebClient web;

  public HttpRequestStep(WebClient web) {
    this.web = web;
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public Outcome run(StepInput input, StepContext context) throws InterruptedException {
    URI uri;
    try {
      uri = URI.create(present(input.text("url")));
    } catch (IllegalArgumentException e) {
      return Outcome.invalid("url", "expected an address, but " + e.getMessage());
    }
    var body = input.value("body");
    var headers = headers(input.value("headers"), body);
    var call =
        new WebClient.Call(
            present(input.text("method")),
            uri,
            headers,
            body.map(value -> value instanceof Value.Text(var text) ? text : ValueJson.text(value)),
            Duration.ofSeconds(present(input.integer("timeout"))));
    return switch (web.send(call)) {
      case WebClient.Reply.Failed(var failure) -> new Outcome.Failed(failure);
      case WebClient.Reply.Answered answer -> outcome(answer, input.flag("fail"), uri);
    };
  }

  private static Map<String, String> headers(Optional<Value> given, Optional<Value> body) {
    var headers = new LinkedHashMap<String, String>();
    if (body.isPresent() && !(body.get() instanceof Value.Text)) {
      headers.put("Content-Type", "application/json");
    }
    if (given.isPresent() && given.get() instanceof Value.ObjectOf(var fields)) {
      fields.forEach((name, value) -> headers.put(name, value.inText()));
    }
    return headers;
  }

  private static Outcome outcome(WebClient.Reply.Answered answer, boolean fail, URI uri) {
    int status = answer.status();
    if (fail && status >= 400) {
      var message = uri.getHost() + " answered " + status;
      return status == 429 || status >= 500
          ? new Outcome.Failed(new Failure.Transient(message, retryAfter(answer)))
          : Outcome.refused("http", message);
    }
    var outputs = new LinkedHashMap<String, Value>();
    outputs.put("status", Value.of(status));
    outputs.put("headers", headers(answer));
    outputs.put("text", Value.of(answer.text()));
    outputs.put("json", json(answer.text()));
    return Outcome.done(outputs);
  }

  private static Optional<Duration> retryAfter(WebClient.Reply.Answered answer) {
    return answer.headers().getOrDefault("retry-after", List.of()).stream()
        .filter(value -> value.matches("\\d{1,6}"))
        .map(Long::parseLong)
        .map(Duration::ofSeconds)
        .findFirst();
  }

  private static Value headers(WebClient.Reply.Answered answer) {
    var headers = new LinkedHashMap<String, Value>();
    answer
        .headers()
        .forEach((name, values) -> headers.put(name, Value.of(String.join(", ", values))));
    return new Value.ObjectOf(headers);
  }

  private static Value json(String text) {
    try {
      return text.isBlank() ? Value.none() : ValueJson.plain(Json.parse(text));
    } catch (JsonProblem _) {
      return Value.none();
    }
  }
}
