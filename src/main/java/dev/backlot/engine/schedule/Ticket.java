package dev.backlot.engine.schedule;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** One who waits in a {@link WaitingRoom}, or has been let in and holds what it claimed. */
public final class Ticket<W> {
  /** Furthest first, then the earlier item, then who came first. */
  static final Comparator<Ticket<?>> FINISH_STARTED_FIRST = Ticket::compare;

  private final Claim claim;
  private final W who;
  final long arrival;

  /** Where it waits; null once it was let in or has left. */
  @Nullable Lane<W> lane;

  /** Of its batch; changes with the batch's priority. */
  int weight;

  boolean admitted;

  Ticket(Claim claim, W who, long arrival) {
    this.claim = claim;
    this.who = who;
    this.arrival = arrival;
    this.weight = claim.weight();
  }

  private static int compare(Ticket<?> a, Ticket<?> b) {
    int further = Integer.compare(b.claim.finished(), a.claim.finished());
    if (further != 0) {
      return further;
    }
    int earlier = Integer.compare(a.claim.item(), b.claim.item());
    return earlier != 0 ? earlier : Long.compare(a.arrival, b.arrival);
  }

  public Claim claim() {
    return claim;
  }

  public W who() {
    return who;
  }
}
