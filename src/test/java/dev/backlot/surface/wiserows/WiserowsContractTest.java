package dev.backlot.surface.wiserows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.Receiver;
import dev.backlot.model.BatchId;
import dev.backlot.surface.SurfaceClient;
import dev.backlot.surface.SurfaceClient.Answer;
import dev.backlot.surface.SurfaceContract;
import dev.backlot.surface.SurfaceServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What every dialect promises, in WISEROWS' words; and what only this one does. */
class WiserowsContractTest extends SurfaceContract {
  private static final String BASE = "/api/v1";
  private static final String WORDS =
      """
      {"type":"validate","config":{"rules":[{"field":"word","rule":"notEquals","value":"bad",
        "message":"the value is bad"}]}},
      {"type":"condition","config":{"field":"word","operator":"equals","value":"hold"}},
      {"type":"test.hold","config":{"value":"hold"}}
      """;

  private final Map<List<String>, String> bodies = new HashMap<>();
  private Optional<String> type = Optional.empty();
  private Optional<String> workflow = Optional.empty();

  @Override
  protected SurfaceServer open(Path where) throws IOException {
    return new SurfaceServer(
        where,
        parts ->
            new Routes(
                parts.runs(),
                parts.registry(),
                _ -> Optional.empty(),
                parts.links(),
                parts.scratch(),
                "/wiserows"));
  }

  @Override
  protected SurfaceClient client(SurfaceServer of) {
    return new SurfaceClient(of.url(), SurfaceServer.KEY, "wiserows", "/wiserows");
  }

  private String type(String fields) {
    return client
        .json("POST", BASE + "/entity-types", "{\"name\":\"Words\",\"fields\":[" + fields + "]}")
        .expect(201)
        .json()
        .path("data")
        .path("id")
        .stringValue();
  }

  private String entity(String typeId, String fields) {
    return client
        .json(
            "POST",
            BASE + "/entities",
            "{\"entityTypeId\":\"" + typeId + "\",\"fields\":" + fields + "}")
        .expect(201)
        .json()
        .path("data")
        .path("id")
        .stringValue();
  }

  private static String create(String typeId, String steps) {
    return "{\"name\":\"Words\",\"entityTypeId\":\"" + typeId + "\",\"steps\":[" + steps + "]}";
  }

  private String workflow(String typeId, String steps) {
    return data(client.json("POST", BASE + "/workflows", create(typeId, steps)).expect(201))
        .path("id")
        .stringValue();
  }

  private static JsonNode data(Answer answer) {
    return answer.json().path("data");
  }

  private String run(String workflowId, String... entities) {
    return started(
        client.json("POST", BASE + "/workflows/" + workflowId + "/run", over(List.of(entities))));
  }

  private static String over(List<String> entities) {
    return entities.stream()
        .collect(Collectors.joining("\",\"", "{\"entityIds\":[\"", "\"],\"concurrency\":1}"));
  }

  @Override
  protected Answer start(SurfaceClient by, List<String> words, String... headers) {
    if (workflow.isEmpty()) {
      type = Optional.of(type("{\"name\":\"word\",\"type\":\"text\"}"));
      workflow = Optional.of(workflow(type.get(), WORDS));
    }
    var body =
        bodies.computeIfAbsent(
            words,
            all ->
                over(
                    all.stream()
                        .map(word -> entity(type.orElseThrow(), "{\"word\":\"" + word + "\"}"))
                        .toList()));
    return by.json("POST", BASE + "/workflows/" + workflow.get() + "/run", body, headers);
  }

  @Override
  protected String started(Answer answer) {
    return data(answer.expect(202)).path("jobId").stringValue();
  }

  @Override
  protected Answer look(SurfaceClient by, String id) {
    return by.get(BASE + "/jobs/" + id);
  }

  @Override
  protected Stand stand(Answer look) {
    return switch (data(look).path("status").asString()) {
      case "pending", "running" -> Stand.OPEN;
      case "completed" -> Stand.SUCCEEDED;
      case "failed" -> Stand.FAILED;
      case "cancelled" -> Stand.CANCELLED;
      default -> throw new AssertionError(look.text());
    };
  }

  @Override
  protected List<Integer> ended(Answer look) {
    var progress = data(look).path("progress");
    return List.of(progress.path("completed").asInt(), progress.path("failed").asInt());
  }

  @Override
  protected Answer cancel(SurfaceClient by, String id) {
    return by.post(BASE + "/jobs/" + id + "/cancel");
  }

  @Override
  protected Set<Integer> cancelledTooLate() {
    return Set.of(409);
  }

  @Override
  protected List<String> pages(SurfaceClient by, int pageSize, Runnable between) {
    var found = new ArrayList<String>();
    long total = 1;
    while (found.size() < total) {
      var page =
          by.get(BASE + "/jobs?limit=" + pageSize + "&offset=" + found.size()).expect(200).json();
      total = page.path("meta").path("total").asLong();
      page.path("data").forEach(one -> found.add(one.path("id").asString()));
      between.run();
    }
    return found;
  }

