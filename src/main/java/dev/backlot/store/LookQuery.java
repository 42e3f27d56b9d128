package dev.backlot.store;

import dev.backlot.model.AssetId;
import dev.backlot.model.Oklab;
import java.util.Optional;

/**
 * Which pictures by what they look like; both count where both are given.
 *
 * @param like those that look like it
 * @param colour those that have this among their main colours
 */
public record LookQuery(Optional<Like> like, Optional<Oklab> colour) {
  /** How far a main colour may be from the one sought. */
  public static final double COLOUR_DISTANCE_MAX = 6;

  /** How much of a picture a colour has to take, in percent. */
  public static final int SHARE_LEAST = 10;

  /** The picture that others are to look like, and its print. */
  public record Like(AssetId asset, long print, int bitsMax) {}
}
