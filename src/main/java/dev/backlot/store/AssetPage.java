package dev.backlot.store;

import dev.backlot.model.Asset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Some of the assets that were asked for, newest first.
 *
 * @param next where the next page begins; a page may be short, even empty, and not the last
 */
public record AssetPage(List<Asset> items, Optional<Place> next) {
  /** A place in the order of assets: by time, then by hash. */
  public record Place(long at, String sha256) {
    /** Before the newest. */
    public static final Place START = new Place(Long.MAX_VALUE, "");

    private static final Pattern FORM = Pattern.compile("(\\d{1,18})-([0-9a-f]{64})");

    public static Optional<Place> parse(String text) {
      var found = FORM.matcher(text);
      return found.matches()
          ? Optional.of(new Place(Long.parseLong(found.group(1)), found.group(2)))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return at + "-" + sha256;
    }
  }
}