  @Override
  protected String error(Answer answer) {
    assertThat(answer.json().propertyNames()).containsExactly("error");
    var error = answer.json().path("error");
    assertThat(error.path("code").asString("")).isNotEmpty();
    return error.path("message").asString("");
  }

  private static List<String> mistakes(Answer answer) {
    return answer
        .json()
        .path("error")
        .path("fields")
        .valueStream()
        .map(one -> one.path("field").asString() + ": " + one.path("message").asString())
        .toList();
  }

  @Override
  protected boolean tellsFailure(SurfaceClient by, String id) {
    return data(look(by, id))
        .path("logs")
        .valueStream()
        .anyMatch(
            line ->
                line.path("level").asString().equals("error")
                    && line.path("message").asString().contains("the value is bad"));
  }

  @Override
  protected String creatingPath() {
    return BASE + "/workflows";
  }

  @Override
  protected BatchId own(String id) {
    return server
        .runtime
        .views
        .document(server.tenant(), Definition.JOB, id)
        .orElseThrow()
        .batch()
        .orElseThrow();
  }

  @Test
  void what_steps_find_out_is_kept_with_the_entity() throws Exception {
    try (var shop = new Receiver()) {
      var typeId =
          type(
              """
              {"name":"name","type":"text","required":true},{"name":"price","type":"number"},
              {"name":"slug","type":"text"},{"name":"label","type":"text"}
              """);
      var good = entity(typeId, "{\"name\":\"Red Shoe\",\"price\":12.5}");
      var poor = entity(typeId, "{\"name\":\"No Price\"}");
      var workflowId =
          workflow(
              typeId,
              """
              {"type":"transform","config":{"field":"slug",
                "expression":"entity.name.lowerAscii().replace(' ', '-') + 'entity.name'"}},
              {"type":"transform","config":{"field":"label","expression":"{{name}} ({{ slug }})"}},
              {"type":"condition","config":{"field":"price","operator":"greaterThan","value":10}},
              {"type":"validate","config":{"rules":[{"field":"slug","rule":"minLength","value":4},
                {"field":"price","rule":"max","value":100}]}},
              {"type":"notify","config":{"channel":"webhook","to":"%s","message":"Look: {{label}}"}},
              {"type":"publish","config":{"target":"shop","status":"live"}}
              """
                  .formatted(shop.url()));

      var job = run(workflowId, good, poor, good);
      var end = end(job);

      assertThat(ended(end)).containsExactly(2, 0);
      var shoe = data(client.get(BASE + "/entities/" + good).expect(200));
      assertThat(shoe.path("fields").path("slug").stringValue()).isEqualTo("red-shoeentity.name");
      assertThat(shoe.path("fields").path("label").stringValue())
          .isEqualTo("Red Shoe (red-shoeentity.name)");
      assertThat(shoe.path("status").stringValue()).isEqualTo("live");
      assertThat(shoe.path("publishedTo").path(0).stringValue()).isEqualTo("shop");
      var other = data(client.get(BASE + "/entities/" + poor).expect(200));
      assertThat(other.path("fields").path("label").isString()).isTrue();
      assertThat(other.path("status").isNull()).isTrue();
      assertThat(shop.await(1).getFirst().json().path("message").stringValue())
          .isEqualTo("Look: Red Shoe (red-shoeentity.name)");

      var status = data(client.get(BASE + "/workflows/" + workflowId + "/runs/" + job).expect(200));
      assertThat(status.path("status").stringValue()).isEqualTo("completed");
      var shown = data(client.get(BASE + "/workflows/" + workflowId).expect(200));
      assertThat(shown.path("lastRunAt").asLong()).isEqualTo(status.path("startedAt").asLong());
      assertThat(shown.path("steps")).hasSize(6);
      client.get(BASE + "/workflows/wf_other/runs/" + job).expect(404);
    }
  }

  @Test
  void mistakes_in_workflows_are_told_by_their_places() {
    var typeId = type("{\"name\":\"word\",\"type\":\"text\"}");
    var answer =
        client.json(
            "POST",
            BASE + "/workflows",
            create(
                typeId,
                """
                {"type":"ai_generate","config":{"prompt":"{{wrod}}","targetField":"word"}},
                {"type":"validate","config":{"rules":[{"field":"word","rule":"minLength","value":"x"}]}},
                {"type":"paint","config":{}},
                {"type":"notify","config":{"channel":"pigeon","to":"here","message":"hi"}},
                {"type":"condition","config":{"field":"word","operator":"equals","value":1,"onFalse":"stop"}}
                """));

    assertThat(mistakes(answer.expect(400)))
        .anyMatch(one -> one.startsWith("steps[0].config.prompt: the entity type has no field"))
        .anyMatch(one -> one.startsWith("steps[0].config.provider: nobody is named"))
        .anyMatch(one -> one.startsWith("steps[1].config.rules[0].value: 'minLength' cannot"))
        .anyMatch(one -> one.startsWith("steps[2].type: there is no step type 'paint'"))
        .anyMatch(one -> one.startsWith("steps[3].config.channel: expected webhook or slack"))
        .anyMatch(one -> one.startsWith("steps[3].config.to: expected an address"))
        .anyMatch(one -> one.startsWith("steps[4].config.onFalse: expected skip_rest or fail"));
    var broken =
        client.json(
            "POST",
            BASE + "/workflows",
            create(
                typeId,
                "{\"type\":\"transform\",\"config\":{\"field\":\"word\",\"expression\":\"1 +\"}}"));
    assertThat(mistakes(broken.expect(400))).anyMatch(one -> one.startsWith("steps[0].config"));
  }

