package dev.backlot.store;

import dev.backlot.model.TimeSpread;

/**
 * How long calls to a provider took in a batch, of one model.
 *
 * @param model as the provider names it; empty where it is not known, {@value #OTHERS} for all
 *     beyond {@value #MODELS_MAX} in one batch
 * @param failed how many of them ended without a result
 * @param took how long those with a result took, from the intent to the result in the store
 */
public record ProviderStanding(String provider, String model, long failed, TimeSpread took) {
  public static final int MODELS_MAX = 50;
  public static final String OTHERS = "*";
}
