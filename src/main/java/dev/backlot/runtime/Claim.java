package dev.backlot.runtime;

import dev.backlot.model.Caller;
import dev.backlot.store.Commit;
import dev.backlot.store.KeyRecord;
import java.time.Instant;

/** A client's idempotency key while the request that came with it is under way. */
public final class Claim implements AutoCloseable {
  private final Caller caller;
  private final String key;
  private final String fingerprint;
  private final Runnable release;

  Claim(Caller caller, String key, String fingerprint, Runnable release) {
    this.caller = caller;
    this.key = key;
    this.fingerprint = fingerprint;
    this.release = release;
  }

  Commit.KeyUsed used(String resource, Instant at) {
    return new Commit.KeyUsed(caller, key, fingerprint, resource, IdempotencyKeys.KEPT, at);
  }

  Commit.KeyAnswered answered(KeyRecord.Answer answer) {
    return new Commit.KeyAnswered(caller.tenant(), key, answer);
  }

  /** The request has ended: the next one with this key is told what came of it. */
  @Override
  public void close() {
    release.run();
  }
}
