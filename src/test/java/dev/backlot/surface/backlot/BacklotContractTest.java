package dev.backlot.surface.backlot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.BatchId;
import dev.backlot.surface.SurfaceClient;
import dev.backlot.surface.SurfaceClient.Answer;
import dev.backlot.surface.SurfaceContract;
import dev.backlot.surface.SurfaceServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What every dialect promises, in our own words. */
class BacklotContractTest extends SurfaceContract {
  @Override
  protected SurfaceServer open(Path where) throws IOException {
    return new SurfaceServer(where);
  }

  @Override
  protected SurfaceClient client(SurfaceServer of) {
    return new SurfaceClient(of.url(), SurfaceServer.KEY, "backlot", "");
  }

  @Override
  protected Answer start(SurfaceClient by, List<String> words, String... headers) {
    var items =
        words.stream()
            .map(word -> "{\"inputs\":{\"word\":\"" + word + "\"}}")
            .collect(Collectors.joining(","));
    var body = "{\"workflow\":\"words\",\"concurrency\":1,\"items\":[" + items + "]}";
    return by.json("POST", creatingPath(), body, headers);
  }

  @Override
  protected String started(Answer answer) {
    return answer.expect(201).field("id");
  }

  @Override
  protected Answer look(SurfaceClient by, String id) {
    return by.get("/v1/batches/" + id);
  }

  @Override
  protected Stand stand(Answer look) {
    return switch (look.field("status")) {
      case "succeeded" -> Stand.SUCCEEDED;
      case "failed" ->
          // some of it may have worked
          look.json().path("counts").path("succeeded").asInt() > 0 ? Stand.SUCCEEDED : Stand.FAILED;
      case "cancelled" -> Stand.CANCELLED;
      default -> Stand.OPEN;
    };
  }

  @Override
  protected List<Integer> ended(Answer look) {
    var counts = look.json().path("counts");
    return List.of(counts.path("succeeded").asInt(), counts.path("failed").asInt());
  }

  @Override
  protected Answer cancel(SurfaceClient by, String id) {
    return by.post("/v1/batches/" + id + "/cancel");
  }

  @Override
  protected Set<Integer> cancelledTooLate() {
    return Set.of(409);
  }

  @Override
  protected List<String> pages(SurfaceClient by, int pageSize, Runnable between) {
    var found = new ArrayList<String>();
    var next = Optional.of("");
    while (next.isPresent()) {
      var after = next.get().isEmpty() ? "" : "&after=" + next.get();
      var page = by.get("/v1/batches?limit=" + pageSize + after).expect(200).json();
      page.path("items").forEach(batch -> found.add(batch.path("id").asString()));
      next = page.path("next").asStringOpt();
      between.run();
    }
    return found;
  }

  @Override
  protected String error(Answer answer) {
    assertThat(answer.json().propertyNames()).contains("type", "title", "status", "detail");
    assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
    return answer.field("detail");
  }

  @Override
  protected boolean tellsFailure(SurfaceClient by, String id) {
    var failed = by.get("/v1/batches/" + id + "/items?status=failed").expect(200).json();
    return failed.path("items").path(0).path("failure").path("message").asString().contains("bad");
  }

  @Override
  protected String creatingPath() {
    return "/v1/batches";
  }

  @Override
  protected BatchId own(String id) {
    return BatchId.parse(id).orElseThrow();
  }

  /** A matter of the present state, as the tenant's other limits are. */
  @Override
  protected int tooMuch() {
    return 409;
  }
}
