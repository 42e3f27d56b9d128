package dev.backlot.surface.backlot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What things cost is seen wherever they are seen. */
class CostContractTest {
  @TempDir Path folder;

  @Test
  void what_was_paid_is_told_for_step_batch_and_day_and_survives_a_restart() throws Exception {
    var before = LocalDate.now(ZoneOffset.UTC);
    String batch;
    try (var server = new V1Server(folder)) {
      var client = server.client();
      client.publish("name: buy\nsteps:\n  buy: {uses: test.paid}\n");
      batch = client.start("{\"workflow\":\"buy\",\"items\":[{},{},{}]}");
      client.follow(batch);
      var run = client.get("/v1/batches/" + batch + "/items").json().path("items").path(0);
      assertThat(run.path("cost").decimalValue()).isEqualByComparingTo("0.25");
      var shown = client.get("/v1/runs/" + run.path("id").stringValue()).expect(200).json();
      assertThat(shown.path("cost").decimalValue()).isEqualByComparingTo("0.25");
      var steps = shown.path("steps");
      assertThat(steps.path(0).path("cost").decimalValue()).isEqualByComparingTo("0.25");
    }
    try (var server = new V1Server(folder)) {
      var client = server.client();
      var cost = client.get("/v1/batches/" + batch).expect(200).json().path("cost");
      assertThat(cost.path("spent").decimalValue()).isEqualByComparingTo("0.75");
      var costs = client.get("/v1/costs").expect(200).json();
      assertThat(costs.path("spent").decimalValue()).isEqualByComparingTo("0.75");
      assertThat(costs.path("days").path(0).path("day").stringValue())
          .isIn(before.toString(), LocalDate.now(ZoneOffset.UTC).toString());
      assertThat(server.foreigner().get("/v1/costs").expect(200).json().path("days")).isEmpty();
      var past = client.get("/v1/costs?from=2020-01-01&to=2020-12-31").expect(200).json();
      assertThat(past.path("spent").decimalValue()).isEqualByComparingTo("0");
    }
  }

  @Test
  void spans_that_make_no_sense_are_refused_by_name() throws Exception {
    try (var server = new V1Server(folder)) {
      var client = server.client();
      assertThat(client.get("/v1/costs?from=yesterday").expect(400).mistakes())
          .containsExactly("from");
      assertThat(client.get("/v1/costs?from=2020-01-01&to=2021-01-01").expect(400).mistakes())
          .containsExactly("from");
      assertThat(client.get("/v1/costs?from=2020-02-01&to=2020-01-01").expect(400).mistakes())
          .containsExactly("from");
    }
  }

  @Test
  void a_tenants_budgets_are_set_seen_and_kept() throws Exception {
    var path = "/v1/limits/tenants/default";
    try (var server = new V1Server(folder)) {
      var client = server.client();
      client
          .send(
              client
                  .request(path, "Content-Type", "application/json")
                  .PUT(BodyPublishers.ofString("{\"budget_day\":2.5,\"budget_month\":40}")))
          .expect(200);
    }
    try (var server = new V1Server(folder)) {
      var seen = server.client().get(path).expect(200).json();
      assertThat(seen.path("budget_day").decimalValue()).isEqualByComparingTo("2.5");
      assertThat(seen.path("budget_month").decimalValue()).isEqualByComparingTo("40");
    }
  }
}
