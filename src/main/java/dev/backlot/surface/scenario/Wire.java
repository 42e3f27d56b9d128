package dev.backlot.surface.scenario;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.backlot.json.Json;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
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

  record Problem(int statusCode, String error, String message) {}

  record OneJob(Job job) {}

  record Ran(Job job, Workflow workflow) {}

  record Jobs(List<Job> jobs, Optional<String> nextPaginationToken) {}

  record Job(
      String jobId,
      String jobType,
      String status,
      BigDecimal progress,
      String createdAt,
      String updatedAt,
      List<Moment> statusHistory,
      String authorId,
      String ownerId,
      Billing billing,
      Metadata metadata) {}

  record Moment(String date, String status) {}

  record Billing(BigDecimal cuCost, BigDecimal cuDiscount) {}

  record Metadata(
      Optional<List<String>> assetIds,
      Optional<String> error,
      Optional<String> hint,
      Optional<List<JsonNode>> flow,
      Optional<JsonNode> input,
      Optional<JsonNode> output,
      Optional<String> workflowId,
      Optional<String> workflowJobId) {}

  record Estimate(BigDecimal creativeUnitsCost, BigDecimal creativeUnitsDiscount, JsonNode job) {}

  record OneWorkflow(Workflow workflow) {}

  record Workflows(List<Workflow> workflows, Optional<String> nextPaginationToken) {}

  record Workflow(
      String id,
      String authorId,
      String ownerId,
      String createdAt,
      String updatedAt,
      String name,
      String description,
      String shortDescription,
      String privacy,
      String status,
      List<String> tagSet,
      JsonNode inputs,
      JsonNode flow,
      JsonNode editorInfo,
      boolean hasFlow,
      boolean isLocked,
      Optional<String> lockedStateChangedAt,
      Optional<String> lockedStateChangedBy,
      Optional<String> lastReadyFlowUpdatedAt,
      Optional<List<String>> outputAssetKinds,
      Optional<AssetRef> before,
      Optional<AssetRef> after,
      Optional<AssetRef> thumbnail) {}

  record AssetRef(String assetId, String url) {}

  record OneAsset(Asset asset) {}

  record Asset(String id, String url, String mimeType, String name, long size) {}

  record Tags(List<String> tags) {}

  record Success(boolean success) {}
}
