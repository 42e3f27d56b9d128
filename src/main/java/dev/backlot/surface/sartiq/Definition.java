package dev.backlot.surface.sartiq;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A workflow as its client defined it, and what it became here. Stored as JSON in its document.
 *
 * @param workflow the name of the workflow of ours
 * @param version of it
 */
record Definition(
    String name,
    Optional<String> description,
    JsonNode config,
    Origin origin,
    Optional<String> webhookUrl,
    boolean suppressSubtaskEvents,
    List<Task> steps,
    String workflow,
    int version) {

  /** Who asked for it, in the client's own terms. */
  record Origin(
      String instance,
      Optional<String> zone,
      Optional<String> tenantId,
      Optional<String> reference) {}

  /**
   * One step.
   *
   * @param id made here
   * @param stepId as the client calls it
   * @param name as our workflow calls it
   * @param output what it is run for; empty when it puts out nothing
   */
  record Task(
      String id,
      String stepId,
      String taskType,
      JsonNode config,
      List<String> dependsOn,
      List<Mapping> inputMappings,
      int maxRetries,
      Optional<JsonNode> providerConfig,
      Optional<JsonNode> activeProviderCapabilities,
      Optional<String> fallbackProviderType,
      Optional<JsonNode> fallbackProviderConfig,
      Optional<JsonNode> fallbackProviderCapabilities,
      String name,
      String output) {}

  /** What one step takes of another's result. */
  record Mapping(String fromStep, String fromField, String toField, Optional<String> transform) {}

  Definition changed(String newName, Optional<String> newDescription, Optional<String> webhook) {
    return new Definition(
        newName,
        newDescription,
        config,
        origin,
        webhook,
        suppressSubtaskEvents,
        steps,
        workflow,
        version);
  }

  Definition published(String workflowName, int workflowVersion) {
    return new Definition(
        name,
        description,
        config,
        origin,
        webhookUrl,
        suppressSubtaskEvents,
        steps,
        workflowName,
        workflowVersion);
  }
}
