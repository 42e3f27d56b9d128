package dev.backlot.step.data;

import static dev.backlot.step.StepInput.present;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.provider.HeldSecrets;
import dev.backlot.provider.HeldSecrets.UnusableException;
import dev.backlot.provider.Secrets;
import dev.backlot.provider.WebClient;
import dev.backlot.provider.WebClient.Reply.Answered;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import dev.backlot.step.web.Addresses;
import dev.backlot.step.web.Answers;
import dev.backlot.step.web.OutwardStep;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code http.request}: one HTTP call, or one for each page of a list; 429 and 5xx are transient,
 * other refusals are not.
 */
public final class HttpRequestStep extends OutwardStep {
  private static final StepType TYPE =
      new StepType(
          "http.request",
          2,
          "Calls an HTTP address and reads the answer, page by page if wanted",
          List.of(
              Port.of("url", PortType.TEXT, "an http or https address").mandatory(),
              Port.of("method", PortType.TEXT, "how to call it")
                  .oneOf("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")
                  .defaultingTo(Value.of("GET")),
              Port.of(
                  "headers",
                  PortType.JSON,
                  "header names and values; {secret: NAME, prefix: \"Bearer \"} stands for a"
                      + " secret"),
              Port.of(
                  "query",
                  PortType.JSON,
                  "names and values for the address's query; {secret: NAME} stands for a secret"),
              Port.of("body", PortType.JSON, "text is sent as it is, anything else as JSON"),
              Port.of("timeout", PortType.INTEGER, "seconds to wait for each answer")
                  .between(1, 300)
                  .defaultingTo(Value.of(30)),
              Port.of("fail", PortType.BOOLEAN, "whether a status of 400 or more fails the step")
                  .defaultingTo(Value.of(true)),
              Port.of(
                  "paging",
                  PortType.JSON,
                  "how to find the next page: {next: link} by the Link header, {next: /cursor,"
                      + " parameter: after} by a JSON pointer to a cursor, {next: /next} to an"
                      + " address, {parameter: page, from: 1} by counting; 'items' points to the"
                      + " list of a page, such as /data"),
              Port.of("pages", PortType.INTEGER, "pages at most; more fail the step")
                  .between(1, PagedRequest.PAGES_MAX)
                  .defaultingTo(Value.of(20)),
              Port.of(
                      "save",
                      PortType.BOOLEAN,
                      "whether the items go to a file of JSON lines instead of into the result")
                  .defaultingTo(Value.of(false))),
          List.of(
              Port.of("status", PortType.INTEGER, "the answer's status code, of the last page"),
              Port.of(
                  "headers",
                  PortType.JSON,
                  "the answer's headers, names in lower case, of the last"),
              Port.of("text", PortType.TEXT, "the answer's body; empty with paging"),
              Port.of("json", PortType.JSON, "the answer's body where it is JSON"),
              Port.of("items", PortType.JSON, "the items of all pages, up to 10,000").many(),
              Port.of("file", PortType.FILE, "the items as JSON lines, where they are saved"),
              Port.of("count", PortType.INTEGER, "how many items there are")),
          StepType.Resource.IO,
          false);

  private final WebClient web;

  public HttpRequestStep(WebClient web, Secrets secrets) {
    super(secrets);
    this.web = web;
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  protected Outcome call(StepInput input, StepContext context, HeldSecrets held)
      throws UnusableException, InterruptedException {
    var query = held.texts("query", input.value("query"));
    var uri = Addresses.with(Addresses.read("url", present(input.text("url"))), query);
    var body = input.value("body");
    var call =
        new WebClient.Call(
            present(input.text("method")),
            uri,
            headers(held.texts("headers", input.value("headers")), body),
            body.map(value -> value instanceof Value.Text(var text) ? text : ValueJson.text(value)),
            Duration.ofSeconds(present(input.integer("timeout"))));
    var paging = Paging.of(input.value("paging"));
    if (paging.isPresent()) {
      return new PagedRequest(web, call, paging.get(), query).run(input, context);
    }
    return switch (web.send(call)) {
      case WebClient.Reply.Failed(var failure) -> new Outcome.Failed(failure);
      case Answered answer -> outcome(answer, input.flag("fail"), String.valueOf(uri.getHost()));
    };
  }

  private static Map<String, String> headers(Map<String, String> given, Optional<Value> body) {
    var headers = new LinkedHashMap<String, String>();
    boolean typed = given.keySet().stream().anyMatch("content-type"::equalsIgnoreCase);
    if (!typed && body.isPresent() && !(body.get() instanceof Value.Text)) {
      headers.put("Content-Type", "application/json");
    }
    headers.putAll(given);
    return headers;
  }

  private static Outcome outcome(Answered answer, boolean fail, String host) {
    var failure = fail ? Answers.failure("http", host, answer) : Optional.<Failure>empty();
    return failure
        .<Outcome>map(Outcome.Failed::new)
        .orElseGet(
            () -> {
              var outputs = outputs(answer);
              outputs.put("text", Value.of(answer.text()));
              outputs.put("json", json(answer.text()));
              return Outcome.done(outputs);
            });
  }

  /** What every answer has. */
  static Map<String, Value> outputs(Answered answer) {
    var outputs = new LinkedHashMap<String, Value>();
    outputs.put("status", Value.of(answer.status()));
    var headers = new LinkedHashMap<String, Value>();
    answer
        .headers()
        .forEach((name, values) -> headers.put(name, Value.of(String.join(", ", values))));
    outputs.put("headers", new Value.ObjectOf(headers));
    return outputs;
  }

  private static Value json(String text) {
    try {
      return text.isBlank() ? Value.none() : ValueJson.plain(Json.parse(text));
    } catch (JsonProblem _) {
      return Value.none();
    }
  }
}
