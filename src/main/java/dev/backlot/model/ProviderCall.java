package dev.backlot.model;

import java.util.Optional;

/**
 * A call that may cost money and has no known end yet. It is durable before the provider hears of
 * it, and its request id before anybody waits for the answer: after a crash the engine asks for
 * that id again instead of submitting once more.
 *
 * @param model as the provider names it; empty where an old log does not tell
 * @param idempotencyKey the same for every try to submit this very call
 * @param requestId what the provider calls it; empty while unknown
 * @param reserved the most it may cost, held back from the budget until it ends
 */
public record ProviderCall(
    String provider,
    String model,
    String idempotencyKey,
    Optional<String> requestId,
    Money reserved) {
  ProviderCall submitted(String id) {
    return new ProviderCall(provider, model, idempotencyKey, Optional.of(id), reserved);
  }
}
