package dev.backlot.surface;

import dev.backlot.http.Refusal;
import dev.backlot.runtime.Batches;
import java.time.Duration;

/** Work that is refused because there is too much of it, as all dialects say so. */
public final class Quotas {
  /** What is open ends some time; nobody knows when. */
  private static final Duration USUAL = Duration.ofSeconds(60);

  private Quotas() {}

  /** A refusal that says when to come back. */
  public static Refusal refusal(int status, Batches.Creation.OverQuota over) {
    long seconds = over.again().orElse(USUAL).toSeconds() + 1;
    return Refusal.of(status, over.why().line()).with("Retry-After", Long.toString(seconds));
  }
}