  @Test
  void entities_are_checked_against_their_type_and_lists_page() {
    var typeId =
        type(
            "{\"name\":\"word\",\"type\":\"text\",\"required\":true},{\"name\":\"n\",\"type\":\"number\"}");
    var wrong =
        client.json(
            "POST",
            BASE + "/entities",
            "{\"entityTypeId\":\"" + typeId + "\",\"fields\":{\"n\":\"one\",\"m\":1}}");
    assertThat(mistakes(wrong.expect(400)))
        .anyMatch(one -> one.startsWith("fields.word: expected a value"))
        .anyMatch(one -> one.startsWith("fields.n: expected number"))
        .anyMatch(one -> one.startsWith("fields.m: unknown field"));
    var id = entity(typeId, "{\"word\":\"a\",\"n\":1}");
    var changed =
        client.json("PATCH", BASE + "/entities/" + id, "{\"fields\":{\"n\":null,\"word\":\"b\"}}");
    assertThat(data(changed.expect(200)).path("fields").toString()).isEqualTo("{\"word\":\"b\"}");
    for (int i = 0; i < 4; i++) {
      entity(typeId, "{\"word\":\"w" + i + "\"}");
    }
    var page = client.get(BASE + "/entities?entityTypeId=" + typeId + "&limit=2&offset=4");
    assertThat(page.expect(200).json().path("meta").path("total").asInt()).isEqualTo(5);
    assertThat(data(page).path(0).path("id").stringValue()).isEqualTo(id);
    client.send("DELETE", BASE + "/entity-types/" + typeId, Optional.empty()).expect(409);
    client.send("DELETE", BASE + "/entities/" + id, Optional.empty()).expect(200);
    client.get(BASE + "/entities/" + id).expect(404);
    var foreign = client.with(SurfaceServer.FOREIGN_KEY);
    assertThat(data(foreign.get(BASE + "/entities").expect(200))).isEmpty();
    foreign.get(BASE + "/entity-types/" + typeId).expect(404);
  }

  @Test
  void runs_name_what_they_cannot_go_over() {
    start(client, List.of("a"));
    var run = BASE + "/workflows/" + workflow.orElseThrow() + "/run";
    assertThat(mistakes(client.json("POST", run, "{\"entityIds\":\"ent_1\"}").expect(400)))
        .containsExactly("entityIds: expected a list, but the text 'ent_1'");
    assertThat(mistakes(client.json("POST", run, "{\"entityIds\":[]}").expect(400)))
        .anyMatch(one -> one.startsWith("entityIds: expected 1 to 1000 ids"));
    assertThat(mistakes(client.json("POST", run, "{\"entityIds\":[\"ent_x\"]}").expect(400)))
        .anyMatch(one -> one.startsWith("entityIds[0]: there is no entity 'ent_x'"));
    var twice = entity(type.orElseThrow(), "{\"word\":\"a\"}");
    var once = data(client.json("POST", run, over(List.of(twice, twice))).expect(202));
    var job = data(client.get(BASE + "/jobs/" + once.path("jobId").stringValue()).expect(200));
    assertThat(job.path("progress").path("total").asInt()).isEqualTo(1);
    for (var wrong : List.of("?limit=201", "?status=done", "?category=toys", "?x=1")) {
      client.get(BASE + "/jobs" + wrong).expect(400);
    }
    assertThat(data(client.get(BASE + "/jobs?category=seo").expect(200))).isEmpty();
    var draft = create(type.orElseThrow(), WORDS).replaceFirst("\\{", "{\"status\":\"draft\",");
    var id = data(client.json("POST", BASE + "/workflows", draft).expect(201)).path("id");
    var answer =
        client.json(
            "POST",
            BASE + "/workflows/" + id.stringValue() + "/run",
            over(List.of(entity(type.orElseThrow(), "{\"word\":\"a\"}"))));
    assertThat(error(answer.expect(409))).contains("the workflow is draft");
    assertThat(data(client.get(BASE + "/workflows?status=draft").expect(200))).hasSize(1);
  }

  @Test
  void the_envelope_can_be_left_out() {
    // without its envelope an answer is not what the contract says
    var answer =
        new SurfaceClient(server.url(), SurfaceServer.KEY, "none", "/wiserows")
            .unchecked(BASE + "/workflows", "X-Response-Envelope", "none");
    assertThat(answer.expect(200).text()).isEqualTo("[]");
  }
}
