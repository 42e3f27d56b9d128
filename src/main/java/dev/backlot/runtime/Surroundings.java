package dev.backlot.runtime;

import java.security.SecureRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/**
 * What the runtime takes from the machine besides time and disk. A simulation brings its own, so
 * that all of it runs on one thread and a seed brings every run back.
 *
 * @param cpu runs steps that compute, at once; to start a thread for each costs as much as a small
 *     step
 * @param io threads for steps that wait, and for short errands of the runtime
 * @param pager reads items ahead
 * @param dice random numbers that nobody can guess
 */
record Surroundings(
    ExecutorService cpu, ThreadFactory io, ExecutorService pager, LongSupplier dice) {
  private static final SecureRandom DICE = new SecureRandom();

  /** Real threads and real dice. */
  static Surroundings real() {
    return new Surroundings(
        Executors.newCachedThreadPool(Thread.ofPlatform().name("cpu-", 1).factory()),
        Thread.ofVirtual().name("io-", 1).factory(),
        Executors.newSingleThreadExecutor(Thread.ofPlatform().name("pager").factory()),
        DICE::nextLong);
  }
}
