package dev.backlot.surface.firefly;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.backlot.json.Json;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** What goes over the wire; the contract describes every field. Absent is left out. */
final class Wire {
  private static final JsonMapper MAPPER =
      Json.MAPPER
          .rebuild()
          .changeDefaultPropertyInclusion(
              old -> old.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .build();
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Wire() {}

  static void send(Context context, int status, Object wire) {
    context.status(status).contentType("application/json").result(MAPPER.writeValueAsBytes(wire));
  }

  /** UTC with milliseconds, always three. */
  static String time(Instant at) {
    return MILLIS.format(at);
  }

  record Problem(String error, String message, String status) {}

  record Assets(int total, int pending, int processing, int completed, int failed) {}

  record Config(
      int concurrencyLimit,
      String priority,
      boolean continueOnError,
      Optional<String> webhookUrl) {}

  record Link(String href) {}

  record AcceptedLinks(Link result, Link status, Link cancel, Link executions) {}

  record Accepted(
      String batchId,
      String workflowId,
      String status,
      Assets assets,
      Config config,
      String createdAt,
      AcceptedLinks links) {}

  record Executions(
      int total,
      int completed,
      int failed,
      List<String> allExecutionIds,
      List<String> failedExecutionIds) {}

  record Timing(Optional<Long> estimatedTimeRemainingMs, Optional<Long> averageExecutionTimeMs) {}

  record StatusLinks(Link cancel, Link executions) {}

  record Status(
      String batchId,
      String workflowId,
      String orgId,
      String userId,
      String endpoint,
      String status,
      Assets assets,
      Executions executions,
      Timing timing,
      Config config,
      String createdAt,
      String updatedAt,
      Optional<String> completedAt,
      StatusLinks links) {}

  record ListItem(
      String batchId,
      String workflowId,
      String jobName,
      String status,
      Assets assets,
      Executions executions,
      String endpoint,
      String createdAt,
      String updatedAt,
      Optional<String> completedAt) {}

  record Pagination(int limit, int offset, int count, boolean hasMore) {}

  record Batches(
      String orgId, List<ListItem> batches, Pagination pagination, Map<String, String> filters) {}

  record Cancelled(
      String batchId, String status, String message, String previousStatus, Assets assets) {}

  record Reference(String presignedUrl, String storageType) {}

  /** {@code content} is text, or a list of {@link Reference}. */
  record NodeInput(@JsonProperty("node_id") String nodeId, Object content) {}

  record InputAsset(int index, String assetId, List<NodeInput> inputs) {}

  record Output(
      @JsonProperty("node_id") String nodeId,
      String type,
      Optional<String> presignedUrl,
      Optional<String> mimeType,
      Optional<String> fileName,
      Optional<Object> content) {}

  record Execution(
      String executionId,
      String batchId,
      int assetIndex,
      InputAsset inputAsset,
      String status,
      Optional<String> error,
      Optional<List<Output>> outputs,
      Optional<String> startedAt,
      Optional<String> completedAt,
      Optional<Long> durationMs) {}

  record ExecutionPage(
      String batchId, int total, List<Execution> executions, Pagination pagination) {}
}
