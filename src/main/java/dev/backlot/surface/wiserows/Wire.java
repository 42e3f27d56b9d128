package dev.backlot.surface.wiserows;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.backlot.json.Json;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What goes over the wire; the contract describes every field. Absent is {@code null}, a
 * description is left out.
 */
final class Wire {
  /** A request with {@code none} in it gets answers without the envelope. */
  static final String ENVELOPE_HEADER = "X-Response-Envelope";

  private Wire() {}

  static void send(Context context, int status, Object data) {
    write(context, status, data, new Data<>(data));
  }

  static void page(Context context, List<?> data, long total, int limit, int offset) {
    write(context, 200, data, new Page(data, new Meta(total, limit, offset)));
  }

  private static void write(Context context, int status, Object bare, Object enveloped) {
    boolean isBare = "none".equals(context.header(ENVELOPE_HEADER));
    context
        .status(status)
        .contentType("application/json")
        .result(Json.MAPPER.writeValueAsBytes(isBare ? bare : enveloped));
  }

  static void problem(Context context, int status, Problem problem) {
    context
        .status(status)
        .contentType("application/json")
        .result(Json.MAPPER.writeValueAsBytes(new Failed(problem)));
  }

  record Data<T>(T data) {}

  record Page(List<?> data, Meta meta) {}

  record Meta(long total, int limit, int offset) {}

  record Failed(Problem error) {}

  record Problem(
      String code,
      String message,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Mistake> fields) {}

  record Mistake(String field, String message) {}

  record EntityType(
      String id,
      String name,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> description,
      List<Field> fields,
      long createdAt) {}

  record Field(String name, String type, boolean required) {}

  record Entity(
      String id,
      String entityTypeId,
      JsonNode fields,
      Optional<String> status,
      List<String> publishedTo,
      long createdAt,
      long updatedAt) {}

  record Summary(
      String id,
      String name,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> description,
      String entityTypeId,
      String status,
      int stepsCount,
      Optional<Long> lastRunAt) {}

  record Detail(
      String id,
      String name,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> description,
      String entityTypeId,
      String status,
      int stepsCount,
      Optional<Long> lastRunAt,
      List<Step> steps) {}

  record Step(String id, String type, JsonNode config) {}

  record Started(String jobId) {}

  record Progress(int total, int completed, int failed) {}

  record Run(
      String id, String status, Progress progress, long startedAt, Optional<Long> completedAt) {}

  record Job(
      String id,
      String name,
      String type,
      String category,
      String status,
      Progress progress,
      long createdAt,
      Optional<Long> completedAt) {}

  record JobDetail(
      String id,
      String name,
      String type,
      String category,
      String status,
      Progress progress,
      long createdAt,
      Optional<Long> completedAt,
      List<Line> logs) {}

  record Line(long timestamp, String level, String message) {}

  record Deleted(String id, boolean deleted) {}
}
