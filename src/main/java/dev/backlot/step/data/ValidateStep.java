package dev.backlot.step.data;

import static dev.backlot.step.StepInput.present;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.provider.HeldSecrets.UnusableException;
import dev.backlot.step.Literals;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import dev.harrel.jsonschema.Dialects;
import dev.harrel.jsonschema.InvalidSchemaException;
import dev.harrel.jsonschema.JsonSchemaException;
import dev.harrel.jsonschema.SchemaResolver;
import dev.harrel.jsonschema.ValidatorFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * {@code data.validate}: holds a value against a JSON Schema and tells every mistake with its
 * place.
 */
final class ValidateStep implements Step {
  private static final int FILE_BYTES_MAX = 16 << 20;

  private static final StepType TYPE =
      new StepType(
          "data.validate",
          1,
          "Checks a value against a JSON Schema (draft 2020-12)",
          List.of(
              Port.of("value", PortType.JSON, "what is checked"),
              Port.of("file", PortType.FILE, "a JSON file to check instead, at most 16 MiB"),
              Port.of(
                      "schema",
                      PortType.JSON,
                      "the schema, an object; $ref reaches within it alone")
                  .mandatory(),
              Port.of("fail", PortType.BOOLEAN, "whether a mistake fails the step")
                  .defaultingTo(Value.of(true))),
          List.of(
              Port.of("valid", PortType.BOOLEAN, "whether the value fits"),
              Port.of(
                      "errors",
                      PortType.JSON,
                      "'at' (a JSON pointer), 'message' and 'rule' of each mistake, up to 100")
                  .many(),
              Port.of("report", PortType.TEXT, "the mistakes for people, one a line"),
              Port.of("value", PortType.JSON, "what was checked")),
          StepType.Resource.CPU,
          true);

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    var schema = literals.values().get("schema");
    return schema == null ? Optional.empty() : refuse(schema);
  }

  private static Optional<Failure.Invalid> refuse(Value schema) {
    if (!(schema instanceof Value.ObjectOf || schema instanceof Value.Bool)) {
      return Optional.of(new Failure.Invalid("schema", "expected an object, but " + schema.kind()));
    }
    try {
      validators().createValidator().registerSchema(new SchemaValue(schema, ""));
      return Optional.empty();
    } catch (InvalidSchemaException e) {
      return Optional.of(new Failure.Invalid("schema", "it is no JSON Schema: " + place(e)));
    } catch (JsonSchemaException e) {
      return Optional.of(new Failure.Invalid("schema", "it is no JSON Schema: " + e.getMessage()));
    }
  }

  /** Of mistakes within each other, the one furthest in: the others follow from it. */
  private static String place(InvalidSchemaException e) {
    return e.getErrors().stream()
        .max(Comparator.comparingInt(error -> error.getInstanceLocation().length()))
        .map(error -> "at '" + error.getInstanceLocation() + "' " + error.getError())
        .orElse(String.valueOf(e.getMessage()));
  }

  /** Without any way to fetch schemas from elsewhere. */
  private static ValidatorFactory validators() {
    return new ValidatorFactory()
        .withDefaultDialect(new Dialects.Draft2020Dialect())
        .withJsonNodeFactory(new SchemaValue.Factory())
        .withSchemaResolver(_ -> SchemaResolver.Result.empty());
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    var schema = present(input.value("schema"));
    var refusal = refuse(schema);
    if (refusal.isPresent()) {
      return new Outcome.Failed(refusal.get());
    }
    try {
      var checked = check(value(input, context), schema);
      return input.flag("fail") && checked.isWrong()
          ? Outcome.invalid(checked.field(input), checked.sentence())
          : Outcome.done(checked.outputs());
    } catch (UnusableException e) {
      return new Outcome.Failed(e.failure());
    }
  }

  private static Value value(StepInput input, StepContext context) throws UnusableException {
    var file = input.asset("file");
    if (file.isEmpty()) {
      return input.values().getOrDefault("value", Value.none());
    }
    try {
      return read(context.file(file.get().id()));
    } catch (IOException e) {
      throw new UnusableException("file", "it cannot be read: " + e.getMessage());
    }
  }

  private static Value read(Path file) throws IOException, UnusableException {
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw new UnusableException("file", "expected at most 16 MiB, but it is longer");
    }
    try {
      return ValueJson.plain(Json.parse(Files.readAllBytes(file)));
    } catch (JsonProblem e) {
      throw new UnusableException("file", "expected JSON, but " + e.getMessage());
    }
  }

  private static Mistakes check(Value value, Value schema) throws UnusableException {
    try {
      return new Mistakes(
          value,
          validators()
              .validate(new SchemaValue(schema, ""), new SchemaValue(value, ""))
              .getErrors());
    } catch (JsonSchemaException e) {
      throw new UnusableException("schema", String.valueOf(e.getMessage()));
    }
  }
}
