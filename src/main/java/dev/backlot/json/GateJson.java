package dev.backlot.json;

import dev.backlot.model.GateDecision;
import dev.backlot.model.GateState;
import dev.backlot.model.Work;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a gate asks and what people answer, as JSON. */
public final class GateJson {
  private GateJson() {}

  public static ObjectNode node(GateState.Question question) {
    var node = Json.object().put("title", question.title());
    var candidates = node.putArray("candidates");
    question.candidates().forEach(candidate -> candidates.add(ValueJson.node(candidate)));
    question.before().ifPresent(before -> node.set("before", ValueJson.node(before)));
    var assignees = node.putArray("assignees");
    question.assignees().forEach(assignees::add);
    node.put("approvals", question.approvals());
    question
        .select()
        .ifPresent(
            limits ->
                node.putObject("select").put("min", limits.least()).put("max", limits.most()));
    question.expiresAt().ifPresent(at -> node.put("expires_at", at.toEpochMilli()));
    return node;
  }

  public static GateState.Question question(JsonNode node) {
    return new GateState.Question(
        node.path("title").asString(""),
        node.path("candidates").valueStream().map(ValueJson::read).toList(),
        node.has("before") ? Optional.of(ValueJson.read(node.path("before"))) : Optional.empty(),
        node.path("assignees").valueStream().map(JsonNode::stringValue).toList(),
        node.path("approvals").asInt(1),
        node.has("select")
            ? Optional.of(
                new Work.Selection(
                    node.path("select").path("min").asInt(1),
                    node.path("select").path("max").asInt(1)))
            : Optional.empty(),
        node.has("expires_at")
            ? Optional.of(Instant.ofEpochMilli(node.path("expires_at").asLong()))
            : Optional.empty());
  }

  public static ObjectNode node(GateDecision decision) {
    var node = Json.object().put("verdict", decision.verdict().word());
    if (!decision.note().isEmpty()) {
      node.put("note", decision.note());
    }
    if (!decision.selected().isEmpty()) {
      var selected = node.putArray("selected");
      decision.selected().forEach(selected::add);
    }
    return node;
  }

  public static GateDecision decision(JsonNode node) {
    return new GateDecision(
        GateDecision.Verdict.parse(node.path("verdict").asString(""))
            .orElse(GateDecision.Verdict.REJECT),
        node.path("note").asString(""),
        node.path("selected").valueStream().map(JsonNode::intValue).toList());
  }
}
