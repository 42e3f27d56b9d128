package dev.backlot.surface.scenario;

import dev.backlot.json.Json;
import dev.backlot.store.DocumentRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A workflow as its client defined it, and what it became here. Stored as JSON in its document.
 *
 * @param edited whether the editor's document is newer than the flow
 * @param readyAt since when the flow as it is can be run
 * @param workflow the name of the workflow of ours
 * @param version of it
 * @param outputs what our workflow puts out, by name
 * @param files inputs of our workflow that the flow itself gives
 */
record Definition(
    String name,
    String description,
    String shortDescription,
    String status,
    List<String> tagSet,
    JsonNode inputs,
    JsonNode flow,
    JsonNode editorInfo,
    Optional<Boolean> edited,
    Optional<List<String>> outputAssetKinds,
    Optional<String> before,
    Optional<String> after,
    Optional<String> thumbnail,
    Lock lock,
    Optional<Instant> readyAt,
    String workflow,
    int version,
    List<String> outputs,
    Map<String, JsonNode> files) {
  static final String WORKFLOW = "scenario.workflow";
  static final String JOB = "scenario.job";

  /** The type of a workflow's job. */
  static final String WORKFLOW_JOB = "workflow";

  static final String READY = "ready";
  static final String DRAFT = "draft";

  /** Whether only its author may change it, since when, and who said so. */
  record Lock(boolean locked, Optional<Instant> at, Optional<String> by) {}

  static Definition created(String name, String description) {
    return new Definition(
        name,
        description,
        "",
        DRAFT,
        List.of(),
        Json.MAPPER.createArrayNode(),
        Json.MAPPER.createArrayNode(),
        Json.object(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new Lock(false, Optional.empty(), Optional.empty()),
        Optional.empty(),
        "",
        0,
        List.of(),
        Map.of());
  }

  static Definition of(DocumentRecord document) {
    return Json.MAPPER.readValue(document.body(), Definition.class);
  }

  boolean isEdited() {
    return edited.orElse(false);
  }

  boolean isReady() {
    return status.equals(READY);
  }

  Definition published(
      String newWorkflow,
      int newVersion,
      List<String> newOutputs,
      Map<String, JsonNode> newFiles,
      Instant now) {
    return new Definition(
        name,
        description,
        shortDescription,
        status,
        tagSet,
        inputs,
        flow,
        editorInfo,
        edited,
        outputAssetKinds,
        before,
        after,
        thumbnail,
        lock,
        Optional.of(now),
        newWorkflow,
        newVersion,
        newOutputs,
        newFiles);
  }

  /** With the flow that its editor's document describes. */
  Definition drawn(JsonNode newInputs, JsonNode newFlow) {
    return new Definition(
        name,
        description,
        shortDescription,
        status,
        tagSet,
        newInputs,
        newFlow,
        editorInfo,
        Optional.of(false),
        outputAssetKinds,
        before,
        after,
        thumbnail,
        lock,
        readyAt,
        workflow,
        version,
        outputs,
        files);
  }

  /**
   * A run of a workflow, as it was then.
   *
   * @param workflowId empty for what was started in another dialect
   * @param input as the client gave it
   */
  record Job(String workflowId, JsonNode input, JsonNode inputs, JsonNode flow) {
    static Job of(DocumentRecord document) {
      return Json.MAPPER.readValue(document.body(), Job.class);
    }

    boolean isElsewhere() {
      return workflowId.isEmpty();
    }

    /** What its nodes are called by our steps. */
    Flow graph() {
      return isElsewhere() ? Flow.ofSteps(flow) : new Flow(flow);
    }
  }
}
