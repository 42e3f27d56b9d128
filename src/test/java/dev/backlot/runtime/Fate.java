package dev.backlot.runtime;

import dev.backlot.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One seed: time, chance and the moment of the next crash. */
final class Fate {
  static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  final Random random;
  private Instant now = START;
  private int crashIn = Integer.MAX_VALUE;
  private boolean dead;
  private boolean calm;
  int crashes;
  private @Nullable AssertionError broken;

  /** The process is gone; nothing that it still does may reach the outside. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash() {
      super("the process has crashed", null, false, false);
    }
  }

  Fate(long seed) {
    random = new Random(seed);
  }

  /** A new process, which crashes at one of the next moments at which it could. */
  void begin() {
    dead = false;
    crashIn = !calm && random.nextInt(4) > 0 ? 1 + random.nextInt(600) : Integer.MAX_VALUE;
  }

  /** From here on nothing goes wrong by chance. */
  void calmDown() {
    calm = true;
    crashIn = Integer.MAX_VALUE;
  }

  boolean isCalm() {
    return calm;
  }

  boolean isDead() {
    return dead;
  }

  /** A moment at which a process may end. */
  void moment() {
    if (!dead && --crashIn <= 0) {
      dead = true;
      crashes++;
    }
    if (dead) {
      throw new Crash();
    }
  }

  void die() {
    dead = true;
    crashes++;
  }

  /** A promise was broken where the server itself would take it for a step's own fault. */
  void tell(AssertionError promise) {
    broken = broken == null ? promise : broken;
  }

  /** As assertions do, wherever they stand. */
  void promise(Runnable assertion) {
    try {
      assertion.run();
    } catch (AssertionError e) {
      tell(e);
      throw e;
    }
  }

  void rethrow() {
    if (broken != null) {
      throw broken;
    }
  }

  boolean oneIn(int count) {
    return !calm && random.nextInt(count) == 0;
  }

  Instant now() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  void passUntil(Instant time) {
    now = now.isBefore(time) ? time : now;
  }

  /** A disk that is slow, or takes no more. */
  void disk() {
    if (oneIn(30)) {
      pass(Duration.ofMillis(random.nextInt(2_000)));
    }
    if (oneIn(400)) {
      throw new StoreException("the disk is full", new IOException("no space left on device"));
    }
  }
}
