package dev.backlot.runtime;

import dev.backlot.model.Failure;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The engine's answer to a submission: durable, rejected, or cut off because storage failed. */
final class Answer {
  private final CompletableFuture<Optional<Failure>> settled = new CompletableFuture<>();

  void accept() {
    settled.complete(Optional.empty());
  }

  void reject(Failure why) {
    settled.complete(Optional.of(why));
  }

  void halt(EngineHaltedException why) {
    settled.completeExceptionally(why);
  }

  /**
   * Waits until the command is durable.
   *
   * @return why it was rejected; empty when it was accepted
   * @throws EngineHaltedException when the engine has stopped acknowledging
   */
  Optional<Failure> await() {
    try {
      return settled.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineHaltedException("interrupted while waiting for the engine", e);
    } catch (ExecutionException e) {
      throw new EngineHaltedException("the engine has stopped: " + reason(e), e);
    }
  }

  /** As {@link #await()}, but an interrupt is kept for later: the answer must be known. */
  Optional<Failure> awaitUninterruptibly() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return settled.get();
        } catch (InterruptedException _) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new EngineHaltedException("the engine has stopped: " + reason(e), e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String reason(ExecutionException e) {
    var cause = e.getCause();
    return cause == null ? "unknown reason" : String.valueOf(cause.getMessage());
  }
}
