package dev.backlot.surface.backlot;

import dev.backlot.http.Body;
import dev.backlot.http.Fields;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.http.RefusalException;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.Oklab;
import dev.backlot.runtime.NewBatch;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads requests into what the runtime is asked. */
final class Parse {
  /** The longest name of a batch, a workflow or a file, in characters. */
  static final int NAME_MAX = 200;

  static final int SOURCE_BYTES_MAX = 1 << 20;

  /** In how many of 64 bits pictures may differ that are called alike. */
  static final int DISTANCE_MAX = 24;

  private static final Pattern COLOUR = Pattern.compile("#?[0-9a-fA-F]{6}");
  private static final int VERSION_MAX = Integer.MAX_VALUE;
  private static final List<String> YAML =
      List.of("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "text/plain");

  private Parse() {}

  /** Empty when it is none. */
  static Optional<Oklab> colour(String text) {
    return COLOUR.matcher(text).matches()
        ? Optional.of(Oklab.of(Integer.parseInt(text.substring(text.length() - 6), 16)))
        : Optional.empty();
  }

  /** A batch with its items, all given in one JSON document. */
  record BatchRequest(NewBatch batch, JsonNode items) {}

  static BatchRequest batch(JsonNode body) {
    var mistakes = new ArrayList<Refusal.Field>();
    var known =
        Stream.of(
                List.of("workflow", "version", "name", "items"),
                ParseSettings.LIVE,
                ParseSettings.FIXED)
            .flatMap(List::stream)
            .toArray(String[]::new);
    var fields = Fields.of(body, "", mistakes, known);
    var workflow = fields.required("workflow", fields.text("workflow", NAME_MAX)).orElse("");
    var items = fields.required("items", fields.list("items"));
    var settings = ParseSettings.of(fields, mistakes, BatchSettings.DEFAULT);
    var batch =
        batch(
            workflow,
            fields.number("version", 1, VERSION_MAX),
            fields.text("name", NAME_MAX),
            settings);
    refuseIfAny(mistakes);
    return new BatchRequest(batch, items.orElseThrow());
  }

  /** A batch whose items come as lines, so that its settings stand in the query. */
  static NewBatch batch(Query query) {
    var workflow =
        query
            .text("workflow")
            .orElseThrow(
                () -> Refusal.field("workflow", "expected a value, but nothing").exception());
    var settings = ParseSettings.of(query);
    var name =
        query.read(
            "name",
            "at most " + NAME_MAX + " characters",
            text -> Optional.of(text).filter(given -> given.length() <= NAME_MAX));
    return batch(workflow, version(query), name, settings);
  }

  private static NewBatch batch(
      String workflow, Optional<Integer> version, Optional<String> name, BatchSettings settings) {
    return new NewBatch(
        name.orElse(workflow), workflow, version, settings, Optional.empty(), Optional.empty());
  }

  static Optional<Integer> version(Query query) {
    return query.number("version", 1, VERSION_MAX).map(Long::intValue);
  }

  /** A workflow file: as YAML, as JSON, or as text within JSON. */
  static String workflowSource(Context context) throws IOException {
    if (YAML.contains(Body.mediaType(context))) {
      return Body.text(context, SOURCE_BYTES_MAX);
    }
    if (!Body.mediaType(context).equals("application/json")) {
      throw Body.unsupported(context, "application/yaml, text/plain or application/json");
    }
    var text = Body.text(context, Body.JSON_BYTES_MAX);
    var body = Body.parse(text.getBytes(StandardCharsets.UTF_8));
    return body.has("source") ? source(body) : text;
  }

  private static String source(JsonNode body) {
    var mistakes = new ArrayList<Refusal.Field>();
    var source = Fields.of(body, "", mistakes, "source").text("source", SOURCE_BYTES_MAX);
    refuseIfAny(mistakes);
    return source.orElse("");
  }

  /** A file name for people, without folders. */
  static String fileName(String given) {
    var name = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
    var plain = name.replaceAll("\\p{Cntrl}", "").strip();
    return plain.length() <= NAME_MAX ? plain : plain.substring(plain.length() - NAME_MAX);
  }

  static void refuseIfAny(List<Refusal.Field> mistakes) {
    if (!mistakes.isEmpty()) {
      throw malformed(mistakes);
    }
  }

  static RefusalException malformed(List<Refusal.Field> mistakes) {
    return Refusal.of(400, "the request has mistakes; nothing was done", mistakes).exception();
  }
}
