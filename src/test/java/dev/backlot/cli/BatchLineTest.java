package dev.backlot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BatchLineTest {
  @Test
  void what_people_rejected_has_not_failed() {
    assertThat(
            BatchLine.of(
                read(
                    """
                    {"name": "posters", "status": "failed", "rejected": 2,
                     "counts": {"total": 9, "succeeded": 6, "failed": 3}}
                    """)))
        .isEqualTo("posters: failed; 9 items (6 succeeded, 1 failed, 2 rejected)");
    assertThat(
            BatchLine.of(
                read(
                    """
                    {"name": "posters", "status": "failed", "rejected": 3,
                     "counts": {"total": 9, "succeeded": 6, "failed": 3}}
                    """)))
        .isEqualTo("posters: rejected; 9 items (6 succeeded, 3 rejected)");
  }

  @Test
  void a_gate_tells_what_was_rejected_and_what_went_wrong() {
    assertThat(
            StepLine.of(
                read(
                    """
                    {"step": "review", "rejected": 2, "counts": {"succeeded": 6, "failed": 3}}
                    """)))
        .endsWith(" 6 succeeded, 1 failed, 2 rejected");
  }

  @Test
  void an_item_that_a_person_refused_is_rejected() {
    assertThat(
            BatchLine.ofRun(
                read(
                    """
                    {"name": "poster-1", "status": "failed", "failed_step": "review",
                     "failure": {"kind": "refused", "by": "ana", "rejected": true, "message": "rejected: too dark"}}
                    """)))
        .isEqualTo("poster-1: rejected; review: rejected: too dark");
    assertThat(
            BatchLine.ofRun(
                read(
                    """
                    {"name": "poster-2", "status": "failed", "failed_step": "paint",
                     "failure": {"kind": "refused", "by": "fake", "message": "unsafe"}}
                    """)))
        .isEqualTo("poster-2: failed; paint: unsafe");
  }

  private static JsonNode read(String json) {
    return Json.MAPPER.readTree(json);
  }
}
