package dev.backlot.surface.wiserows;

import dev.backlot.json.Json;
import dev.backlot.model.PortType;
import dev.backlot.store.DocumentRecord;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What is kept in documents, as JSON. */
final class Definition {
  static final String ENTITY_TYPE = "wiserows.entity-type";
  static final String WORKFLOW = "wiserows.workflow";
  static final String JOB = "wiserows.job";

  private Definition() {}

  /** What entities of a kind have. */
  record EntityType(String name, Optional<String> description, List<Field> fields) {
    static EntityType of(DocumentRecord document) {
      return Json.MAPPER.readValue(document.body(), EntityType.class);
    }

    Optional<Field> field(String fieldName) {
      return fields.stream().filter(field -> field.name().equals(fieldName)).findFirst();
    }
  }

  /**
   * One field.
   *
   * @param type a word for what an input of a workflow may be
   */
  record Field(String name, String type, boolean required) {
    PortType port() {
      return PortType.parse(type).orElse(PortType.JSON);
    }
  }

  /**
   * A workflow as its client defined it, and what it became here.
   *
   * @param workflow the name of the workflow of ours
   * @param version of it
   */
  record Flow(
      String name,
      Optional<String> description,
      String entityTypeId,
      String status,
      List<Step> steps,
      String workflow,
      int version) {
    static final String ACTIVE = "active";

    static Flow of(DocumentRecord document) {
      return Json.MAPPER.readValue(document.body(), Flow.class);
    }

    Flow published(String newWorkflow, int newVersion) {
      return new Flow(name, description, entityTypeId, status, steps, newWorkflow, newVersion);
    }
  }

  record Step(String id, String type, JsonNode config) {}

  /** One run of a workflow. */
  record Job(String workflowId, String name) {
    static Job of(DocumentRecord document) {
      return Json.MAPPER.readValue(document.body(), Job.class);
    }
  }
}
