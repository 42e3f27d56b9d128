package dev.backlot.step.publish;

import static dev.backlot.step.StepInput.present;

import dev.backlot.attest.Attestation;
import dev.backlot.attest.SigningKey;
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
import java.util.ArrayList;
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
                  .defaultingTo(Value.of(120)),
              Port.of(
                      "provenance",
                      PortType.BOOLEAN,
                      "whether a signed statement of how it was made goes along: within a form in"
                          + " the field FIELD_provenance, else by a PUT of its own to"
                          + " URL.provenance.json")
                  .defaultingTo(Value.of(false))),
          List.of(
              Port.of("url", PortType.TEXT, "where it is now: the Location of the answer, if any"),
              Port.of("status", PortType.INTEGER, "the answer's status code"),
              Port.of("text", PortType.TEXT, "the answer's body"),
              Port.of("json", PortType.JSON, "the answer's body where it is JSON")),
          StepType.Resource.IO,
          false);

  private final WebClient web;
  private final Statements statements;

  /** Sends, and signs statements with a key. */
  public PublishUploadStep(WebClient web, Secrets secrets, SigningKey key) {
    super(secrets);
    this.web = web;
    this.statements = new Statements(key);
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
      return field.isPresent()
          ? outcome(uri, web.upload(call, form(input, context, held, file, type)))
          : sent(call, beside(input, call), file, context);
    } catch (IOException e) {
      throw new UnusableException("file", "it cannot be read: " + e.getMessage());
    }
  }

  /** The file as it is, then its statement, where there is a place for it. */
  private Outcome sent(
      WebClient.Call call, Optional<WebClient.Call> beside, Asset file, StepContext context)
      throws IOException, InterruptedException {
    var sent = outcome(call.uri(), web.upload(call, context.file(file.id())));
    if (beside.isEmpty() || !(sent instanceof Outcome.Done)) {
      return sent;
    }
    var statement = statements.write(file, name(call.uri()), context);
    var attested = outcome(beside.get().uri(), web.upload(beside.get(), statement));
    return attested instanceof Outcome.Done ? sent : attested;
  }

  /** What the last part of an address is called. */
  private static String name(URI uri) {
    return uri.getPath().substring(uri.getPath().lastIndexOf('/') + 1);
  }

  private FormBody form(
      StepInput input, StepContext context, HeldSecrets held, Asset file, String type)
      throws UnusableException, IOException {
    var field = present(input.text("field"));
    var name = input.text("name").orElseGet(() -> name(file));
    var parts = new ArrayList<FormBody.Part>();
    parts.add(new FormBody.Part(field, context.file(file.id()), name, type));
    if (Statements.wanted(input)) {
      parts.add(
          new FormBody.Part(
              field + "_provenance",
              statements.write(file, name, context),
              Attestation.beside(name),
              Statements.MEDIA_TYPE));
    }
    var fields = held.texts("fields", input.value("fields"));
    return new FormBody(parts, fields, "backlot-" + OnceKeys.of(context));
  }

  /** Where the statement goes, checked before anything is sent. */
  private static Optional<WebClient.Call> beside(StepInput input, WebClient.Call call)
      throws UnusableException {
    if (!Statements.wanted(input)) {
      return Optional.empty();
    }
    // without a path it would go to another host
    boolean isPlace = call.uri().getRawQuery() == null && !name(call.uri()).isEmpty();
    if (!call.method().equals("PUT") || !isPlace) {
      throw new UnusableException(
          "provenance",
          "expected a form, or PUT to an address that is a file's own, without a query");
    }
    var headers = new LinkedHashMap<>(call.headers());
    headers.keySet().removeIf(name -> name.equalsIgnoreCase("Content-Type"));
    headers.put("Content-Type", Statements.MEDIA_TYPE);
    headers.computeIfPresent("Idempotency-Key", (_, key) -> key + "-provenance");
    var uri = URI.create(Attestation.beside(call.uri().toString().replaceFirst("#.*", "")));
    return Optional.of(
        new WebClient.Call(call.method(), uri, headers, Optional.empty(), call.timeout()));
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
