package dev.backlot.runtime;

import dev.backlot.model.Caller;
import dev.backlot.model.TenantId;
import dev.backlot.store.KeyRecord;
import dev.backlot.store.Views;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets a creating request be sent again without creating twice. A key is durable in the same commit
 * as what was created under it, so a crash leaves either both or neither; requests that created
 * nothing leave their key free. Thread-safe.
 */
public final class IdempotencyKeys {
  /** How long a key counts. */
  public static final Duration KEPT = Duration.ofHours(24);

  /** The most keys of one tenant that are kept at once. */
  public static final int KEYS_MAX = 100_000;

  /** The longest answer that is kept word for word, in characters; longer ones are told anew. */
  public static final int ANSWER_MAX = 16_384;

  private final Engine engine;
  private final Views views;
  private final InstantSource clock;
  private final Set<Held> underWay = ConcurrentHashMap.newKeySet();

  private record Held(TenantId tenant, String key) {}

  IdempotencyKeys(Engine engine, Views views, InstantSource clock) {
    this.engine = engine;
    this.views = views;
    this.clock = clock;
  }

  /** What a key means for the request that carries it. */
  public sealed interface Claiming {
    /** Do it, and close the claim afterwards. */
    record Granted(Claim claim) implements Claiming {}

    /** It was done before. */
    record Done(KeyRecord first) implements Claiming {}

    /** The key was used for something else. */
    record Mistaken() implements Claiming {}

    /** A request with this key has not ended yet. */
    record UnderWay() implements Claiming {}

    /** The tenant has {@link #KEYS_MAX} keys already. */
    record TooMany() implements Claiming {}
  }

  /**
   * Asks whether to do a request.
   *
   * @param fingerprint what tells this request from others
   */
  public Claiming claim(Caller caller, String key, String fingerprint) {
    var held = new Held(caller.tenant(), key);
    // taken before the look into the store, so that nobody slips in between
    if (!underWay.add(held)) {
      return new Claiming.UnderWay();
    }
    boolean granted = false;
    try {
      var first = views.idempotencyKey(caller.tenant(), key, clock.instant().minus(KEPT));
      if (first.isPresent()) {
        return first.get().fingerprint().equals(fingerprint)
            ? new Claiming.Done(first.get())
            : new Claiming.Mistaken();
      }
      if (views.idempotencyKeys(caller.tenant()) >= KEYS_MAX) {
        return new Claiming.TooMany();
      }
      granted = true;
      return new Claiming.Granted(new Claim(caller, key, fingerprint, () -> underWay.remove(held)));
    } finally {
      if (!granted) {
        underWay.remove(held);
      }
    }
  }

  /** Keeps what the client is told, if it is not too long; durable on return. */
  public void keep(Claim claim, KeyRecord.Answer answer) {
    if (answer.body().length() <= ANSWER_MAX) {
      engine.submit(new Submission.KeepAnswer(claim, answer)).await();
    }
  }
}
