package dev.backlot.step.publish;

import static dev.backlot.step.StepInput.present;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Asset;
import dev.backlot.model.MediaTypes;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.provider.FormBody;
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
import dev.backlot.step.web.OnceKeys;
import dev.backlot.step.web.OutwardStep;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code publish.upload}: sends a file to an address. Each attempt carries the same
 * Idempotency-Key, by which a receiver knows a repetition.
 */
public final class PublishUploadStep extends OutwardStep {
  private static final StepType TYPE =
      new StepType(
          "publish.upload",
          1,
          "Sends a file to an HTTP address, as it is or within a form",
          List.of(
              Port.of("file", PortType.FILE, "what to send").mandatory(),
              Port.of("url", PortType.JSON, "an http or https address, or {secret: NAME}")
                  .mandatory(),
              Port.of("method", PortType.TEXT, "how to call it; a form is sent by POST")
                  .oneOf("PUT", "POST")
                  .defaultingTo(Value.of("PUT")),
              Port.of(
                  "headers",
                  PortType.JSON,
                  "header names and values; {secret: NAME, prefix: \"Bearer \"} stands for a"
                      + " secret"),
              Port.of(
                      "field",
                      PortType.TEXT,
                      "sends a form, with the file in the field of this name")
                  .between(1, 200),
              Port.of("fields", PortType.JSON, "the form's other fields: text or {secret: NAME}"),
              Port.of("name", PortType.TEXT, "the file's name in the form; its own if left out")
                  .between(1, 200),
              Port.of("content_type", PortType.TEXT, "as the file's content says if left out")
                  .between(3, 200),
              Port.of("timeout", PortType.INTEGER, "seconds to wait for the answer")
                  .between(1, 3_600)
                  .defaultingTo(Value.of(120))),
          List.of(
              Port.of("url", PortType.TEXT, "where it is now: the Location of the answer, if any"),
              Port.of("status", PortType.INTEGER, "the answer's status code"),
              Port.of("text", PortType.TEXT, "the answer's body"),
              Port.of("json", PortType.JSON, "the answer's body where it is JSON")),
          StepType.Resource.IO,
          false);

  private final WebClient web;

  public PublishUploadStep(WebClient web, Secrets secrets) {
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
    var file = present(input.asset("file"));
    var field = input.text("field");
    if (field.isEmpty() && input.value("fields").isPresent()) {
      throw new UnusableException("fields", "expected 'field' with it, which names the file's own");
    }
    var uri = Addresses.read("url", held.text("url", present(input.value("url"))));
    var type = input.text("content_type").orElseGet(() -> MediaTypes.told(file));
    var headers = new LinkedHashMap<String, String>();
    headers.put("Idempotency-Key", OnceKeys.of(context));
    headers.putAll(held.texts("headers", input.value("headers")));
    if (field.isEmpty()) {
      headers.putIfAbsent("Content-Type", type);
    }
    var call =
        new WebClient.Call(
            field.isPresent() ? "POST" : present(input.text("method")),
            uri,
            headers,
            Optional.empty(),
            Duration.ofSeconds(present(input.integer("timeout"))));
    try {
      var bytes = context.file(file.id());
      var reply =
          field.isEmpty()
              ? web.upload(call, bytes)
              : web.upload(
                  call,
                  new FormBody(
                      field.get(),
                      bytes,
                      input.text("name").orElseGet(() -> name(file)),
                      type,
                      held.texts("fields", input.value("fields")),
                      "backlot-" + OnceKeys.of(context)));
      return outcome(uri, reply);
    } catch (IOException e) {
      throw new UnusableException("file", "it cannot be read: " + e.getMessage());
    }
  }

  private static String name(Asset file) {
    return file.name().isEmpty() ? "file." + MediaTypes.extension(file) : file.name();
  }

  private static Outcome outcome(URI uri, WebClient.Reply reply) {
    return switch (reply) {
      case WebClient.Reply.Failed(var failure) -> new Outcome.Failed(failure);
      case Answered answer -> {
        var failure = Answers.unlessTaken("upload", String.valueOf(uri.getHost()), answer);
        yield failure
            .<Outcome>map(Outcome.Failed::new)
            .orElseGet(() -> Outcome.done(outputs(uri, answer)));
      }
    };
  }

  private static Map<String, Value> outputs(URI uri, Answered answer) {
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("url", Value.of(location(uri, answer)));
    outputs.put("status", Value.of(answer.status()));
    outputs.put("text", Value.of(answer.text()));
    outputs.put("json", json(answer.text()));
    return outputs;
  }

  /** Without the query, which may be a signature. */
  private static String location(URI uri, Answered answer) {
    var named = answer.headers().getOrDefault("location", List.of());
    try {
      return named.isEmpty()
          ? uri.toString().replaceFirst("[?#].*", "")
          : uri.resolve(named.getFirst()).toString();
    } catch (IllegalArgumentException _) {
      return named.getFirst();
    }
  }

  private static Value json(String text) {
    try {
      return text.isBlank() ? Value.none() : ValueJson.plain(Json.parse(text));
    } catch (JsonProblem _) {
      return Value.none();
    }
  }
}
