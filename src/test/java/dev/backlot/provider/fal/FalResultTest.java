package dev.backlot.provider.fal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import dev.backlot.model.Money;
import dev.backlot.provider.Price;
import dev.backlot.provider.Provider.Polled;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What a result's answer says of its job. */
class FalResultTest {
  private static final Price PRICE = Price.ofCall(new Money(40_000));

  @Test
  void an_answer_5xx_says_nothing_of_a_job_whose_status_names_no_error() {
    var problem = Json.object().put("detail", "something broke");

    assertThat(new FalResult(completed(), 500, problem).polled("fal", PRICE)).isEmpty();
    assertThat(new FalResult(completed(), 503, problem).polled("fal", PRICE)).isEmpty();
  }

  @Test
  void an_error_in_the_status_is_the_jobs() {
    var status = completed().put("error", "out of memory");

    assertThat(new FalResult(status, 500, Json.object()).polled("fal", PRICE))
        .get()
        .isInstanceOfSatisfying(
            Polled.Failed.class,
            failed -> assertThat(failed.failure().line()).contains("out of memory"));
  }

  private static ObjectNode completed() {
    return Json.object().put("status", "COMPLETED");
  }
}
