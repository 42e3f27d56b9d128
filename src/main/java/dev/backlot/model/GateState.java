package dev.backlot.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A gate that has opened: what it asks and who has answered.
 *
 * @param round how often it has opened, counted from 1
 * @param remindedAt when it last reminded; empty when it has not
 */
public record GateState(
    Question question, int round, List<Vote> votes, Optional<Instant> remindedAt) {

  /**
   * What a gate asks, with all bindings evaluated.
   *
   * @param candidates what is looked at
   * @param expiresAt when the default decision is taken
   */
  public record Question(
      String title,
      List<Value> candidates,
      Optional<Value> before,
      List<String> assignees,
      int approvals,
      Optional<Work.Selection> select,
      Optional<Instant> expiresAt) {
    public Question {
      candidates = List.copyOf(candidates);
      assignees = List.copyOf(assignees);
    }
  }

  /** One person's answer. */
  public record Vote(String by, GateDecision decision, Instant at) {}

  public GateState {
    votes = List.copyOf(votes);
  }

  GateState voted(Vote vote) {
    var all = new ArrayList<>(votes);
    all.add(vote);
    return new GateState(question, round, all, remindedAt);
  }

  GateState reminded(Instant at) {
    return new GateState(question, round, votes, Optional.of(at));
  }

  /** How many different people approved in this round. */
  public long approvals() {
    return votes.stream()
        .filter(vote -> vote.decision().verdict() == GateDecision.Verdict.APPROVE)
        .map(Vote::by)
        .distinct()
        .count();
  }
}
