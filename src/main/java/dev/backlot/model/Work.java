package dev.backlot.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a node of the graph does. */
public sealed interface Work {
  /**
   * Runs a step type.
   *
   * @param ways the first is the step's own, the others are its fallbacks in order; at most {@value
   *     #WAYS_MAX}
   */
  record Calls(List<Call> ways) implements Work {
    public static final int WAYS_MAX = 5;

    public Calls {
      ways = List.copyOf(ways);
    }
  }

  /**
   * Runs steps once for each item of a list; no slot is held by the loop itself.
   *
   * @param items a list, or a count
   * @param concurrency iterations at once, 1 (one after the other) to the operator's limit
   * @param continues whether a failed iteration leaves the others alone; the loop then succeeds
   *     with the results of those that did
   * @param outputs of one iteration; the loop's output of that name is the list of them in order
   */
  record ForEach(
      Template items,
      int concurrency,
      boolean continues,
      Map<StepId, StepSpec> steps,
      Map<String, Template> outputs)
      implements Work {

    public ForEach {
      steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
      outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    /** The same loop with these steps. */
    public ForEach over(Map<StepId, StepSpec> others) {
      return new ForEach(items, concurrency, continues, others, outputs);
    }
  }

  /** Runs a published version of another workflow as one step. */
  record SubWorkflow(Workflow workflow, int version, Map<String, Template> inputs) implements Work {
    public SubWorkflow {
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }
  }

  /**
   * Waits for people.
   *
   * @param title what is asked, for people
   * @param candidates what is looked at: one value, or a list to select from
   * @param before what it was made from, for comparison
   * @param assignees who may decide; empty means everybody of the tenant
   * @param approvals how many different people have to approve, 1 to {@value #APPROVALS_MAX}
   * @param select how many of the candidates may be kept; empty for a plain approval
   * @param expiresAfter how long it waits; empty means for ever
   * @param onExpiry whether expiry counts as approval or as rejection
   * @param remindEvery how often it reminds; empty means never
   * @param producer the step that runs again when somebody asks for another version; empty where
   *     none may
   */
  record Gate(
      Template title,
      Template candidates,
      Optional<Template> before,
      List<String> assignees,
      int approvals,
      Optional<Selection> select,
      Optional<Duration> expiresAfter,
      GateDecision.Verdict onExpiry,
      Optional<Duration> remindEvery,
      OnReject onReject,
      Optional<StepId> producer)
      implements Work {
    public static final int APPROVALS_MAX = 20;
    public static final int CANDIDATES_MAX = 100;
    public static final int ROUNDS_MAX = 20;
    public static final int ASSIGNEES_MAX = 100;
    public static final Duration WAIT_MAX = Duration.ofDays(365);

    public Gate {
      assignees = List.copyOf(assignees);
    }
  }

  /** How many candidates a person keeps. */
  record Selection(int least, int most) {}

  /** What a rejection means. */
  enum OnReject {
    /** The run goes on with the steps whose {@code when} asks the gate; the others are skipped. */
    BRANCH,
    /** What needs the gate is skipped, whatever it asks. */
    SKIP,
    /** The run fails. */
    FAIL,
    /** The run is cancelled. */
    CANCEL;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    public static Optional<OnReject> parse(String word) {
      for (var policy : values()) {
        if (policy.word().equals(word)) {
          return Optional.of(policy);
        }
      }
      return Optional.empty();
    }
  }
}
