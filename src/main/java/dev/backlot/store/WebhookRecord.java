package dev.backlot.store;

import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Somebody who is told what happens.
 *
 * @param enabled whether events are sent
 * @param disabledReason why the engine stopped sending; empty where a person did
 */
public record WebhookRecord(
    String id,
    Caller creator,
    Subject subject,
    Secrets secrets,
    boolean enabled,
    Optional<String> disabledReason,
    Progress progress,
    Instant createdAt,
    Instant updatedAt) {
  /**
   * What is sent where.
   *
   * @param events names of events and of groups of them
   * @param batch only this one's
   * @param onceFor what a dialect calls the batch, which came with this address: it is told of the
   *     batch's end, and goes with it
   */
  public record Subject(
      String url,
      String description,
      List<String> events,
      Optional<BatchId> batch,
      Optional<String> onceFor) {
    public Subject {
      events = List.copyOf(events);
    }

    /** For as long as nobody deletes it. */
    public Subject(String url, String description, List<String> events, Optional<BatchId> batch) {
      this(url, description, events, batch, Optional.empty());
    }
  }

  /**
   * What deliveries are signed with, as {@code whsec_} and Base64.
   *
   * @param old the one before, which signs too until its time is over
   */
  public record Secrets(String current, Optional<Old> old) {
    /** A secret that was replaced. */
    public record Old(String secret, Instant until) {}
  }

  /**
   * How far it is.
   *
   * @param cursor the last event that needs no more sending; greater ones follow in order
   * @param attempts how often the next event has failed
   * @param due when it is tried again
   * @param failingSince the first failure since the last success
   * @param shortForm whether the receiver said that the next event is too large
   */
  public record Progress(
      long cursor,
      int attempts,
      Optional<Instant> due,
      Optional<Instant> failingSince,
      boolean shortForm) {
    /** Nothing has failed after this event. */
    public static Progress at(long cursor) {
      return new Progress(cursor, 0, Optional.empty(), Optional.empty(), false);
    }

    /** The next event is tried at once, whatever failed before. */
    public Progress now() {
      return new Progress(cursor, attempts, Optional.empty(), failingSince, shortForm);
    }
  }

  public WebhookRecord with(Subject other, Instant now) {
    return new WebhookRecord(
        id, creator, other, secrets, enabled, disabledReason, progress, createdAt, now);
  }

  public WebhookRecord with(Secrets other, Instant now) {
    return new WebhookRecord(
        id, creator, subject, other, enabled, disabledReason, progress, createdAt, now);
  }

  public WebhookRecord with(Progress other, Instant now) {
    return new WebhookRecord(
        id, creator, subject, secrets, enabled, disabledReason, other, createdAt, now);
  }

  /** Sending again, from where it stopped, with all its patience. */
  public WebhookRecord enable(Instant now) {
    return new WebhookRecord(
        id,
        creator,
        subject,
        secrets,
        true,
        Optional.empty(),
        Progress.at(progress.cursor()),
        createdAt,
        now);
  }

  public WebhookRecord disable(Optional<String> reason, Instant now) {
    return new WebhookRecord(
        id, creator, subject, secrets, false, reason, progress, createdAt, now);
  }
}
