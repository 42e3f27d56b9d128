package dev.backlot.surface.sartiq;

import dev.backlot.json.Json;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** What goes over the wire; the contract describes every field. Absent is {@code null}. */
final class Wire {
  private static final JsonMapper MAPPER =
      Json.MAPPER.rebuild().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private Wire() {}

  static void send(Context context, int status, Object wire) {
    context.status(status).contentType("application/json").result(MAPPER.writeValueAsBytes(wire));
  }

  record Mapping(String fromStep, String fromField, String toField, Optional<String> transform) {}

  record Step(
      String id,
      String stepId,
      String taskType,
      JsonNode config,
      Optional<JsonNode> providerConfig,
      Optional<JsonNode> activeProviderCapabilities,
      Optional<String> fallbackProviderType,
      Optional<JsonNode> fallbackProviderConfig,
      Optional<JsonNode> fallbackProviderCapabilities,
      List<String> dependencies,
      List<Mapping> inputMappings,
      String status,
      Optional<String> taskId,
      Optional<JsonNode> result,
      Optional<String> errorMessage,
      Optional<Instant> startedAt,
      Optional<Instant> completedAt,
      int retryCount,
      int maxRetries,
      Instant createdAt,
      Instant updatedAt) {}

  record Workflow(
      String id,
      String name,
      Optional<String> description,
      String status,
      int totalSteps,
      int completedSteps,
      double progress,
      Optional<String> currentStep,
      Optional<String> finalStepId,
      Optional<JsonNode> finalStepResult,
      Optional<String> canvasTaskId,
      JsonNode config,
      boolean suppressSubtaskEvents,
      String originInstance,
      Optional<String> originZone,
      Optional<String> originTenantId,
      Optional<String> originReference,
      Optional<String> webhookUrl,
      Optional<String> errorMessage,
      List<String> errors,
      Optional<Instant> startedAt,
      Optional<Instant> completedAt,
      Instant createdAt,
      Instant updatedAt,
      boolean isDeleted,
      Optional<Instant> deletedAt,
      List<Step> steps) {}

  record WorkflowList(List<Workflow> workflows, long total, int skip, int limit) {}

  record CleanupError(String taskId, String stepId, String taskType, String error) {}

  record CleanupDetail(
      int tasksProcessed, int tasksCleaned, List<String> deletedPaths, List<CleanupError> errors) {}

  record Cleanup(Workflow workflow, CleanupDetail cleanup) {}
}
